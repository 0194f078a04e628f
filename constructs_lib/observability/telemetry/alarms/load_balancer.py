"""Alarms of one Application Load Balancer (LoadBalancer) and of one target group (TargetGroup, LoadBalancer)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, MissingData, Severity
from constructs_lib.observability.telemetry.metric import Metric, MetricMath
from constructs_lib.observability.telemetry.metrics.compute import (
    ALB_5XX,
    ALB_HEALTHY_HOSTS,
    ALB_LATENCY_P95,
    ALB_REQUESTS,
    ALB_TARGET_5XX,
    ALB_UNHEALTHY_HOSTS,
)
from constructs_lib.observability.telemetry.slo import LEAST_REQUESTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TARGETS = "aws elbv2 describe-target-health --target-group-arn TARGET_GROUP_ARN"

# A 5xx metric is absent, not zero, while there is none: FILL makes the sum a number. RequestCount leaves out requests
# for which no target could be chosen (the 503 of "all targets down"), so those are added to the denominator; a 502 or
# 504 is then counted twice there, which lowers a ratio r to r/(1+r) at most and never hides an outage. Below 20
# requests a single error would be 5 %: too few to judge.
ALB_5XX_PERCENT = MetricMath(
    id="error_percent",
    expression=(
        f"IF(FILL(requests, 0) + FILL(elb_5xx, 0) >= {LEAST_REQUESTS}, "
        "100 * (FILL(elb_5xx, 0) + FILL(target_5xx, 0)) / (FILL(requests, 0) + FILL(elb_5xx, 0)), 0)"
    ),
    metrics=(ALB_REQUESTS, ALB_5XX, ALB_TARGET_5XX),
    unit="Percent",
    label="5xx share",
)

ALB_5XX_CRITICAL = AlarmSpec(
    slug="error-ratio-critical",
    metric=ALB_5XX_PERCENT,
    threshold=10,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=1,
    datapoints_to_alarm=1,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.CRITICAL,
    summary="More than 10 % of the requests of the last 5 minutes ended in a 5xx.",
    runbook="alb-5xx",
    quick_actions=(_TARGETS, "Roll the last deployment back if it is younger than the alarm."),
)
ALB_5XX_WARNING = AlarmSpec(
    slug="error-ratio-high",
    metric=ALB_5XX_PERCENT,
    threshold=1,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=3,
    datapoints_to_alarm=2,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="More than 1 % of the requests ended in a 5xx, in 2 of the last 3 five-minute periods.",
    runbook="alb-5xx",
    quick_actions=("Split balancer from target errors on the ALB dashboard.", _TARGETS),
)
ALB_LATENCY_WARNING = AlarmSpec(
    slug="latency-p95-high",
    metric=ALB_LATENCY_P95,
    threshold=0.5,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=3,
    datapoints_to_alarm=3,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="The p95 response time of the targets is over 500 ms, for 15 minutes.",
    runbook="alb-latency",
    quick_actions=(
        "Compare with CPU of the service and read latency of the database.",
        "Add tasks if CPU is the cause.",
    ),
)
ALB_LATENCY_CRITICAL = AlarmSpec(
    slug="latency-p95-critical",
    metric=ALB_LATENCY_P95,
    threshold=2,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=2,
    datapoints_to_alarm=2,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.CRITICAL,
    summary="The p95 response time of the targets is over 2 s, for 10 minutes.",
    runbook="alb-latency",
    quick_actions=(
        "Roll the last deployment back if it is younger than the alarm.",
        "Look at the database's dashboard.",
    ),
)
ALB_UNHEALTHY_TARGET = AlarmSpec(
    slug="unhealthy-target",
    metric=ALB_UNHEALTHY_HOSTS,
    threshold=0,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=5,
    datapoints_to_alarm=5,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="At least one target fails its health check, for 5 minutes.",
    runbook="alb-unhealthy-targets",
    quick_actions=(_TARGETS, "Read the log of the failing task around its health-check path."),
)
ALB_NO_HEALTHY_TARGET = AlarmSpec(
    slug="no-healthy-target",
    metric=ALB_HEALTHY_HOSTS,
    threshold=1,
    comparison=Comparison.LESS_THAN,
    # A rollout that stops the old task before it starts the new one has none healthy for two minutes or three.
    evaluation_periods=5,
    datapoints_to_alarm=5,
    # An empty target group publishes nothing: nobody is there to answer.
    treat_missing_data=MissingData.BREACHING,
    severity=Severity.CRITICAL,
    summary="No target is healthy, for 5 minutes: every request fails.",
    runbook="alb-unhealthy-targets",
    quick_actions=(_TARGETS, "Check the security group between load balancer and service, then the last deployment."),
)

LOAD_BALANCER = (ALB_5XX_CRITICAL, ALB_5XX_WARNING, ALB_LATENCY_CRITICAL, ALB_LATENCY_WARNING)
"""Every alarm of one Application Load Balancer."""


TARGET_GROUP = (ALB_NO_HEALTHY_TARGET, ALB_UNHEALTHY_TARGET)
"""Every alarm of one target group behind it."""


def target_group_alarms(*, running: bool, groups: Sequence[Mapping[str, str]] = ()) -> tuple[AlarmSpec, ...]:
    """Return the alarms of a service's target group; where no task is to run, that none is healthy is no fault.

    Args:
        running: whether tasks are to run.
        groups: of a service between whose groups traffic is shifted, the dimensions of each: at rest one is empty, and
            which of them changes with each deployment. They are watched together.
    """
    specs = TARGET_GROUP if running else tuple(spec for spec in TARGET_GROUP if spec is not ALB_NO_HEALTHY_TARGET)
    return tuple(replace(spec, metric=_together(spec.metrics[0], groups)) for spec in specs) if groups else specs


def _together(metric: Metric, groups: Sequence[Mapping[str, str]]) -> MetricMath:
    """The sum over target groups, an empty one of which publishes nothing."""
    each = tuple(metric.about(f"{metric.id}_{number}", group) for number, group in enumerate(groups, start=1))
    total = " + ".join(f"FILL({one.id}, 0)" for one in each)
    return MetricMath(id=f"{metric.id}_all", expression=total, metrics=each, unit=metric.unit, label=metric.label)
