"""Alarms of one HTTP API of API Gateway (ApiId)."""

from __future__ import annotations

from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, MissingData, Severity
from constructs_lib.observability.telemetry.metric import MetricMath
from constructs_lib.observability.telemetry.metrics.compute import (
    HTTP_API_5XX,
    HTTP_API_LATENCY_P95,
    HTTP_API_REQUESTS,
)
from constructs_lib.observability.telemetry.slo import LEAST_REQUESTS

_LOGS = "aws logs tail LOG_GROUP --since 30m"

# Below 20 requests a single error would be 5 %: too few to judge.
HTTP_API_5XX_PERCENT = MetricMath(
    id="error_percent",
    expression=(f"IF(FILL(requests, 0) >= {LEAST_REQUESTS}, 100 * FILL(errors_5xx, 0) / FILL(requests, 0), 0)"),
    metrics=(HTTP_API_REQUESTS, HTTP_API_5XX),
    unit="Percent",
    label="5xx share",
)
HTTP_API_ERRORS_CRITICAL = AlarmSpec(
    slug="error-ratio-critical",
    metric=HTTP_API_5XX_PERCENT,
    threshold=10,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=1,
    datapoints_to_alarm=1,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.CRITICAL,
    summary="More than 10 % of the requests of the last 5 minutes ended in a 5xx.",
    runbook="http-api-errors",
    quick_actions=(_LOGS, "Roll the last deployment back if it is younger than the alarm."),
)
HTTP_API_ERRORS_WARNING = AlarmSpec(
    slug="error-ratio-high",
    metric=HTTP_API_5XX_PERCENT,
    threshold=1,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=3,
    datapoints_to_alarm=2,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="More than 1 % of the requests ended in a 5xx, in 2 of the last 3 five-minute periods.",
    runbook="http-api-errors",
    quick_actions=(_LOGS, "Look at the alarms of the functions behind it."),
)
HTTP_API_LATENCY = AlarmSpec(
    slug="latency-p95-high",
    metric=HTTP_API_LATENCY_P95,
    threshold=1_000,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=3,
    datapoints_to_alarm=3,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="The p95 response time is over one second, for 15 minutes.",
    runbook="http-api-latency",
    quick_actions=(_LOGS, "Compare responseLatency with integrationLatency: is it the function?"),
)

HTTP_API = (HTTP_API_ERRORS_CRITICAL, HTTP_API_ERRORS_WARNING, HTTP_API_LATENCY)
"""Every alarm of one HTTP API."""
