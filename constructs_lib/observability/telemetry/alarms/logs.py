"""Alarms of log metric filters, subscriptions, Firehose delivery streams, and the Prometheus workspace (AMP)."""

from __future__ import annotations

from constructs_lib.kernel.errors import invalid
from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, MissingData, Severity
from constructs_lib.observability.telemetry.metric import Metric, MetricMath
from constructs_lib.observability.telemetry.metrics.platform import (
    AMP_DISCARDED_RATE_LIMITED,
    AMP_DISCARDED_SERIES_LIMIT,
    AMP_NOTIFICATIONS_FAILED,
    FIREHOSE_FRESHNESS,
    FIREHOSE_KEY_DENIED,
    FIREHOSE_SUCCESS,
    LOGS_DELIVERY_ERRORS,
    log_metric,
)

_STREAM = "aws firehose describe-delivery-stream --delivery-stream-name STREAM"


def _any(  # one shape for everything of which a single one is too many
    *,
    slug: str,
    metric: Metric | MetricMath,
    summary: str,
    runbook: str,
    quick_actions: tuple[str, ...],
    severity: Severity,
) -> AlarmSpec:
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


def log_error_alarms(*, namespace: str, name: str, threshold: int = 10) -> tuple[AlarmSpec, ...]:
    """Return the alarm of a metric filter that counts error lines.

    Args:
        namespace: the filter's metric namespace, not starting with `AWS/`.
        name: the filter's metric name.
        threshold: error lines in five minutes above which it fires, 0 or more.

    Raises:
        ConfigurationError: a reserved namespace or a negative threshold.
    """
    if threshold < 0:
        raise invalid("threshold", threshold, "0 or more")
    return (
        AlarmSpec(
            slug="logged-errors",
            metric=log_metric(namespace=namespace, name=name, label="Error lines"),
            threshold=threshold,
            comparison=Comparison.GREATER_THAN,
            evaluation_periods=1,
            datapoints_to_alarm=1,
            treat_missing_data=MissingData.NOT_BREACHING,
            severity=Severity.WARNING,
            summary=f"More than {threshold} error lines were logged in 5 minutes.",
            runbook="log-errors",
            quick_actions=(
                "aws logs tail LOG_GROUP --since 15m --filter-pattern ERROR",
                "Compare with the time of the last deployment.",
            ),
        ),
    )


STREAM_STALE = AlarmSpec(
    slug="delivery-stale",
    metric=FIREHOSE_FRESHNESS,
    threshold=1800,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=1,
    datapoints_to_alarm=1,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="A record has waited over 30 minutes for its delivery to S3; Firehose drops it after 24 hours.",
    runbook="firehose-delivery",
    quick_actions=(_STREAM, "Check the bucket policy, the role and the key."),
)
STREAM_FAILING = AlarmSpec(
    slug="delivery-failing",
    metric=FIREHOSE_SUCCESS,
    threshold=0.99,
    comparison=Comparison.LESS_THAN,
    evaluation_periods=3,
    datapoints_to_alarm=3,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="Deliveries to S3 fail, for 15 minutes.",
    runbook="firehose-delivery",
    quick_actions=(_STREAM, "Read the stream's error log group."),
)
STREAM_KEY_DENIED = _any(
    slug="key-denied",
    metric=FIREHOSE_KEY_DENIED,
    summary="The stream may not use its KMS key: nothing is delivered.",
    runbook="firehose-delivery",
    quick_actions=("aws kms get-key-policy --key-id KEY --policy-name default", _STREAM),
    severity=Severity.CRITICAL,
)
SUBSCRIPTION_FAILING = _any(
    slug="subscription-errors",
    metric=LOGS_DELIVERY_ERRORS,
    summary="A log group could not hand its events to its subscription: the archive has a hole.",
    runbook="firehose-delivery",
    quick_actions=("aws logs describe-subscription-filters --log-group-name GROUP", _STREAM),
    severity=Severity.WARNING,
)
WORKSPACE_DISCARDS = _any(
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
WORKSPACE_NOT_NOTIFYING = _any(
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

DELIVERY_STREAM = (STREAM_KEY_DENIED, STREAM_FAILING, STREAM_STALE)
"""Every alarm of one Firehose delivery stream (DeliveryStreamName)."""

SUBSCRIPTION = (SUBSCRIPTION_FAILING,)
"""Every alarm of one subscription filter (LogGroupName, DestinationType, FilterName)."""

WORKSPACE = (WORKSPACE_NOT_NOTIFYING, WORKSPACE_DISCARDS)
"""Every alarm of one Prometheus workspace (Workspace: its id)."""
