"""Alarms of one ElastiCache replication group: each over all of its nodes, so that a failover changes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, MissingData, Severity
from constructs_lib.observability.telemetry.metric import Metric, MetricMath
from constructs_lib.observability.telemetry.metrics.storage import (
    CACHE_CONNECTIONS,
    CACHE_CPU,
    CACHE_ENGINE_CPU,
    CACHE_EVICTIONS,
    CACHE_MEMORY,
    CACHE_REPLICATION_LAG,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_NODES = 6
_MOST_CONNECTIONS = 65_000
_FEW_VCPUS = 2
_FULL_PERCENT = 90
_MEMORY_PERCENT = 80
_LAG_SECONDS = 10
_SLOW_LOG = "Read the slow log in the cache's log group."


def cache_alarms(
    *, nodes: Sequence[str], vcpus: int, max_connections: int = 1_000, max_evictions: int = 0
) -> tuple[AlarmSpec, ...]:
    """Return the alarms of one replication group.

    Args:
        nodes: its cache clusters, `<group>-001` and so on; 1 to 6.
        vcpus: of a node. The engine works in one thread: on nodes of one or two vCPUs the whole CPU is watched, at 90 %
            of one of them, on larger ones the engine's (ElastiCache User Guide, "Which Metrics Should I Monitor?").
        max_connections: to one node, 10 to 65,000.
        max_evictions: keys thrown out by one node in five minutes, 0 or more.

    Raises:
        ConfigurationError: a number outside of that.
    """
    if not 1 <= len(nodes) <= _MOST_NODES:
        raise invalid("cache alarms: nodes", len(nodes), f"1 to {_MOST_NODES}")
    bounded("cache alarms", 1, vcpus=vcpus)
    bounded("cache alarms", 10, _MOST_CONNECTIONS, max_connections=max_connections)
    bounded("cache alarms", 0, max_evictions=max_evictions)
    watched = (
        _cpu(nodes, vcpus),
        _memory(nodes),
        _evictions(nodes, max_evictions),
        _connections(nodes, max_connections),
    )
    return watched if len(nodes) == 1 else (*watched, _lag(nodes))


def _worst(metric: Metric, nodes: Sequence[str]) -> Metric | MetricMath:
    """The metric of the node for which it is highest."""
    of_each = tuple(
        replace(metric, id=f"{metric.id}_{number}", dimensions=(), fixed_dimensions=(("CacheClusterId", node),))
        for number, node in enumerate(nodes, start=1)
    )
    if len(of_each) == 1:
        return of_each[0]
    filled = ", ".join(f"FILL({one.id}, 0)" for one in of_each)
    return MetricMath(
        id=f"worst_{metric.id}", expression=f"MAX([{filled}])", metrics=of_each, unit=metric.unit, label=metric.label
    )


def _alarm(
    *,
    slug: str,
    metric: Metric | MetricMath,
    threshold: float,
    summary: str,
    runbook: str,
    quick_actions: tuple[str, ...],
    periods: int = 3,
) -> AlarmSpec:
    return AlarmSpec(
        slug=slug,
        metric=metric,
        threshold=threshold,
        comparison=Comparison.GREATER_THAN,
        evaluation_periods=periods,
        datapoints_to_alarm=periods,
        # A node that is being replaced publishes nothing: its clients' alarms say so, this one keeps its state.
        treat_missing_data=MissingData.IGNORE,
        severity=Severity.WARNING,
        summary=summary,
        runbook=runbook,
        quick_actions=quick_actions,
    )


def _cpu(nodes: Sequence[str], vcpus: int) -> AlarmSpec:
    few = vcpus <= _FEW_VCPUS
    threshold = _FULL_PERCENT / vcpus if few else _FULL_PERCENT
    whose = "A node's CPU" if few else "The engine's CPU on a node"
    return _alarm(
        slug="cpu-high",
        metric=_worst(CACHE_CPU if few else CACHE_ENGINE_CPU, nodes),
        threshold=threshold,
        summary=f"{whose} is over {threshold:g} %, for 15 minutes: the engine has one thread, and it is full.",
        runbook="elasticache-cpu-high",
        quick_actions=(_SLOW_LOG, "Look for KEYS, SORT, large HGETALL; then read from replicas, or take larger nodes."),
    )


def _memory(nodes: Sequence[str]) -> AlarmSpec:
    return _alarm(
        slug="memory-high",
        metric=_worst(CACHE_MEMORY, nodes),
        threshold=_MEMORY_PERCENT,
        summary=f"Keys take over {_MEMORY_PERCENT} % of a node's memory, for 15 minutes.",
        runbook="elasticache-memory",
        quick_actions=("Look for keys without an end: INFO keyspace.", "Take a larger node type."),
    )


def _evictions(nodes: Sequence[str], most: int) -> AlarmSpec:
    return _alarm(
        slug="evictions",
        metric=_worst(CACHE_EVICTIONS, nodes),
        threshold=most,
        summary=f"Over {most} keys were thrown out in five minutes for want of memory, three times in a row.",
        runbook="elasticache-memory",
        quick_actions=("See whether sessions or locks are among the keys: they are lost.", "Take a larger node type."),
    )


def _connections(nodes: Sequence[str], most: int) -> AlarmSpec:
    return _alarm(
        slug="connections-high",
        metric=_worst(CACHE_CONNECTIONS, nodes),
        threshold=most,
        summary=f"A node has over {most} connections, for 15 minutes.",
        runbook="elasticache-connections-high",
        quick_actions=("CLIENT LIST: which address has most?", "Restart the service that leaks them."),
    )


def _lag(nodes: Sequence[str]) -> AlarmSpec:
    return _alarm(
        slug="replication-lag",
        metric=_worst(CACHE_REPLICATION_LAG, nodes),
        threshold=_LAG_SECONDS,
        summary=f"A replica is over {_LAG_SECONDS} s behind: a failover would lose what was written since.",
        runbook="elasticache-replication-lag",
        quick_actions=("See whether the primary writes more than the network of a node takes.", _SLOW_LOG),
    )
