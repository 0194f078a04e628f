from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from constructs_lib import OutputKind, WireType, contract
from constructs_lib.kernel.contract import ALL
from constructs_lib.kernel.keys import PLATFORM_PURPOSES, KeyPurpose
from constructs_lib.kernel.naming import KEBAB
from constructs_lib.stack.codecs import CODECS

if TYPE_CHECKING:
    from constructs_lib.kernel.output import Output

# What the Terraform platform published, from its inventory.
LEGACY = {
    *(f"/shared/kms/{name}-key-arn" for name in (
        "cloudwatch-logs", "secrets-manager", "rds", "s3", "sqs", "ssm", "elasticache", "ecs-secrets",
    )),
    "/shared/network/vpc-id",
    "/shared/network/public-subnet-ids",
    "/shared/network/private-subnet-ids",
    "/shared/route53/hosted-zone-id",
    "/shared/ecr/atlantis-repository-url",
    *(f"/shared/rds/{name}" for name in (
        "db-instance-id", "db-instance-address", "db-instance-port", "db-security-group-id",
        "master-password-secret-name",
    )),
    "/prod/monitoring/adot-config",
}  # fmt: skip


def test_the_19_legacy_paths_are_each_declared_once() -> None:
    declared = Counter(path for output in ALL for path in output.legacy)
    assert len(LEGACY) == 19
    assert set(declared) == LEGACY
    assert set(declared.values()) == {1}


def test_every_output_is_declared_under_its_own_name_and_path() -> None:
    assert len({output.path("prod") for output in ALL}) == len(ALL)
    for output in ALL:
        assert getattr(contract, output.constant) is output


@pytest.mark.parametrize("output", ALL, ids=lambda output: output.constant)
def test_an_output_has_a_kebab_name_a_meaning_and_a_codec(output: Output[object]) -> None:
    assert KEBAB.fullmatch(output.producer)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", output.name)
    assert output.meaning
    assert output.kind in CODECS


@pytest.mark.parametrize("output", [output for output in ALL if output.optional], ids=lambda output: output.constant)
def test_the_meaning_of_an_optional_output_names_its_setting(output: Output[object]) -> None:
    assert f"stacks.{output.producer}." in output.meaning


def test_lists_travel_as_string_lists_and_the_rest_as_strings() -> None:
    for output in ALL:
        is_list = output.kind in (OutputKind.LIST, OutputKind.ZONAL_LIST)
        assert output.wire is (WireType.STRING_LIST if is_list else WireType.STRING)


def test_there_is_one_output_for_each_key() -> None:
    written_out = {name: getattr(contract, name) for name in vars(contract) if name.endswith("_KEY_ARN")}
    outputs = {purpose.output.constant: purpose.output for purpose in KeyPurpose}
    assert written_out
    assert written_out.items() <= outputs.items()
    assert set(outputs.values()) <= set(ALL)
    assert {purpose.output.producer for purpose in PLATFORM_PURPOSES} == {"kms"}
