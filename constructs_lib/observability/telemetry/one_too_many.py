"""The shape of an alarm on something of which a single one is too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, MissingData, Severity

if TYPE_CHECKING:
    from constructs_lib.observability.telemetry.metric import Metric, MetricMath


def one_too_many(
    *,
    slug: str,
    metric: Metric | MetricMath,
    summary: str,
    runbook: str,
    quick_actions: tuple[str, ...],
    severity: Severity,
) -> AlarmSpec:
    """An alarm on something of which a single one in five minutes is too many; silence is none of it."""
    return AlarmSpec(
        slug=slug,
        metric=metric,
        threshold=0,
        comparison=Comparison.GREATER_THAN,
        evaluation_periods=1,
        datapoints_to_alarm=1,
        treat_missing_data=MissingData.NOT_BREACHING,
        severity=severity,
        summary=summary,
        runbook=runbook,
        quick_actions=quick_actions,
    )
