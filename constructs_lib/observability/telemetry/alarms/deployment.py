"""Alarms that undo a deployment: of each target group of one service by itself, minute by minute.

A canary's tasks have a tenth of the traffic: over the whole load balancer, not even a total failure of theirs is over
10 %. So each group is asked what share of its own requests failed, and the worse one counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, MissingData, Severity
from constructs_lib.observability.telemetry.metric import MetricMath
from constructs_lib.observability.telemetry.metrics.compute import TARGET_5XX, TARGET_LATENCY_P95, TARGET_REQUESTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LEAST_REQUESTS = 10
"""In a minute: below it, one bad answer would be over 10 %, and says nothing."""

_DEPLOYMENT = "aws ecs list-service-deployments --cluster CLUSTER --service SERVICE --created-at after=TODAY"


def deployment_alarms(target_groups: Sequence[Mapping[str, str]]) -> tuple[AlarmSpec, ...]:
    """Return the alarms of one service's target groups, each given by its dimensions."""
    return (_errors(target_groups), _latency(target_groups))


def _errors(target_groups: Sequence[Mapping[str, str]]) -> AlarmSpec:
    metrics, shares = [], []
    for number, group in enumerate(target_groups, start=1):
        requests = TARGET_REQUESTS.about(f"requests_{number}", group)
        failed = TARGET_5XX.about(f"failed_{number}", group)
        metrics += [requests, failed]
        shares.append(
            f"IF(FILL({requests.id}, 0) >= {_LEAST_REQUESTS}, 100 * FILL({failed.id}, 0) / FILL({requests.id}, 0), 0)"
        )
    return AlarmSpec(
        slug="deployment-errors",
        metric=MetricMath(
            id="worst_share",
            expression=_worst(shares),
            metrics=tuple(metrics),
            unit="Percent",
            label="5xx share of the worse target group",
        ),
        threshold=5,
        comparison=Comparison.GREATER_THAN,
        evaluation_periods=3,
        datapoints_to_alarm=2,
        treat_missing_data=MissingData.NOT_BREACHING,
        severity=Severity.WARNING,
        summary="Over 5 % of the answers of one target group are a 5xx, in 2 of 3 minutes: deployments are undone.",
        runbook="ecs-deployment-undone",
        quick_actions=(_DEPLOYMENT, "Read the log of the new tasks."),
    )


def _latency(target_groups: Sequence[Mapping[str, str]]) -> AlarmSpec:
    each = tuple(
        TARGET_LATENCY_P95.about(f"latency_{number}", group) for number, group in enumerate(target_groups, start=1)
    )
    return AlarmSpec(
        slug="deployment-latency",
        metric=MetricMath(
            id="worst_latency",
            expression=_worst([f"FILL({one.id}, 0)" for one in each]),
            metrics=each,
            unit="Seconds",
            label="Latency p95 of the slower target group",
        ),
        threshold=2,
        comparison=Comparison.GREATER_THAN,
        evaluation_periods=5,
        datapoints_to_alarm=4,
        treat_missing_data=MissingData.NOT_BREACHING,
        severity=Severity.WARNING,
        summary="The p95 response time of one target group is over 2 s, in 4 of 5 minutes: deployments are undone.",
        runbook="ecs-deployment-undone",
        quick_actions=(_DEPLOYMENT, "Compare the new tasks with the old ones; a cold cache is slow for minutes only."),
    )


def _worst(expressions: Sequence[str]) -> str:
    """The greater of one or two series; MAX over a list is one series (CloudWatch User Guide, "Using metric math")."""
    return expressions[0] if len(expressions) == 1 else f"MAX([{', '.join(expressions)}])"
