"""Alarms of EFS file systems (FileSystemId), DynamoDB tables (TableName) and S3 replication rules."""

from __future__ import annotations

from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, MissingData, Severity
from constructs_lib.observability.telemetry.metric import MetricMath
from constructs_lib.observability.telemetry.metrics.storage import (
    EFS_METERED_IO,
    EFS_PERCENT_IO_LIMIT,
    EFS_PERMITTED_THROUGHPUT,
    S3_FAILED_REPLICATION,
    S3_REPLICATION_LATENCY,
    TABLE_READ_THROTTLES,
    TABLE_SYSTEM_ERRORS,
    TABLE_WRITE_THROTTLES,
)

_THROUGHPUT = "aws efs describe-file-systems --file-system-id ID --query 'FileSystems[0].ThroughputMode'"

FILE_SYSTEM_IO_LIMIT = AlarmSpec(
    slug="io-limit-near",
    metric=EFS_PERCENT_IO_LIMIT,
    threshold=95,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=3,
    datapoints_to_alarm=3,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="The file system is at over 95 % of its I/O limit, for 15 minutes.",
    runbook="efs-throughput",
    quick_actions=("Find the client with the most connections and operations.", _THROUGHPUT),
)
FILE_SYSTEM_THROUGHPUT = AlarmSpec(
    slug="throughput-near-limit",
    # Metered bytes a second over what is permitted: "Throughput utilization" in "Using metric math with EFS".
    metric=MetricMath(
        id="throughput_percent",
        expression="100 * (metered_io / PERIOD(metered_io)) / permitted",
        metrics=(EFS_METERED_IO, EFS_PERMITTED_THROUGHPUT),
        unit="Percent",
        label="Throughput utilisation",
    ),
    threshold=80,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=3,
    datapoints_to_alarm=3,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="Clients use over 80 % of the permitted throughput, for 15 minutes.",
    runbook="efs-throughput",
    quick_actions=(_THROUGHPUT, "aws efs update-file-system --file-system-id ID --throughput-mode elastic"),
)
TABLE_ERRORS = AlarmSpec(
    slug="system-errors",
    metric=MetricMath(
        id="system_errors",
        expression=" + ".join(f"FILL({metric.id}, 0)" for metric in TABLE_SYSTEM_ERRORS),
        metrics=TABLE_SYSTEM_ERRORS,
        unit="Count",
        label="System errors",
    ),
    threshold=0,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=3,
    datapoints_to_alarm=2,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="DynamoDB answers with HTTP 500, in 2 of the last 3 five-minute periods.",
    runbook="dynamodb-errors",
    quick_actions=("Look at the AWS Health dashboard.", "Check that the clients retry with back-off."),
)
TABLE_THROTTLED = AlarmSpec(
    slug="throttled",
    metric=MetricMath(
        id="throttles",
        expression="FILL(read_throttles, 0) + FILL(write_throttles, 0)",
        metrics=(TABLE_READ_THROTTLES, TABLE_WRITE_THROTTLES),
        unit="Count",
        label="Throttled requests",
    ),
    threshold=0,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=3,
    datapoints_to_alarm=2,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="Requests to the table are throttled, in 2 of the last 3 five-minute periods.",
    runbook="dynamodb-errors",
    quick_actions=("aws dynamodb describe-table --table-name TABLE", "Look for one hot key with Contributor Insights."),
)
REPLICATION_FAILED = AlarmSpec(
    slug="replication-failed",
    metric=S3_FAILED_REPLICATION,
    threshold=0,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=1,
    datapoints_to_alarm=1,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="Objects were not replicated to the DR region.",
    runbook="s3-replication-failed",
    quick_actions=(
        "Check the replication role and the destination key's policy.",
        "Run S3 Batch Replication for the gap.",
    ),
)
REPLICATION_LATE = AlarmSpec(
    slug="replication-late",
    metric=S3_REPLICATION_LATENCY,
    # What Replication Time Control is designed for, 99.9 % within 15 minutes; without it S3 promises no time.
    threshold=900,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=6,
    datapoints_to_alarm=6,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="The copy in the DR region is over 15 minutes behind, for half an hour.",
    runbook="s3-replication-failed",
    quick_actions=(
        "Look whether many or large objects were written: the copy catches up by itself.",
        "Until then a loss of the region loses what the copy lacks.",
    ),
)

FILE_SYSTEM = (FILE_SYSTEM_IO_LIMIT, FILE_SYSTEM_THROUGHPUT)
"""Every alarm of one EFS file system."""

TABLE = (TABLE_ERRORS, TABLE_THROTTLED)
"""Every alarm of one DynamoDB table."""

REPLICATION = (REPLICATION_FAILED, REPLICATION_LATE)
"""Every alarm of one S3 replication rule (SourceBucket, DestinationBucket, RuleId)."""
