"""GovernedBackupVault and GovernedBackupPlan: daily backups of one resource, and their copies in another region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_backup as backup
from aws_cdk import aws_events as events
from constructs import Construct

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.errors import bounded
from constructs_lib.messaging.event_rule import EventTarget, EventText, GovernedEventRule
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.security.role import GovernedRole
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsBackupVault
from constructs_lib.storage.vault_lock import MOST_DAYS, keep_policy, vault_lock

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

_FAILURE = EventText(
    variables={"state": "$.detail.state", "resource": "$.detail.resourceArn", "kind": "$.detail-type"},
    lines=("<kind>: <state>", "<resource>", "aws backup list-backup-jobs, list-copy-jobs say why."),
)


class GovernedBackupVault(IsBackupVault):
    """A vault `<env>-<service>-<kind>` whose recovery points nobody deletes before their time where data is protected.

    There nobody but CloudFormation may change its access policy, which denies to delete recovery points or to shorten
    their life. With `retention_days` it is locked in governance mode as well: AWS Backup makes no backup that would be
    kept for less, or for more than a year (or than that time, where it is longer). Whoever may call
    DeleteBackupVaultLockConfiguration can lift that lock; one in compliance mode could be lifted by nobody.

    Its ARN follows from its name, so a plan in another region can name it; see `backup_vault_arn`.

    Sources: AWS Backup Developer Guide, "AWS Backup Vault Lock"; AWS Config Developer Guide,
    https://docs.aws.amazon.com/config/latest/developerguide/backup-recovery-point-manual-deletion-disabled.html.

    Args:
        kind: last part of the name, 50 characters in all (AWS Backup API reference, CreateBackupVault).
        key: what the recovery points are encrypted with; of the same region.
        retention_days: how long the plans that use it keep backups, 1 to 36,500. None leaves it without a lock.
        data_class: class of what is backed up; the key's must cover it.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        key: kms.IKey,
        retention_days: int | None = None,
        data_class: DataClass = DataClass.HIGHLY_CONFIDENTIAL,
    ) -> None:
        super().__init__(scope, id)
        bounded(self.node.path, 1, MOST_DAYS, retention_days=retention_days)
        stack = GovernedStack.of_construct(self)
        protected = stack.environment_settings.deletion_protection
        vault = backup.BackupVault(
            self,
            "Resource",
            backup_vault_name=_vault_name(stack, kind),
            encryption_key=key,
            block_recovery_point_deletion=protected,
            lock_configuration=vault_lock(retention_days) if protected and retention_days else None,
            removal_policy=stack.retain,
        )
        if protected:
            vault.add_to_access_policy(keep_policy(stack))
        self.vault: backup.IBackupVault = vault
        cdk.Tags.of(self).add("DataClass", data_class)


def backup_vault_arn(stack: GovernedStack, *, kind: str, region: str) -> str:
    """The ARN of a vault of the same service in another region."""
    return f"arn:{cdk.Aws.PARTITION}:backup:{region}:{stack.account}:backup-vault:{_vault_name(stack, kind)}"


def _vault_name(stack: GovernedStack, kind: str) -> str:
    return stack.names.physical(kind, max_length=50)


class GovernedBackupPlan(Construct):
    """A plan `<env>-<service>-<kind>`: a backup of one resource a day, and by choice a copy in another region.

    A backup or copy that fails, expires or is aborted reaches the warning topic by EventBridge.

    Args:
        kind: last part of the names.
        resource_arn: what is backed up.
        vault: where the backups are.
        copy_to_arn: the vault of the other region, which must be there first; no copies without one.
        hour: when it starts, 0 to 23 UTC. Not within an hour before, or in, the resource's own windows.
        retention_days: how long backups and copies are kept, 1 to 36,500.

    Raises:
        ConfigurationError: an hour or a retention outside of that.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        resource_arn: str,
        vault: backup.IBackupVault,
        hour: int,
        retention_days: int,
        copy_to_arn: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        bounded(self.node.path, 0, 23, "(UTC)", hour=hour)
        bounded(self.node.path, 1, 36_500, retention_days=retention_days)
        name = GovernedStack.of_construct(self).names.physical(kind, max_length=50)
        kept = cdk.Duration.days(retention_days)
        plan = backup.BackupPlan(self, "Resource", backup_plan_name=name)
        plan.add_rule(
            backup.BackupPlanRule(
                rule_name="daily",
                backup_vault=vault,
                schedule_expression=events.Schedule.cron(hour=str(hour), minute="0"),
                start_window=cdk.Duration.hours(1),
                completion_window=cdk.Duration.hours(8),
                delete_after=kept,
                copy_actions=[self._copy(copy_to_arn, kept)] if copy_to_arn else [],
            )
        )
        backup.BackupSelection(
            self,
            "Selection",
            backup_plan=plan,
            backup_selection_name=name,
            resources=[backup.BackupResource.from_arn(resource_arn)],
            role=self._role(kind).role.without_policy_updates(),
            disable_default_backup_policy=True,
        )
        self._tell_failures(kind, resource_arn)

    def _copy(self, vault_arn: str, kept: cdk.Duration) -> backup.BackupPlanCopyActionProps:
        vault = backup.BackupVault.from_backup_vault_arn(self, "CopyVault", vault_arn)
        return backup.BackupPlanCopyActionProps(destination_backup_vault=vault, delete_after=kept)

    def _tell_failures(self, kind: str, resource_arn: str) -> None:
        topic = GovernedStack.of_construct(self).topic(Severity.WARNING)
        GovernedEventRule(
            self,
            "Failures",
            kind=f"{kind}-failures",
            description=f"Backups and copies of {resource_arn} that failed",
            pattern={
                "source": ["aws.backup"],
                "detail-type": ["Backup Job State Change", "Copy Job State Change"],
                "detail": {"state": ["ABORTED", "EXPIRED", "FAILED"], "resourceArn": [resource_arn]},
            },
            target=EventTarget(arn=topic.topic_arn, text=_FAILURE),
        )

    def _role(self, kind: str) -> GovernedRole:
        role = GovernedRole(
            self,
            "Role",
            kind=f"{kind}-backup",
            assumed_by="backup.amazonaws.com",
            description="AWS Backup: takes backups and copies them",
            managed_policies=["service-role/AWSBackupServiceRolePolicyForBackup"],
        )
        by_design(
            role.role,
            "AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/"
            "AWSBackupServiceRolePolicyForBackup]",
            reason="AWS maintains what a backup needs; only AWS Backup assumes the role, for the one plan here",
        )
        return role
