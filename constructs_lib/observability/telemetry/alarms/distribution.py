"""Alarms of one distribution of CloudFront (DistributionId), made in us-east-1."""

from __future__ import annotations

from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, MissingData, Severity
from constructs_lib.observability.telemetry.metric import MetricMath
from constructs_lib.observability.telemetry.metrics.platform import CLOUDFRONT_5XX, CLOUDFRONT_REQUESTS
from constructs_lib.observability.telemetry.slo import LEAST_REQUESTS

_LOGS = "aws logs tail LOG_GROUP --since 30m --region us-east-1"

# Below 20 requests a single error would be 5 %: too few to judge.
DISTRIBUTION_5XX_PERCENT = MetricMath(
    id="error_percent",
    expression=f"IF(FILL(requests, 0) >= {LEAST_REQUESTS}, FILL(rate_5xx, 0), 0)",
    metrics=(CLOUDFRONT_REQUESTS, CLOUDFRONT_5XX),
    unit="Percent",
    label="5xx share",
)
DISTRIBUTION = (
    AlarmSpec(
        slug="error-ratio-critical",
        metric=DISTRIBUTION_5XX_PERCENT,
        threshold=10,
        comparison=Comparison.GREATER_THAN,
        evaluation_periods=1,
        datapoints_to_alarm=1,
        treat_missing_data=MissingData.NOT_BREACHING,
        severity=Severity.CRITICAL,
        summary="More than 10 % of the requests of the last 5 minutes ended in a 5xx.",
        runbook="cloudfront-errors",
        quick_actions=(_LOGS, "Look at the origin: the load balancer's alarms, or the bucket's policy and key."),
    ),
    AlarmSpec(
        slug="error-ratio-high",
        metric=DISTRIBUTION_5XX_PERCENT,
        threshold=1,
        comparison=Comparison.GREATER_THAN,
        evaluation_periods=3,
        datapoints_to_alarm=2,
        treat_missing_data=MissingData.NOT_BREACHING,
        severity=Severity.WARNING,
        summary="More than 1 % of the requests ended in a 5xx, in 2 of the last 3 five-minute periods.",
        runbook="cloudfront-errors",
        quick_actions=(_LOGS, "x-edge-detailed-result-type in the log says whether it is the origin."),
    ),
)
"""Every alarm of one distribution."""
