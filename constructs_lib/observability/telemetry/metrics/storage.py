"""Metrics of what keeps data: RDS instances, ElastiCache nodes, DynamoDB tables, EFS file systems, S3 replication.

Sources: "Amazon CloudWatch metrics for Amazon RDS", "Metrics for Valkey and Redis OSS" and "Host-Level Metrics" of the
ElastiCache User Guide, "DynamoDB metrics and dimensions", "CloudWatch metrics for Amazon EFS", "Amazon S3 metrics and
dimensions" in the AWS documentation.
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

# A node of a replication group is a cache cluster of its own, called `<group>-001` and so on.
_elasticache = partial(
    Metric,
    namespace="AWS/ElastiCache",
    dimensions=("CacheClusterId",),
    period_seconds=FIVE_MINUTES,
    statistic="Maximum",
)
CACHE_CPU = _elasticache(id="cpu", name="CPUUtilization", statistic="Average", unit="Percent", label="CPU")
CACHE_ENGINE_CPU = _elasticache(
    id="engine_cpu",
    name="EngineCPUUtilization",
    statistic="Average",
    unit="Percent",
    label="CPU of the engine's thread",
)
CACHE_MEMORY = _elasticache(id="memory", name="DatabaseMemoryUsagePercentage", unit="Percent", label="Memory in use")
CACHE_EVICTIONS = _elasticache(id="evictions", name="Evictions", statistic="Sum", unit="Count", label="Evicted keys")
CACHE_CONNECTIONS = _elasticache(id="connections", name="CurrConnections", unit="Count", label="Connections")
CACHE_REPLICATION_LAG = _elasticache(id="lag", name="ReplicationLag", unit="Seconds", label="Replication lag")

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
_replication = partial(
    Metric,
    namespace="AWS/S3",
    period_seconds=FIVE_MINUTES,
    dimensions=("SourceBucket", "DestinationBucket", "RuleId"),
)
S3_FAILED_REPLICATION = _replication(
    id="failed_replication",
    name="OperationsFailedReplication",
    statistic="Sum",
    unit="Count",
    label="Objects not replicated",
)
S3_REPLICATION_LATENCY = _replication(
    id="replication_latency",
    name="ReplicationLatency",
    statistic="Maximum",
    unit="Seconds",
    label="The copy is behind by",
)
