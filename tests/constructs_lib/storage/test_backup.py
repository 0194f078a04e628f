from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, GovernedBackupPlan, GovernedBackupVault, KeyPurpose, backup_vault_arn

if TYPE_CHECKING:
    from aws_cdk import aws_backup as backup

    from tests.constructs_lib.conftest import Bench

EVERYBODY = {"AWS": "*"}
RESOURCE = "arn:aws:rds:ap-northeast-2:111122223333:db:prod-example-orders"


def vault(bench: Bench, days: int = 14) -> backup.IBackupVault:
    key = bench.stack.key(KeyPurpose.RDS)
    return GovernedBackupVault(bench.stack, "Vault", kind="vault", key=key, retention_days=days).vault


def plan(bench: Bench, **changes: Any) -> None:
    arguments = {"hour": 17, "retention_days": 14} | changes
    GovernedBackupPlan(
        bench.stack,
        "Plan",
        kind="copies",
        resource_arn=RESOURCE,
        vault=vault(bench),
        copy_to_arn=backup_vault_arn(bench.stack, kind="vault", region="ap-northeast-1"),
        **arguments,
    )


def test_each_daily_backup_is_copied_to_the_vault_of_the_other_region(bench: Bench) -> None:
    plan(bench)
    (rule,) = bench.only("AWS::Backup::BackupPlan")["BackupPlan"]["BackupPlanRule"]
    (copy,) = rule["CopyActions"]
    parts = copy["DestinationBackupVaultArn"]["Fn::Join"][1]
    assert parts[-1] == ":backup:ap-northeast-1:111122223333:backup-vault:prod-example-vault"
    assert (rule["ScheduleExpression"], rule["Lifecycle"]) == ("cron(0 17 * * ? *)", {"DeleteAfterDays": 14})
    assert copy["Lifecycle"] == {"DeleteAfterDays": 14}
    assert bench.only("AWS::Backup::BackupSelection")["BackupSelection"]["Resources"] == [RESOURCE]


def test_recovery_points_are_encrypted_and_not_to_be_deleted(bench: Bench) -> None:
    vault(bench)
    made = bench.only("AWS::Backup::BackupVault")
    assert made["EncryptionKeyArn"].endswith("key/rds")
    keep, locked = made["AccessPolicy"]["Statement"]
    denied = {action for statement in (keep, locked) for action in statement["Action"]}
    assert [(one["Effect"], one["Principal"], one["Resource"]) for one in (keep, locked)] == [
        ("Deny", EVERYBODY, "*")
    ] * 2
    # What AWS Config asks for: backup-recovery-point-manual-deletion-disabled.
    assert {
        "backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle", "backup:PutBackupVaultAccessPolicy",
    } <= denied  # fmt: skip
    assert "Condition" not in keep


def test_nobody_but_cloudformation_may_change_the_policy_that_says_so(bench: Bench) -> None:
    vault(bench)
    _, statement = bench.only("AWS::Backup::BackupVault")["AccessPolicy"]["Statement"]
    assert set(statement["Action"]) == {"backup:DeleteBackupVaultAccessPolicy", "backup:PutBackupVaultAccessPolicy"}
    ((operator, condition),) = statement["Condition"].items()
    assert operator == "ArnNotLike"
    assert bench.stack.resolve(condition)["aws:PrincipalArn"]["Fn::Join"][1][-1].endswith(
        ":iam::111122223333:role/cdk-*-cfn-exec-role-*"
    )


@pytest.mark.parametrize(("days", "longest"), [(14, 365), (365, 366), (400, 401), (36_500, None)])
def test_the_vault_is_locked_in_governance_mode_for_what_its_plans_keep(
    bench: Bench, days: int, longest: int | None
) -> None:
    vault(bench, days)
    lock = bench.only("AWS::Backup::BackupVault")["LockConfiguration"]
    assert (lock["MinRetentionDays"], lock.get("MaxRetentionDays")) == (days, longest)
    assert "ChangeableForDays" not in lock  # with it, the lock would be in compliance mode


def test_without_a_retention_there_is_no_lock(bench: Bench) -> None:
    GovernedBackupVault(bench.stack, "Vault", kind="vault", key=bench.stack.key(KeyPurpose.RDS))
    made = bench.only("AWS::Backup::BackupVault")
    assert "LockConfiguration" not in made
    assert len(made["AccessPolicy"]["Statement"]) == 2


def test_a_retention_that_aws_backup_does_not_know_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="retention_days: given 0"):
        vault(bench, 0)


def test_a_vault_of_dev_can_be_emptied(dev_bench: Bench) -> None:
    vault(dev_bench)
    assert not {"AccessPolicy", "LockConfiguration"} & dev_bench.only("AWS::Backup::BackupVault").keys()


def test_a_failed_backup_or_copy_reaches_the_warning_topic(bench: Bench) -> None:
    plan(bench)
    rule = bench.only("AWS::Events::Rule")
    assert rule["EventPattern"]["detail"]["state"] == ["ABORTED", "EXPIRED", "FAILED"]
    assert rule["EventPattern"]["detail"]["resourceArn"] == [RESOURCE]
    assert rule["Targets"][0]["Arn"].endswith(":warning-topic-arn")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"hour": 24}, "hour: given 24; allowed: 0 to 23"),
        ({"retention_days": 0}, "retention_days: given 0; allowed: 1 to 36500"),
    ],
)
def test_hours_and_retention_have_bounds(bench: Bench, changes: dict[str, int], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        plan(bench, **changes)
