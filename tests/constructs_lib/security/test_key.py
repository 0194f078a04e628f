from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, GovernedKey, GovernedReplicaKey, GovernedStack, KeyPurpose

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

ACCOUNT = "111122223333"
REGION = "ap-northeast-2"
PRIMARY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/mrk-0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(("purpose", "days"), [(KeyPurpose.RDS, 29), (KeyPurpose.LOGS, 6), (KeyPurpose.LOGS, 31)])
def test_a_deletion_window_outside_what_the_class_allows_is_refused(
    bench: Bench, purpose: KeyPurpose, days: int
) -> None:
    with pytest.raises(ConfigurationError, match=f"{purpose} key: pending_window_days: given {days}"):
        GovernedKey(bench.stack, "Key", purpose=purpose, pending_window_days=days)


def test_a_key_below_confidential_may_go_after_seven_days(bench: Bench) -> None:
    GovernedKey(bench.stack, "Key", purpose=KeyPurpose.LOGS, pending_window_days=7)
    assert bench.only("AWS::KMS::Key")["PendingWindowInDays"] == 7


def test_a_key_outside_the_kms_stack_carries_its_service_in_the_alias_so_that_two_never_meet(virginia: Bench) -> None:
    for service in ("route53", "cloudtrail"):
        stack = GovernedStack(
            virginia.app, virginia.settings, service=service, suffix="us-east-1", region="us-east-1", data_class=None
        )
        GovernedKey(stack, "Key", purpose=KeyPurpose.LOGS)
    assembly = virginia.app.synth()
    aliases = [
        resource["Properties"]["AliasName"]
        for stack_ in assembly.stacks
        for resource in stack_.template.get("Resources", {}).values()
        if resource["Type"] == "AWS::KMS::Alias"
    ]
    assert sorted(aliases) == ["alias/prod-cloudtrail-logs", "alias/prod-route53-logs"]


def test_a_key_is_rotated_and_kept_in_prod_and_goes_with_its_stack_in_dev(bench: Bench, dev_bench: Bench) -> None:
    for each in (bench, dev_bench):
        GovernedKey(each.stack, "Key", purpose=KeyPurpose.RDS)
    kept, gone = (
        next(r for r in each.template()["Resources"].values() if r["Type"] == "AWS::KMS::Key")
        for each in (bench, dev_bench)
    )
    assert kept["Properties"]["EnableKeyRotation"] is True
    assert (kept["DeletionPolicy"], gone["DeletionPolicy"]) == ("RetainExceptOnCreate", "Delete")


def test_a_replica_has_the_policy_of_its_own_region_and_the_same_alias(virginia: Bench) -> None:
    GovernedReplicaKey(virginia.stack, "Key", purpose=KeyPurpose.RDS, primary_key_arn=PRIMARY)
    replica = virginia.only("AWS::KMS::ReplicaKey")
    assert replica["PrimaryKeyArn"] == PRIMARY
    assert "rds.us-east-1.amazonaws.com" in str(replica["KeyPolicy"])
    assert REGION not in str(replica["KeyPolicy"])
    assert virginia.only("AWS::KMS::Alias")["AliasName"] == "alias/prod-rds"


@pytest.mark.parametrize("arn", [PRIMARY.replace("mrk-", ""), PRIMARY.replace(REGION, "eu-west-1"), "alias/prod-rds"])
def test_a_replica_of_what_is_no_multi_region_key_of_the_home_region_is_refused(virginia: Bench, arn: str) -> None:
    with pytest.raises(ConfigurationError, match="primary_key_arn of the rds key"):
        GovernedReplicaKey(virginia.stack, "Key", purpose=KeyPurpose.RDS, primary_key_arn=arn)


def test_a_key_that_names_any_principal_tells_scanners_which_one_that_is(bench: Bench) -> None:
    GovernedKey(bench.stack, "Ebs", purpose=KeyPurpose.EBS)
    GovernedKey(bench.stack, "Logs", purpose=KeyPurpose.LOGS)
    told = {
        key: [skip["id"] for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", ())]
        for key, resource in bench.template()["Resources"].items()
        if resource["Type"] == "AWS::KMS::Key"
    }
    assert sorted(told.values()) == [[], ["CKV_AWS_33"]]
