"""Alarms of one RDS instance, in the size of that instance. Dimension: DBInstanceIdentifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import invalid
from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, MissingData, Severity
from constructs_lib.observability.telemetry.metrics.storage import (
    RDS_CONNECTIONS,
    RDS_CPU,
    RDS_FREE_STORAGE,
    RDS_FREEABLE_MEMORY,
    RDS_READ_LATENCY,
    RDS_WRITE_LATENCY,
)

if TYPE_CHECKING:
    from constructs_lib.observability.telemetry.metric import Metric

_GIB = 1024**3
_FREE_STORAGE_SHARE = 0.15
_FREE_MEMORY_SHARE = 0.08
_CONNECTION_SHARE = 0.90
_TOP = "Performance Insights: the top SQL by load."
_LATENCY_SECONDS = 0.05


def _alarm(
    *,
    slug: str,
    metric: Metric,
    threshold: float,
    summary: str,
    runbook: str,
    quick_actions: tuple[str, ...],
    severity: Severity = Severity.WARNING,
    comparison: Comparison = Comparison.GREATER_THAN,
) -> AlarmSpec:
    return AlarmSpec(
        slug=slug,
        metric=metric,
        threshold=threshold,
        comparison=comparison,
        evaluation_periods=2,
        datapoints_to_alarm=2,
        # A stopped or failing-over instance publishes nothing: its clients' alarms say so, this one keeps its state.
        treat_missing_data=MissingData.IGNORE,
        severity=severity,
        summary=summary,
        runbook=runbook,
        quick_actions=quick_actions,
    )


def max_mysql_connections(*, memory_gib: float) -> int:
    """Return RDS's default `max_connections` for MySQL: DBInstanceClassMemory / 12582880, capped at 16,000.

    Args:
        memory_gib: memory of the instance class, GiB. DBInstanceClassMemory is a little less (what RDS's own processes
            take is left out), so the real number is a little lower; give the parameter group's value when it sets one.

    Raises:
        ConfigurationError: memory that is not positive.

    Source: "Quotas and constraints for Amazon RDS", maximum number of database connections.
    """
    if memory_gib <= 0:
        raise invalid("memory_gib", memory_gib, "more than 0")
    return min(int(memory_gib * _GIB / 12_582_880), 16_000)


def database_alarms(*, allocated_gib: int, memory_gib: float, max_connections: int) -> tuple[AlarmSpec, ...]:
    """Return the six alarms of one instance, with thresholds that follow from its size.

    Args:
        allocated_gib: allocated storage, GiB. The storage alarm is at 15 % of it, above the 10 % at which RDS storage
            autoscaling starts: so that it is heard while there is time, and when growth has come to its ceiling.
        memory_gib: memory of the instance class, GiB. The memory alarm is at 8 % of it: InnoDB's buffer pool takes
            three quarters by RDS's default, so a share of a small instance must not be a fixed number.
        max_connections: what the instance admits; see `max_mysql_connections`. The alarm is at 90 % of it.

    Raises:
        ConfigurationError: a size that is not positive.
    """
    for name, value in (
        ("allocated_gib", allocated_gib),
        ("memory_gib", memory_gib),
        ("max_connections", max_connections),
    ):
        if value <= 0:
            raise invalid(name, value, "more than 0")
    return (
        _cpu(),
        _free_storage(allocated_gib=allocated_gib),
        _freeable_memory(memory_gib=memory_gib),
        _connections(max_connections=max_connections),
        _latency(slug="read-latency-high", metric=RDS_READ_LATENCY, word="read"),
        _latency(slug="write-latency-high", metric=RDS_WRITE_LATENCY, word="write"),
    )


def _cpu() -> AlarmSpec:
    return _alarm(
        slug="cpu-high",
        metric=RDS_CPU,
        threshold=80,
        summary="Database CPU is over 80 %, for 10 minutes.",
        runbook="rds-cpu-high",
        quick_actions=(_TOP, "SHOW FULL PROCESSLIST; CALL mysql.rds_kill_query(ID) on the runaway query."),
    )


def _free_storage(*, allocated_gib: int) -> AlarmSpec:
    return _alarm(
        slug="free-storage-low",
        metric=RDS_FREE_STORAGE,
        threshold=int(allocated_gib * _GIB * _FREE_STORAGE_SHARE),
        comparison=Comparison.LESS_THAN,
        severity=Severity.CRITICAL,
        summary=f"Less than {_FREE_STORAGE_SHARE:.0%} of {allocated_gib} GiB is free; at zero the instance stops.",
        runbook="rds-free-storage-low",
        quick_actions=("Raise allocated or maximum storage; growth is online.", "Drop what is large and unneeded."),
    )


def _freeable_memory(*, memory_gib: float) -> AlarmSpec:
    return _alarm(
        slug="freeable-memory-low",
        metric=RDS_FREEABLE_MEMORY,
        threshold=int(memory_gib * _GIB * _FREE_MEMORY_SHARE),
        comparison=Comparison.LESS_THAN,
        severity=Severity.CRITICAL,
        summary=f"Less than {_FREE_MEMORY_SHARE:.0%} of {memory_gib:g} GiB memory is freeable: swap, then a restart.",
        runbook="rds-freeable-memory-low",
        quick_actions=("Count the connections: each takes memory.", "Move to a larger instance class."),
    )


def _connections(*, max_connections: int) -> AlarmSpec:
    return _alarm(
        slug="connections-high",
        metric=RDS_CONNECTIONS,
        threshold=int(max_connections * _CONNECTION_SHARE),
        severity=Severity.CRITICAL,
        summary=f"More than {_CONNECTION_SHARE:.0%} of {max_connections} connections are taken.",
        runbook="rds-connections-high",
        quick_actions=(
            "Group SHOW PROCESSLIST by user and host: who holds them?",
            "Restart the service that leaks them.",
        ),
    )


def _latency(*, slug: str, metric: Metric, word: str) -> AlarmSpec:
    return _alarm(
        slug=slug,
        metric=metric,
        threshold=_LATENCY_SECONDS,
        summary=f"A disk {word} takes over {_LATENCY_SECONDS * 1000:.0f} ms on average, for 10 minutes.",
        runbook="rds-latency-high",
        quick_actions=(_TOP, "Compare IOPS and throughput with what the volume is given."),
    )
