from __future__ import annotations

import fnmatch
from dataclasses import replace
from typing import Any

import aws_cdk as cdk
import pytest

from constructs_lib import KEYS, ConfigurationError, KeyPurpose
from constructs_lib.kernel.service_uses import ServiceUse
from constructs_lib.security.key_policy import key_policy
from tests.support import resolve

ACCOUNT = "111122223333"
REGION = "ap-northeast-2"
ROOT = f":iam::{ACCOUNT}:root"
USING = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:CreateGrant", "kms:ScheduleKeyDeletion")
TYING = ("kms:EncryptionContext:", "aws:SourceAccount", "aws:SourceArn", "kms:ViaService")


def statements(purpose: KeyPurpose) -> list[dict[str, Any]]:
    policy = key_policy(
        KEYS[purpose], region=REGION, account=ACCOUNT, admin_roles=["key-admin"], audit_roles=["auditor"]
    )
    found: list[dict[str, Any]] = cdk.Stack(cdk.App(analytics_reporting=False)).resolve(policy)["Statement"]
    return found


def actions(statement: dict[str, Any]) -> list[str]:
    named = statement["Action"]
    return [named] if isinstance(named, str) else named


def condition_keys(statement: dict[str, Any]) -> list[str]:
    return [key for keys in statement.get("Condition", {}).values() for key in keys]


def admits(statement: dict[str, Any], action: str) -> bool:
    return any(fnmatch.fnmatchcase(action, pattern) for pattern in actions(statement))


@pytest.mark.parametrize("purpose", KeyPurpose)
def test_every_service_statement_is_tied_to_this_account(purpose: KeyPurpose) -> None:
    for statement in statements(purpose):
        if "Service" in statement["Principal"]:
            assert any(key.startswith(TYING) for key in condition_keys(statement)), statement
            assert ACCOUNT in str(statement["Condition"])


@pytest.mark.parametrize("purpose", KeyPurpose)
def test_only_the_services_of_the_key_are_admitted(purpose: KeyPurpose) -> None:
    admitted = {s["Principal"]["Service"] for s in statements(purpose) if "Service" in s["Principal"]}
    via = {
        service
        for statement in statements(purpose)
        for service in statement.get("Condition", {}).get("StringEquals", {}).get("kms:ViaService", [])
    }
    assert admitted == {use.principal.format(region=REGION) for use in KEYS[purpose].service_uses if use.principal}
    assert via == {f"{service}.{REGION}.amazonaws.com" for service in KEYS[purpose].via_services}


@pytest.mark.parametrize("purpose", KeyPurpose)
def test_no_statement_grants_every_action(purpose: KeyPurpose) -> None:
    assert not {"*", "kms:*"} & {action for statement in statements(purpose) for action in actions(statement)}


@pytest.mark.parametrize("purpose", KeyPurpose)
def test_the_account_can_always_mend_the_policy_so_that_nobody_is_locked_out(purpose: KeyPurpose) -> None:
    mending = [
        s for s in statements(purpose) if resolve(s["Principal"].get("AWS")).endswith(ROOT) and not s.get("Condition")
    ]
    assert mending
    for action in ("kms:PutKeyPolicy", "kms:GetKeyPolicy", "kms:DescribeKey"):
        assert any(admits(statement, action) for statement in mending)


@pytest.mark.parametrize("purpose", KeyPurpose)
def test_whoever_is_no_named_service_can_neither_decrypt_nor_grant_nor_destroy_without_condition(
    purpose: KeyPurpose,
) -> None:
    for statement in statements(purpose):
        if statement.get("Condition"):
            continue
        for action in (
            "kms:Decrypt",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:CreateGrant",
            "kms:ScheduleKeyDeletion",
        ):
            assert not admits(statement, action), statement


@pytest.mark.parametrize("purpose", KeyPurpose)
def test_grants_by_the_account_are_for_aws_services_only(purpose: KeyPurpose) -> None:
    for statement in statements(purpose):
        if "AWS" in statement["Principal"] and admits(statement, "kms:CreateGrant"):
            assert statement["Condition"]["Bool"] == {"kms:GrantIsForAWSResource": "true"}


def test_named_roles_administer_and_audit_by_condition_since_a_missing_principal_breaks_the_policy() -> None:
    found = {s["Sid"]: s for s in statements(KeyPurpose.RDS) if "Sid" in s}
    assert "role/key-admin" in str(found["Deletion"]["Condition"]["ArnLike"]["aws:PrincipalArn"])
    assert "role/auditor" in str(found["Audit"]["Condition"]["ArnLike"]["aws:PrincipalArn"])
    assert not admits(found["Audit"], "kms:Decrypt")


