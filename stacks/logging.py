"""Logging: central log groups, their archive of seven years, and the bucket for access logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from constructs_lib import (
    MOST_DAYS,
    ArchiveLifecycle,
    DataClass,
    GovernedAccessLogBucket,
    GovernedBucket,
    GovernedErrorFilter,
    GovernedEventLog,
    GovernedKey,
    GovernedLogGroup,
    GovernedReplication,
    GovernedSubscription,
    KeyPurpose,
    PlatformStack,
    RetentionDays,
    StackSettings,
    contract,
    key_alias,
)
from constructs_lib.platform import GovernedApiGatewayLogs, GovernedDeliveryStream

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib import Environment

# Secrets Manager User Guide, "Match Secrets Manager events with EventBridge": rotations are service events.
_ROTATION_EVENTS = {"source": ["aws.secretsmanager"], "detail-type": ["AWS Service Event via CloudTrail"]}


class Settings(StackSettings):
    """Settings of the logging stack."""

    application_retention_days: RetentionDays = 14
    """How long CloudWatch keeps application and rotation events, in days. The archive keeps them longer."""
    error_retention_days: RetentionDays = 90
    """How long CloudWatch keeps error events, in days."""
    error_threshold: Annotated[int, Field(ge=0, le=1_000_000)] = 10
    """Error lines of one group in five minutes above which its alarm fires."""
    archive: ArchiveLifecycle = ArchiveLifecycle()
    """Storage classes and end of archived events: 90 days, then a year in Standard-IA, seven years in all."""
    access_log_days: Annotated[int, Field(ge=91, le=MOST_DAYS)] = 365
    """How long access logs of buckets and load balancers are kept, in days."""
    api_gateway: bool = False
    """Let REST APIs of this account and region log: there is one such setting, in a stack of one environment."""
    replication: bool = True
    """Copy the archive to the DR region."""
    archive_scanned: bool = True
    """Let the secrets stack look at the archive for secrets; it names it in `secret_scan.buckets`."""


class Stack(PlatformStack[Settings]):
    """Log groups, archive and access-log bucket."""

    slug = "logging"
    reads = (
        contract.KMS_LOGS_KEY_ARN,
        contract.KMS_MESSAGING_KEY_ARN,
        contract.KMS_S3_DATA_KEY_ARN,
        *contract.ALARM_TOPICS,
    )
    data_class = DataClass.INTERNAL

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        access_logs = GovernedAccessLogBucket(
            self,
            "AccessLogs",
            kind="access-logs",
            data_class=DataClass.INTERNAL,
            expire_days=self.settings.access_log_days,
        )
        self.publish(contract.LOGGING_ACCESS_LOG_BUCKET_NAME, access_logs.bucket)
        archive = GovernedBucket(
            self,
            "Archive",
            kind="archive",
            data_class=DataClass.CONFIDENTIAL,
            lifecycle_rules=[self.settings.archive.rule()],
            scanned=self.settings.archive_scanned,
        )
        self.publish(contract.LOGGING_ARCHIVE_BUCKET_NAME, archive.bucket)
        stream = GovernedDeliveryStream(
            self, "ArchiveStream", kind="archive", bucket=archive, data_class=DataClass.CONFIDENTIAL
        )
        self.publish(contract.LOGGING_ARCHIVE_STREAM_ARN, stream.arn)
        self.publish(contract.LOGGING_SUBSCRIPTION_ROLE_ARN, stream.subscription_role.role_arn)
        self._log_groups(stream)
        if self.settings.api_gateway:
            self.publish(
                contract.LOGGING_API_GATEWAY_ROLE_ARN, GovernedApiGatewayLogs(self, "ApiGatewayLogs").role.role_arn
            )
        if self.settings.replication:
            self._replicate(archive, environment.dr_region)

    def _log_groups(self, stream: GovernedDeliveryStream) -> None:
        days = self.settings.application_retention_days
        application = self._log_group("Application", stream, days)
        error = self._log_group("Error", stream, self.settings.error_retention_days)
        rotation = self._log_group("Rotation", stream, days)
        self.publish(contract.LOGGING_APPLICATION_LOG_GROUP_NAME, application.name)
        self.publish(contract.LOGGING_ERROR_LOG_GROUP_NAME, error.name)
        for log_group, kind in ((application, "application"), (error, "error")):
            GovernedErrorFilter(
                log_group, "Errors", log_group=log_group, kind=kind, threshold=self.settings.error_threshold
            )
        GovernedEventLog(
            rotation,
            "Events",
            log_group=rotation,
            kind="rotation-events",
            description="Rotations of secrets, kept in the rotation log group",
            pattern=_ROTATION_EVENTS,
        )

    def _log_group(self, name: str, stream: GovernedDeliveryStream, retention_days: int) -> GovernedLogGroup:
        kind = name.lower()
        log_group = GovernedLogGroup(self, name, kind=kind, retention_days=retention_days)
        subscription = GovernedSubscription(
            log_group,
            "Archive",
            log_group=log_group,
            kind=f"{kind}-archive",
            stream_arn=stream.arn,
            role_arn=stream.subscription_role.role_arn,
        )
        subscription.node.add_dependency(stream.ready)
        return log_group

    def _replicate(self, archive: GovernedBucket, region: str) -> None:
        """A bucket like the archive in the DR region, on a key of its own, and its copies."""
        dr = self.companion("dr", region=region)
        access_logs = GovernedAccessLogBucket(dr, "AccessLogs", kind="access-logs", data_class=DataClass.INTERNAL)
        dr.provide(contract.LOGGING_ACCESS_LOG_BUCKET_NAME, access_logs.bucket)
        key = GovernedKey(dr, "Key", purpose=KeyPurpose.S3_DATA)
        copy = GovernedBucket(
            dr,
            "Archive",
            kind="archive",
            key=key.key,
            data_class=DataClass.CONFIDENTIAL,
            lifecycle_rules=[self.settings.archive.rule()],
            scanned=self.settings.archive_scanned,
        )
        self.add_stack_dependency(dr, "replicates its archive there")
        GovernedReplication(
            self,
            "Replication",
            kind="archive-replication",
            source=archive,
            destination=copy.name,
            region=region,
            key_alias=key_alias(dr, KeyPurpose.S3_DATA),
        )
