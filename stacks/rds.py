"""RDS: the shared MySQL database, its master secret, and the copies of its backups in the DR region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from aws_cdk import aws_ec2 as ec2
from pydantic import Field, model_validator

from constructs_lib import (
    MOST_DAYS,
    SHARED_DATABASE,
    DatabaseSettings,
    GovernedBackupPlan,
    GovernedBackupVault,
    GovernedDatabase,
    GovernedDatabaseProxy,
    GovernedKey,
    GovernedLogGroup,
    KeyPurpose,
    PlatformStack,
    RotationDays,
    SecurityGroupId,
    StackSettings,
    backup_vault_arn,
    contract,
    invalid,
    windows_overlap,
)
from constructs_lib.platform import GovernedRestoreTests

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib import Environment

_KIND = SHARED_DATABASE
_VAULT = "vault"
# Amazon VPC User Guide, "Quotas": 60 rules of a direction, of which the rotation function and a proxy take one each.
_MOST_GROUPS = 50


class Settings(StackSettings):
    """Settings of the rds stack."""

    database: DatabaseSettings = DatabaseSettings()
    """Size, version, windows and parameters of the instance."""
    allowed_security_group_ids: Annotated[tuple[SecurityGroupId, ...], Field(max_length=_MOST_GROUPS)] = ()
    """Security groups whose members may connect, beside the rotation function's. No network is ever let in."""
    rotation_days: RotationDays = 30
    """Days between rotations of the master password."""
    proxy: bool = False
    """An RDS Proxy before the database, for functions that open many connections; IAM and TLS required."""
    os_metrics_log_group: bool = True
    """Make the log group RDSOSMetrics, with key and retention. An account has one a region, for all its instances:
    false where another environment of the account makes it, or RDS did for an instance that is there already."""
    dr_copies: bool = True
    """Back up daily with AWS Backup and copy each backup to the DR region, in the companion stack `rds-dr`."""
    dr_copy_hour: Annotated[int, Field(ge=0, le=23)] = 20
    """When that starts, UTC: not in, or within an hour before, the database's own windows. 05:00 in Seoul."""
    dr_copy_retention_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 14
    """Days for which the backups and their copies are kept."""
    restore_tests: bool = True
    """Restore the newest backup of the database every week, and of each file system of the environment every month,
    look at the copy, and take it away. Only with `dr_copies`: else AWS Backup has nothing of the database."""

    @model_validator(mode="after")
    def _apart(self) -> Settings:
        # AWS Backup starts within an hour of the schedule, and RDS refuses a backup in the hour before its windows.
        busy = f"{self.dr_copy_hour:02}:00-{(self.dr_copy_hour + 2) % 24:02}:00"
        windows = (self.database.backup_window, self.database.maintenance_window)
        if self.dr_copies and any(windows_overlap(busy, window) for window in windows):
            allowed = f"an hour whose next two hours are apart from {' and '.join(windows)}"
            raise invalid("dr_copy_hour", self.dr_copy_hour, allowed)
        if len(set(self.allowed_security_group_ids)) < len(self.allowed_security_group_ids):
            raise invalid("allowed_security_group_ids", ", ".join(self.allowed_security_group_ids), "each group once")
        return self


class Stack(PlatformStack[Settings]):
    """The shared MySQL database."""

    slug = "rds"
    reads = (
        contract.KMS_EFS_KEY_ARN,
        contract.KMS_LOGS_KEY_ARN,
        contract.KMS_MESSAGING_KEY_ARN,
        contract.KMS_RDS_KEY_ARN,
        contract.KMS_SECRETS_KEY_ARN,
        contract.NETWORK_VPC_ID,
        contract.SECRETS_ROTATION_FUNCTION_ARN,
        contract.SECRETS_ROTATION_SECURITY_GROUP_ID,
        *contract.ALARM_TOPICS,
    )

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        vpc = self.read(contract.NETWORK_VPC_ID)
        clients = [
            ec2.SecurityGroup.from_security_group_id(self, f"Client{index}", group)
            for index, group in enumerate(self.settings.allowed_security_group_ids, start=1)
        ]
        database = GovernedDatabase(
            self,
            "Database",
            kind=_KIND,
            vpc=vpc,
            settings=self.settings.database,
            clients=clients,
            rotation_function=self.read(contract.SECRETS_ROTATION_FUNCTION_ARN),
            rotation_security_group=self.read(contract.SECRETS_ROTATION_SECURITY_GROUP_ID),
            rotation_days=self.settings.rotation_days,
        )
        if self.settings.os_metrics_log_group:
            # RDS would make it at the first metrics, without key and retention.
            group = GovernedLogGroup(self, "OsMetricsLog", name="RDSOSMetrics", key=self.key(KeyPurpose.RDS))
            database.instance.node.add_dependency(group.log_group)
        if self.settings.proxy:
            proxy = GovernedDatabaseProxy(
                self, "Proxy", kind=f"{_KIND}-proxy", vpc=vpc, database=database, clients=clients
            )
            self.publish(contract.RDS_PROXY_ENDPOINT, proxy.endpoint)
        if self.settings.dr_copies:
            vault = self._copy_backups(database, environment.dr_region)
            if self.settings.restore_tests:
                GovernedRestoreTests(
                    self,
                    "RestoreTests",
                    vpc=vpc,
                    database=database,
                    vault_arn=vault.vault.backup_vault_arn,
                    file_system_key=self.key(KeyPurpose.EFS),
                )
        self._publish(database)

    def _copy_backups(self, database: GovernedDatabase, region: str) -> GovernedBackupVault:
        """The companion's vault is there first; its ARN follows from its name, so nothing crosses the regions."""
        days = self.settings.dr_copy_retention_days
        companion = self.companion("dr", region=region)
        key = GovernedKey(companion, "RdsKey", purpose=KeyPurpose.RDS).key
        GovernedBackupVault(companion, "Vault", kind=_VAULT, key=key, retention_days=days)
        self.add_stack_dependency(companion, "copies backups into its vault")
        vault = GovernedBackupVault(self, "Vault", kind=_VAULT, key=self.key(KeyPurpose.RDS), retention_days=days)
        GovernedBackupPlan(
            self,
            "Copies",
            kind=f"{_KIND}-copies",
            resource_arn=database.instance_arn,
            vault=vault.vault,
            copy_to_arn=backup_vault_arn(self, kind=_VAULT, region=region),
            hour=self.settings.dr_copy_hour,
            retention_days=days,
        )
        return vault

    def _publish(self, database: GovernedDatabase) -> None:
        self.publish(contract.RDS_DB_INSTANCE_ID, database.instance.instance_identifier)
        self.publish(contract.RDS_DB_INSTANCE_ADDRESS, database.instance.db_instance_endpoint_address)
        self.publish(contract.RDS_DB_INSTANCE_PORT, database.instance.db_instance_endpoint_port)
        self.publish(contract.RDS_DB_SECURITY_GROUP_ID, database.security_group)
        self.publish(contract.RDS_MASTER_PASSWORD_SECRET_NAME, database.secret.name)
        self.publish(contract.RDS_MASTER_SECRET_ARN, database.attached_secret)