@pytest.mark.parametrize("purpose", KeyPurpose)
def test_the_account_decrypts_only_through_a_service_or_for_a_resource_of_its_own(purpose: KeyPurpose) -> None:
    for statement in statements(purpose):
        if statement.get("Sid") == "Launches":
            continue
        if "AWS" in statement["Principal"] and admits(statement, "kms:Decrypt"):
            assert any(
                key.startswith(("kms:EncryptionContext:", "kms:ViaService")) for key in condition_keys(statement)
            )
            assert ACCOUNT in str(statement["Condition"])


def context_of(statement: dict[str, Any]) -> str:
    return next((key for key in condition_keys(statement) if key.startswith("kms:EncryptionContext:")), "")


def test_schedules_and_pipes_are_read_by_roles_of_the_account() -> None:
    found = {
        context_of(statement): actions(statement)
        for statement in statements(KeyPurpose.MESSAGING)
        if "AWS" in statement["Principal"] and context_of(statement)
    }
    assert found["kms:EncryptionContext:aws:scheduler:schedule:arn"] == ["kms:Decrypt"]
    assert {"kms:EncryptionContext:aws:pipe:arn", "kms:EncryptionContext:aws:pipes:arn"} < set(found)


def test_whoever_makes_a_schedule_reaches_the_key_through_scheduler() -> None:
    (through,) = (s for s in statements(KeyPurpose.MESSAGING) if s.get("Sid") == "UseThroughServices")
    assert f"scheduler.{REGION}.amazonaws.com" in through["Condition"]["StringEquals"]["kms:ViaService"]
    assert admits(through, "kms:GenerateDataKey")


def test_auto_scaling_launches_on_encrypted_volumes_by_its_service_linked_role_alone() -> None:
    launches = {s["Sid"]: s for s in statements(KeyPurpose.EBS) if s.get("Sid", "").endswith("aunches")}
    role = f":iam::{ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling*"
    for statement in launches.values():
        # Not the account: it would leave the matter to the role's own policies, which AWS writes.
        assert statement["Principal"] == {"AWS": "*"}
        assert resolve(statement["Condition"]["ArnLike"]["aws:PrincipalArn"]).endswith(role)
        assert statement["Condition"]["StringEquals"] == {"kms:CallerAccount": ACCOUNT}
    assert admits(launches["Launches"], "kms:GenerateDataKeyWithoutPlaintext")
    assert not admits(launches["Launches"], "kms:CreateGrant")
    assert launches["GrantsForLaunches"]["Condition"]["Bool"] == {"kms:GrantIsForAWSResource": "true"}
    others = [statement for purpose in KeyPurpose if purpose is not KeyPurpose.EBS for statement in statements(purpose)]
    assert {"AWS": "*"} not in [statement["Principal"] for statement in others]


def test_fargate_grants_its_disks_no_more_than_decryption() -> None:
    (granting,) = (
        s
        for s in statements(KeyPurpose.EBS)
        if s["Principal"] == {"Service": "fargate.amazonaws.com"} and admits(s, "kms:CreateGrant")
    )
    assert granting["Condition"]["ForAllValues:StringEquals"] == {"kms:GrantOperations": ["Decrypt"]}
    assert actions(granting) == ["kms:CreateGrant"]


@pytest.mark.parametrize(
    ("service", "context"),
    [
        *((service, "aws:sns:topicArn") for service in ("s3", "backup", "events.rds", "ses", "costalerts", "events")),
        *((service, "aws:sqs:arn") for service in ("s3", "events", "sns")),
    ],
)
def test_the_messaging_key_admits_whoever_publishes(service: str, context: str) -> None:
    assert (f"{service}.amazonaws.com", context) in KEYS[KeyPurpose.MESSAGING].callers


def test_no_publisher_is_held_to_a_source_that_it_may_not_send_to_a_key() -> None:
    for statement in statements(KeyPurpose.MESSAGING):
        if context_of(statement).endswith(("sns:topicArn", "sqs:arn")):
            assert condition_keys(statement) == [context_of(statement)]


def test_a_service_without_a_row_in_the_table_gets_into_no_key_policy() -> None:
    spec = replace(KEYS[KeyPurpose.ECR], via_services=("ecr", "nobody-knows"))
    with pytest.raises(ConfigurationError, match="given 'nobody-knows'; allowed: "):
        key_policy(spec, region=REGION, account=ACCOUNT, admin_roles=[], audit_roles=[])
    spec = replace(KEYS[KeyPurpose.ECR], service_uses=(ServiceUse(principal="nobody-knows.amazonaws.com"),))
    with pytest.raises(ConfigurationError, match=r"conditions\.yaml"):
        key_policy(spec, region=REGION, account=ACCOUNT, admin_roles=[], audit_roles=[])
