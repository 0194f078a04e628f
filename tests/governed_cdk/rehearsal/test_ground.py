"""The platform below a service: what of it is deployed, and by which bootstrap the service is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from aspects.judge.template.assembly import read_assembly, stacks_of
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.rehearsal import ground
from governed_cdk.rehearsal.failure import RehearsalError
from tests.governed_cdk.assemblies import KEY, KMS, STRING, VPC, Stack, write

if TYPE_CHECKING:
    from aspects.judge.template import Template

PLATFORM = {
    "prod-kms": KMS,
    "prod-network": Stack(publishes={VPC: "String"}, reads={KEY: STRING}),
    "prod-rds": Stack(reads={VPC: STRING}),
    "prod-monitoring": Stack(after=("prod-kms",)),
    "prod-bootstrap": Stack(after=("prod-monitoring",)),
}


def stacks(folder: Path, **named: Stack) -> list[Template]:
    given = {name.replace("_", "-"): stack for name, stack in named.items()}
    return stacks_of(read_assembly(write(folder, given)))


@pytest.fixture
def whole(tmp_path: Path) -> ground.Ground:
    folder = write(tmp_path / "platform", PLATFORM)
    found = stacks_of(read_assembly(folder))
    return ground.Ground(folder, found, found)


def project(folder: Path, context: dict[str, str]) -> Path:
    folder.mkdir()
    (folder / "cdk.json").write_text(json.dumps({"context": context}))
    return folder


def test_what_is_needed_is_what_is_read_with_all_below_it_and_the_boundary(
    whole: ground.Ground, tmp_path: Path
) -> None:
    own = stacks(tmp_path / "own", prod_shop=Stack(reads={KEY: STRING}), prod_mail=Stack(reads={VPC: STRING}))
    found = [stack.stack_name for stack in ground.needed(whole, own, own).stacks]
    assert found == ["prod-kms", "prod-network", "prod-monitoring", "prod-bootstrap"]
    one = [stack.stack_name for stack in ground.needed(whole, own, own[:1]).stacks]
    assert one == ["prod-kms", "prod-monitoring", "prod-bootstrap"]


def test_what_the_platform_does_not_publish_ends_it_before_anything_is_started(
    whole: ground.Ground, tmp_path: Path
) -> None:
    own = stacks(tmp_path / "own", prod_shop=Stack(reads={"/prod/network/private-subnet-ids": STRING}))
    with pytest.raises(RehearsalError, match=r"^contract: prod-shop reads /prod/network/private-subnet-ids"):
        ground.needed(whole, own, own)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"prod_shop": Stack(account="222233334444")}, "^account: given '222233334444'; allowed: 111122223333, the"),
        ({"prod_rds": Stack()}, "^stack name: given 'prod-rds'; allowed: a name that no stack of the platform has"),
    ],
)
def test_another_account_and_a_name_of_the_platform_are_bad_input(
    named: dict[str, Stack], said: str, whole: ground.Ground, tmp_path: Path
) -> None:
    own = stacks(tmp_path / "own", **named)
    with pytest.raises(ConfigurationError, match=said):
        ground.needed(whole, own, own)


def test_a_project_is_the_platform_where_its_settings_say_so_and_needs_none(tmp_path: Path) -> None:
    itself = project(tmp_path / "itself", {"governed-cdk:platform": "infrastructure"})
    assert ground.find(None, itself, "prod", tmp_path) is None
    with pytest.raises(ConfigurationError, match="--platform: given 'x'; allowed: nothing here"):
        ground.find(Path("x"), itself, "prod", tmp_path)


def test_what_is_given_must_be_a_platform_of_the_environment(whole: ground.Ground, tmp_path: Path) -> None:
    service = project(tmp_path / "service", {})
    found = ground.find(whole.assembly, service, "prod", tmp_path)
    assert found
    assert found.assembly == whole.assembly
    with pytest.raises(ConfigurationError, match="platform: environment: given 'prod'; allowed: dev"):
        ground.find(whole.assembly, service, "dev", tmp_path)
    stacks(tmp_path / "other", prod_shop=Stack())
    with pytest.raises(ConfigurationError, match="given 'no platform'"):
        ground.find(tmp_path / "other", service, "prod", tmp_path)


@pytest.mark.parametrize(
    ("qualifiers", "said"),
    [
        (["services", "services"], "services"),
        (["own"], "own"),
        (["hnb659fds"], "given 'hnb659fds'; allowed: services, or one bootstrap of your own"),
        (["services", "own"], "given 'own, services'"),
        ([], "given 'none'"),
    ],
)
def test_a_service_is_deployed_by_one_bootstrap_which_is_not_the_platforms(
    qualifiers: list[str], said: str, tmp_path: Path
) -> None:
    artifacts = {
        f"prod-{number}": {
            "type": "aws:cloudformation:stack",
            "properties": {"assumeRoleArn": f"arn:aws:iam::111122223333:role/cdk-{name}-deploy-role-111122223333-x"},
        }
        for number, name in enumerate(qualifiers)
    }
    (tmp_path / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    if said in ("services", "own"):
        assert ground.qualifier_of(tmp_path) == said
    else:
        with pytest.raises(ConfigurationError, match=f"bootstrapQualifier: {said}"):
            ground.qualifier_of(tmp_path)
