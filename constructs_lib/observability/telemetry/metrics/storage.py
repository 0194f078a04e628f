"""Metrics of what keeps data: RDS instances, DynamoDB tables, EFS file systems, S3 replication.

Sources: "Amazon CloudWatch metrics for Amazon RDS", "DynamoDB metrics and dimensions", "CloudWatch metrics for Amazon
EFS", "Amazon S3 metrics and dimensions" in the AWS documentation.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from constructs_lib.observability.telemetry.metric import Metric

FIVE_MINUTES: Final = 300

_rds = partial(
    Metric, namespace="AWS/RDS", dimensions=("DBInstanceIdentifier",), period_seconds=FIVE_MINUTES, statistic="Average"
)
RDS_CPU = _rds(id="cpu", name="CPUUtilization", unit="Percent", label="CPU")
RDS_FREE_STORAGE = _rds(id="free_storage", name="FreeStorageSpace", unit="Bytes", label="Free storage")
RDS_FREEABLE_MEMORY = _rds(id="freeable_memory", name="FreeableMemory", unit="Bytes", label="Freeable memory")
RDS_CONNECTIONS = _rds(id="connections", name="DatabaseConnections", unit="Count", label="Connections")
RDS_READ_LATENCY = _rds(id="read_latency", name="ReadLatency", unit="Seconds", label="Read latency")
RDS_WRITE_LATENCY = _rds(id="write_latency", name="WriteLatency", unit="Seconds", label="Write latency")

_efs = partial(Metric, namespace="AWS/EFS", dimensions=("FileSystemId",), period_seconds=FIVE_MINUTES)
EFS_PERCENT_IO_LIMIT = _efs(
    id="percent_io_limit", name="PercentIOLimit", statistic="Maximum", unit="Percent", label="Share of the I/O limit"
)
EFS_METERED_IO = _efs(id="metered_io", name="MeteredIOBytes", statistic="Sum", unit="Bytes", label="Metered I/O")
EFS_PERMITTED_THROUGHPUT = _efs(
    id="permitted", name="PermittedThroughput", statistic="Average", unit="Bytes/Second", label="Permitted throughput"
)

_dynamodb = partial(Metric, namespace="AWS/DynamoDB", period_seconds=FIVE_MINUTES, statistic="Sum", unit="Count")
TABLE_READ_THROTTLES = _dynamodb(
    id="read_throttles", name="ReadThrottleEvents", dimensions=("TableName",), label="Read throttles"
)
TABLE_WRITE_THROTTLES = _dynamodb(
    id="write_throttles", name="WriteThrottleEvents", dimensions=("TableName",), label="Write throttles"
)
# DynamoDB publishes SystemErrors per operation only: TableName alone has no data, so the alarm sums operations.
TABLE_SYSTEM_ERRORS = tuple(
    _dynamodb(
        id=f"system_errors_{operation.lower()}",
        name="SystemErrors",
        dimensions=("TableName",),
        fixed_dimensions=(("Operation", operation),),
        label=f"System errors of {operation}",
    )
    for operation in ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan")
)

# Needs S3 Replication metrics on the rule (`Metrics.Status: Enabled`).
S3_FAILED_REPLICATION = Metric(
    id="failed_replication",
    namespace="AWS/S3",
    name="OperationsFailedReplication",
    statistic="Sum",
    period_seconds=FIVE_MINUTES,
    dimensions=("SourceBucket", "DestinationBucket", "RuleId"),
    unit="Count",
    label="Objects not replicated",
)
