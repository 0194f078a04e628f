from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, GovernedBackupPlan, GovernedBackupVault, KeyPurpose, backup_vault_arn

if TYPE_CHECKING:
    from aws_cdk import aws_backup as backup

    from tests.constructs_lib.conftest import Bench

RESOURCE = "arn:aws:rds:ap-northeast-2:111122223333:db:prod-example-orders"


def vault(bench: Bench) -> backup.IBackupVault:
    return GovernedBackupVault(bench.stack, "Vault", kind="vault", key=bench.stack.key(KeyPurpose.RDS)).vault


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
    (statement,) = made["AccessPolicy"]["Statement"]
    assert statement["Effect"] == "Deny"
    assert "backup:DeleteRecoveryPoint" in statement["Action"]


def test_a_vault_of_dev_can_be_emptied(dev_bench: Bench) -> None:
    vault(dev_bench)
    assert "AccessPolicy" not in dev_bench.only("AWS::Backup::BackupVault")


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
