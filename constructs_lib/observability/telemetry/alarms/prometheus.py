"""Alarms of the Prometheus workspace (AMP). Dimension: Workspace, its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Severity
from constructs_lib.observability.telemetry.metric import MetricMath
from constructs_lib.observability.telemetry.metrics.platform import (
    AMP_DISCARDED_RATE_LIMITED,
    AMP_DISCARDED_SERIES_LIMIT,
    AMP_NOTIFICATIONS_FAILED,
    amp_rule_failures,
)
from constructs_lib.observability.telemetry.one_too_many import one_too_many

if TYPE_CHECKING:
    from collections.abc import Sequence

# CloudWatch User Guide, "Create an alarm based on a metric math expression": ten metrics at most.
_MOST_METRICS = 10

WORKSPACE_DISCARDS = one_too_many(
    slug="samples-discarded",
    metric=MetricMath(
        id="discarded",
        expression="FILL(discarded_rate_limited, 0) + FILL(discarded_series_limit, 0)",
        metrics=(AMP_DISCARDED_RATE_LIMITED, AMP_DISCARDED_SERIES_LIMIT),
        unit="Count",
        label="Discarded samples",
    ),
    summary="The Prometheus workspace discards samples at its quota: rules see gaps.",
    runbook="amp-limits",
    quick_actions=("Find the metric with the most series.", "Ask for a higher quota in Service Quotas."),
    severity=Severity.WARNING,
)
WORKSPACE_NOT_NOTIFYING = one_too_many(
    slug="notifications-failed",
    metric=AMP_NOTIFICATIONS_FAILED,
    summary="AMP's Alertmanager could not publish an alert to SNS: it has reached nobody.",
    runbook="amp-notifications-failed",
    quick_actions=(
        "aws amp describe-alert-manager-definition --workspace-id WORKSPACE",
        "Check that topic and key policy admit aps.amazonaws.com.",
    ),
    severity=Severity.CRITICAL,
)

WORKSPACE = (WORKSPACE_NOT_NOTIFYING, WORKSPACE_DISCARDS)
"""Every alarm of one Prometheus workspace (Workspace: its id)."""


def rule_failure_alarms(groups: Sequence[str]) -> tuple[AlarmSpec, ...]:
    """Return the alarms on rules of a Prometheus workspace that cannot be evaluated, ten rule groups each.

    Args:
        groups: the rule groups, as `<namespace>;<group>`.
    """
    parts = [groups[start : start + _MOST_METRICS] for start in range(0, len(groups), _MOST_METRICS)]
    return tuple(_rules_failing(part, f"-{number}" if number > 1 else "") for number, part in enumerate(parts, start=1))


def _rules_failing(groups: Sequence[str], suffix: str) -> AlarmSpec:
    metrics = tuple(amp_rule_failures(group, number) for number, group in enumerate(groups, start=1))
    return one_too_many(
        slug=f"rules-failing{suffix}",
        metric=MetricMath(
            id="failures",
            expression=" + ".join(f"FILL({metric.id}, 0)" for metric in metrics),
            metrics=metrics,
            unit="Count",
            label="Failed rule evaluations",
        ),
        summary="Prometheus rules could not be evaluated: their alerts are blind.",
        runbook="amp-rules-failing",
        quick_actions=(
            "Read the workspace's log group: the error names rule and group.",
            "aws amp describe-rule-groups-namespace --workspace-id WORKSPACE --name NAMESPACE",
        ),
        severity=Severity.WARNING,
    )
