"""Alarms of log metric filters, subscriptions and Firehose delivery streams."""

from __future__ import annotations

from constructs_lib.kernel.errors import invalid
from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, MissingData, Severity
from constructs_lib.observability.telemetry.metrics.platform import (
    FIREHOSE_FRESHNESS,
    FIREHOSE_KEY_DENIED,
    FIREHOSE_NOT_UNPACKED,
    FIREHOSE_PARTITIONS_EXCEEDED,
    FIREHOSE_SUCCESS,
    LOGS_DELIVERY_ERRORS,
    log_metric,
)
from constructs_lib.observability.telemetry.one_too_many import one_too_many

_STREAM = "aws firehose describe-delivery-stream --delivery-stream-name STREAM"


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
STREAM_KEY_DENIED = one_too_many(
    slug="key-denied",
    metric=FIREHOSE_KEY_DENIED,
    summary="The stream may not use its KMS key: nothing is delivered.",
    runbook="firehose-delivery",
    quick_actions=("aws kms get-key-policy --key-id KEY --policy-name default", _STREAM),
    severity=Severity.CRITICAL,
)
STREAM_NOT_UNPACKED = one_too_many(
    slug="records-not-decompressed",
    metric=FIREHOSE_NOT_UNPACKED,
    summary="Records could not be decompressed: they lie below errors/ and not in the archive.",
    runbook="firehose-processing",
    quick_actions=("Read the stream's error log group.", "aws s3 ls s3://BUCKET/errors/ --recursive"),
    severity=Severity.WARNING,
)
STREAM_OVER_PARTITIONED = one_too_many(
    slug="partitions-exceeded",
    metric=FIREHOSE_PARTITIONS_EXCEEDED,
    summary="More log groups at once than the stream has partitions: the rest lies below errors/, not in the archive.",
    runbook="firehose-processing",
    quick_actions=("Ask for more active partitions in Service Quotas.", "aws s3 ls s3://BUCKET/errors/ --recursive"),
    severity=Severity.WARNING,
)
SUBSCRIPTION_FAILING = one_too_many(
    slug="subscription-errors",
    metric=LOGS_DELIVERY_ERRORS,
    summary="A log group could not hand its events to its subscription: the archive has a hole.",
    runbook="firehose-delivery",
    quick_actions=("aws logs describe-subscription-filters --log-group-name GROUP", _STREAM),
    severity=Severity.WARNING,
)


def stream_processing_alarms(*, namespace: str, name: str) -> tuple[AlarmSpec, ...]:
    """Return the alarm of a metric filter that counts the lines of a delivery stream's error log.

    Where a partition key cannot be had of a record, Firehose puts it below errors/ and logs it, but publishes no metric
    (Amazon Data Firehose Developer Guide, "Troubleshoot decompression", "Monitor with CloudWatch Logs").

    Args:
        namespace: the filter's metric namespace, not starting with `AWS/`.
        name: the filter's metric name.
    """
    return (
        one_too_many(
            slug="processing-failed",
            metric=log_metric(namespace=namespace, name=name, label="Logged errors"),
            summary="The stream logged errors: records may lie below errors/ and not in the archive.",
            runbook="firehose-processing",
            quick_actions=("Read the stream's error log group.", "aws s3 ls s3://BUCKET/errors/ --recursive"),
            severity=Severity.WARNING,
        ),
    )


DELIVERY_STREAM = (STREAM_KEY_DENIED, STREAM_FAILING, STREAM_STALE, STREAM_NOT_UNPACKED, STREAM_OVER_PARTITIONED)
"""Every alarm of one Firehose delivery stream (DeliveryStreamName)."""

SUBSCRIPTION = (SUBSCRIPTION_FAILING,)
"""Every alarm of one subscription filter (LogGroupName, DestinationType, FilterName)."""
