from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, GovernedRepository

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_a_repository_is_immutable_scanned_encrypted_and_tidied(bench: Bench) -> None:
    GovernedRepository(bench.stack, "Repository")
    repository = bench.only("AWS::ECR::Repository")
    assert repository["RepositoryName"] == "prod-example"
    assert repository["ImageTagMutability"] == "IMMUTABLE"
    assert repository["ImageScanningConfiguration"] == {"ScanOnPush": True}
    assert repository["EncryptionConfiguration"]["EncryptionType"] == "KMS"
    assert repository["EncryptionConfiguration"]["KmsKey"].endswith("key/ecr")
    untagged, releases = json.loads(repository["LifecyclePolicy"]["LifecyclePolicyText"])["rules"]
    assert (untagged["selection"]["tagStatus"], untagged["selection"]["countNumber"]) == ("untagged", 7)
    assert (releases["selection"]["tagPrefixList"], releases["selection"]["countNumber"]) == (["v"], 30)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("max_images", 0, "1 to 1000"),
        ("max_images", 1001, "1 to 1000"),
        ("untagged_days", 366, "1 to 365"),
        ("tag_prefixes", [], "at least one prefix"),
    ],
)
def test_a_lifecycle_out_of_bounds_is_refused(bench: Bench, name: str, value: object, allowed: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name}.*{allowed}"):
        GovernedRepository(bench.stack, "Repository", **{name: value})  # type: ignore[arg-type]  # wrong on purpose, or by name from a table
