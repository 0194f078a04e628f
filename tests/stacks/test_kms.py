from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import KEYS, ConfigurationError, DataClass, KeyPurpose
from constructs_lib.kernel.keys import PLATFORM_PURPOSES
from tests.support import Templates, as_list, environment, synthesize

if TYPE_CHECKING:
    from pathlib import Path

PRIMARY = "arn:aws:kms:ap-northeast-2:111122223333:key/mrk-0123456789abcdef0123456789abcdef"


def test_there_is_one_rotated_key_with_an_alias_for_each_purpose(prod: Templates) -> None:
    keys = prod.resources("kms", "AWS::KMS::Key")
    aliases = {alias["AliasName"] for alias in prod.resources("kms", "AWS::KMS::Alias").values()}
    assert len(keys) == len(PLATFORM_PURPOSES)
    assert aliases == {f"alias/prod-{purpose}" for purpose in PLATFORM_PURPOSES}
    assert all(key["EnableKeyRotation"] and key["PendingWindowInDays"] == 30 for key in keys.values())


def test_each_key_carries_its_own_class(prod: Templates) -> None:
    found = {
        tag["Value"]
        for key in prod.resources("kms", "AWS::KMS::Key").values()
        for tag in key["Tags"]
        if tag["Key"] == "DataClass"
    }
    assert found == {str(KEYS[purpose].data_class) for purpose in PLATFORM_PURPOSES}


def test_every_key_is_published_and_the_eight_old_parameters_stay(beside_terraform: Templates) -> None:
    found = {p["Name"] for p in beside_terraform.resources("kms", "AWS::SSM::Parameter").values()}
    assert {f"/prod/kms/{purpose}-key-arn" for purpose in PLATFORM_PURPOSES} <= found
    assert {name for name in found if name.startswith("/shared/kms/")} == {
        f"/shared/kms/{name}-key-arn"
        for name in ("cloudwatch-logs", "secrets-manager", "rds", "s3", "sqs", "ssm", "elasticache", "ecs-secrets")
    }


def test_no_alias_is_made_twice_in_a_region(prod: Templates) -> None:
    artifacts = json.loads((prod.folder / "manifest.json").read_text())["artifacts"]
    found = Counter(
        (artifacts[f"prod-{stack}"]["environment"], resource["Properties"]["AliasName"])
        for stack, _, resource in prod.all("AWS::KMS::Alias")
    )
    assert [alias for alias, count in found.items() if count > 1] == []


def test_every_service_in_a_key_policy_is_tied_to_this_account(prod: Templates) -> None:
    for stack, logical_id, key in prod.all("AWS::KMS::Key"):
        for statement in key["Properties"]["KeyPolicy"]["Statement"]:
            if "Service" in statement["Principal"]:
                assert "111122223333" in str(statement.get("Condition")), (stack, logical_id, statement)


def test_no_key_policy_grants_every_action(prod: Templates) -> None:
    for stack, logical_id, key in prod.all("AWS::KMS::Key"):
        for statement in key["Properties"]["KeyPolicy"]["Statement"]:
            assert not {"kms:*", "*"} & set(as_list(statement["Action"])), (stack, logical_id)


def test_every_key_of_the_platform_is_used_by_another_stack(prod: Templates) -> None:
    read = {
        parameter.get("Default")
        for stack in prod
        if stack != "kms"
        for parameter in prod[stack].get("Parameters", {}).values()
    }
    unused = {purpose for purpose in PLATFORM_PURPOSES if f"/prod/kms/{purpose}-key-arn" not in read}
    assert unused <= {KeyPurpose.EBS}, "a key that nothing uses costs money and misleads an auditor"


def test_replicas_are_made_in_the_dr_region_from_primaries_of_the_same_settings(tmp_path: Path) -> None:
    settings = {"multi_region": True, "replicas": {"rds": PRIMARY}, "admin_roles": ["key-admin"]}
    templates = synthesize(environment("prod", stacks={"kms": settings}), tmp_path, only=("kms",))
    replica = templates.only("kms-dr", "AWS::KMS::ReplicaKey")
    assert replica["PrimaryKeyArn"] == PRIMARY
    assert "ap-northeast-1" in str(replica["KeyPolicy"])
    assert "role/key-admin" in str(replica["KeyPolicy"])
    multi = {
        logical_id for logical_id, key in templates.resources("kms", "AWS::KMS::Key").items() if key.get("MultiRegion")
    }
    assert len(multi) == sum(KEYS[p].data_class.covers(DataClass.CONFIDENTIAL) for p in PLATFORM_PURPOSES)


def test_replicas_are_off_in_prod_and_cost_nothing(prod: Templates) -> None:
    assert "kms-dr" not in prod.by_stack


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"pending_window_days": 6}, "a whole number of days, 7 to 30"),
        ({"replicas": {"rds": PRIMARY}}, "none while multi_region is off"),
        ({"multi_region": True, "replicas": {"logs": PRIMARY}}, "rds, secrets"),
        ({"multi_region": True, "replicas": {"rds": "alias/prod-rds"}}, "the ARN of a KMS key"),
        ({"admin_roles": ["a role"]}, "an IAM role name"),
    ],
)
def test_settings_that_do_not_agree_are_refused_with_their_key(settings: dict[str, Any], text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"prod\.yaml: stacks\.kms") as caught:
        environment("prod", stacks={"kms": settings})
    assert text in str(caught.value)
