"""Burn-rate alarms of the objectives on one Application Load Balancer (dimension LoadBalancer).

How two windows combine: a CloudWatch alarm evaluates one time series at one period, and CDK's MathExpression gives its
period to every metric inside it. So each window is a metric alarm by itself, without actions, whose period **is** the
window (one datapoint of it), and a composite alarm fires while both are in ALARM ("Combining alarms" in the CloudWatch
User Guide).

What CloudWatch cannot hold: a period is one day at most for a sliding window ("Periods", CloudWatch concepts; the week
that exists is bound to the calendar), and counting three days as 3 datapoints of a day is not the same average. Windows
over a day are therefore left to the Prometheus rules.
"""

from __future__ import annotations

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, CompositeAlarmSpec, MissingData
from constructs_lib.observability.telemetry.alarms.load_balancer import ALB_5XX_PERCENT
from constructs_lib.observability.telemetry.metric import Metric, MetricMath
from constructs_lib.observability.telemetry.metrics.compute import ALB_REQUESTS
from constructs_lib.observability.telemetry.slo import (
    LEAST_REQUESTS,
    OBJECTIVES,
    BurnRateAlert,
    Indicator,
    Objective,
    window_name,
)

LONGEST_PERIOD_SECONDS = 86_400


def slow_percent(*, threshold_seconds: float) -> MetricMath:
    """Return the percentage of requests slower than a threshold, from CloudWatch's percentile rank `PR(:threshold)`.

    Args:
        threshold_seconds: seconds, above 0.

    Raises:
        ConfigurationError: a threshold that is not positive.

    Source: "CloudWatch statistics definitions": PR(:0.5) is the percentage of values at or below 0.5.
    """
    if threshold_seconds <= 0:
        raise invalid("threshold_seconds", threshold_seconds, "above 0")
    fast = Metric(
        id="fast",
        namespace="AWS/ApplicationELB",
        name="TargetResponseTime",
        statistic=f"PR(:{threshold_seconds:g})",
        period_seconds=ALB_REQUESTS.period_seconds,
        dimensions=("LoadBalancer",),
        unit="Percent",
        label=f"Requests within {threshold_seconds * 1000:g} ms",
    )
    return MetricMath(
        id="slow_percent",
        expression=f"IF(FILL(requests, 0) >= {LEAST_REQUESTS}, 100 - FILL(fast, 100), 0)",
        metrics=(ALB_REQUESTS, fast),
        unit="Percent",
        label=f"Requests over {threshold_seconds * 1000:g} ms",
    )


def indicator_percent(*, objective: Objective) -> MetricMath:
    """Return the percentage of bad events of an objective, on a load balancer's metrics."""
    if objective.indicator is Indicator.ERROR:
        return ALB_5XX_PERCENT
    if objective.threshold_seconds is None:
        raise ConfigurationError(f"objective {objective.slug}: a slow objective needs threshold_seconds")
    return slow_percent(threshold_seconds=objective.threshold_seconds)


def burn_rate_alarms(*, objectives: tuple[Objective, ...] = OBJECTIVES) -> tuple[CompositeAlarmSpec, ...]:
    """Return one composite alarm for each pair of windows that CloudWatch can hold.

    Args:
        objectives: which; all of them by default.
    """
    return tuple(
        _composite(objective=objective, alert=alert)
        for objective in objectives
        for alert in objective.alerts
        if alert.long_window_seconds <= LONGEST_PERIOD_SECONDS
    )


def _composite(*, objective: Objective, alert: BurnRateAlert) -> CompositeAlarmSpec:
    long_name = window_name(alert.long_window_seconds)
    return CompositeAlarmSpec(
        slug=objective.alert_slug(alert),
        parts=tuple(
            _window(objective=objective, alert=alert, seconds=seconds)
            for seconds in (alert.long_window_seconds, alert.short_window_seconds)
        ),
        severity=alert.severity,
        summary=(
            f"{objective.title}: {alert.budget_share:.0%} of the error budget went within {long_name} "
            f"(burn rate {objective.burn_rate(alert):g})."
        ),
        runbook=f"slo-{objective.slug}",
        quick_actions=SLO_QUICK_ACTIONS[objective.indicator],
    )


def _window(*, objective: Objective, alert: BurnRateAlert, seconds: int) -> AlarmSpec:
    return AlarmSpec(
        slug=f"{objective.alert_slug(alert)}-over-{window_name(seconds)}",
        metric=indicator_percent(objective=objective).with_period(seconds),
        threshold=round(100 * objective.bad_share(alert), 6),
        comparison=Comparison.GREATER_THAN,
        evaluation_periods=1,
        datapoints_to_alarm=1,
        treat_missing_data=MissingData.NOT_BREACHING,
        severity=alert.severity,
        summary=f"{objective.title}: bad requests over the last {window_name(seconds)}, a part of a burn-rate alarm.",
        runbook=f"slo-{objective.slug}",
        quick_actions=SLO_QUICK_ACTIONS[objective.indicator],
        notifies=False,
    )


SLO_QUICK_ACTIONS = {
    Indicator.ERROR: (
        "Roll the last deployment back if it is younger than the burn.",
        "Split balancer from target errors on the SLO dashboard.",
    ),
    Indicator.SLOW: (
        "Roll the last deployment back if it is younger than the burn.",
        "Compare with CPU of the service and latency of the database.",
    ),
}
"""What to do first when a budget burns, by what is bad."""
