"""Metrics of certificates, DNS, messages, log delivery and Amazon Managed Service for Prometheus (AMP).

Sources: "Supported CloudWatch metrics" (ACM), "Monitoring health checks using CloudWatch" (Route 53), "Monitoring
Amazon SNS topics", "Available CloudWatch metrics for Amazon SQS", "Monitor Amazon Data Firehose with CloudWatch
metrics", "Monitoring usage with CloudWatch metrics" (CloudWatch Logs), "Use CloudWatch metrics to monitor AMP
resources".
"""

from __future__ import annotations

from functools import partial
from typing import Final

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.regions import GLOBAL_REGION
from constructs_lib.observability.telemetry.metric import Metric

MINUTE: Final = 60
FIVE_MINUTES: Final = 300
DAY: Final = 86_400

# ACM publishes twice a day until the certificate expires.
ACM_DAYS_TO_EXPIRY = Metric(
    id="days_to_expiry",
    namespace="AWS/CertificateManager",
    name="DaysToExpiry",
    statistic="Minimum",
    period_seconds=DAY,
    dimensions=("CertificateArn",),
    unit="Count",
    label="Days to expiry",
)
# An alarm in any other region sees no data.
ROUTE53_HEALTH_CHECK_STATUS = Metric(
    id="health_check_status",
    namespace="AWS/Route53",
    name="HealthCheckStatus",
    statistic="Minimum",
    period_seconds=MINUTE,
    dimensions=("HealthCheckId",),
    unit="None",
    label="Health check (1 is healthy)",
    region=GLOBAL_REGION,
)

# "Types of metrics for CloudFront": in us-east-1 alone, with the Region Global.
_distribution = partial(
    Metric,
    namespace="AWS/CloudFront",
    period_seconds=FIVE_MINUTES,
    dimensions=("DistributionId",),
    fixed_dimensions=(("Region", "Global"),),
    region=GLOBAL_REGION,
)
CLOUDFRONT_REQUESTS = _distribution(id="requests", name="Requests", statistic="Sum", unit="Count", label="Requests")
CLOUDFRONT_5XX = _distribution(id="rate_5xx", name="5xxErrorRate", statistic="Average", unit="Percent", label="5xx")
CLOUDFRONT_4XX = _distribution(id="rate_4xx", name="4xxErrorRate", statistic="Average", unit="Percent", label="4xx")

SNS_FAILED = Metric(
    id="failed",
    namespace="AWS/SNS",
    name="NumberOfNotificationsFailed",
    statistic="Sum",
    period_seconds=FIVE_MINUTES,
    dimensions=("TopicName",),
    unit="Count",
    label="Failed notifications",
)
_sqs = partial(Metric, namespace="AWS/SQS", dimensions=("QueueName",), period_seconds=FIVE_MINUTES, statistic="Maximum")
SQS_AGE = _sqs(id="age", name="ApproximateAgeOfOldestMessage", unit="Seconds", label="Age of the oldest message")
SQS_VISIBLE = _sqs(id="visible", name="ApproximateNumberOfMessagesVisible", unit="Count", label="Messages waiting")

_firehose = partial(Metric, namespace="AWS/Firehose", dimensions=("DeliveryStreamName",), period_seconds=FIVE_MINUTES)
FIREHOSE_FRESHNESS = _firehose(
    id="freshness",
    name="DeliveryToS3.DataFreshness",
    statistic="Maximum",
    unit="Seconds",
    label="Age of the oldest record",
)
FIREHOSE_SUCCESS = _firehose(
    id="success",
    name="DeliveryToS3.Success",
    statistic="Average",
    unit="None",
    label="Share of deliveries that succeed",
)
FIREHOSE_KEY_DENIED = _firehose(
    id="key_denied", name="KMSKeyAccessDenied", statistic="Sum", unit="Count", label="Refused by the key"
)
FIREHOSE_PARTITIONS_EXCEEDED = _firehose(
    id="partitions_exceeded",
    name="PartitionCountExceeded",
    statistic="Maximum",
    unit="Count",
    label="Over the limit of active partitions (1)",
)
FIREHOSE_NOT_UNPACKED = _firehose(
    id="not_unpacked",
    name="OutputDecompressedRecords.Failed",
    statistic="Sum",
    unit="Count",
    label="Records that could not be decompressed",
)
LOGS_DELIVERY_ERRORS = Metric(
    id="delivery_errors",
    namespace="AWS/Logs",
    name="DeliveryErrors",
    statistic="Sum",
    period_seconds=FIVE_MINUTES,
    dimensions=("LogGroupName", "DestinationType", "FilterName"),
    unit="Count",
    label="Log events not delivered",
)
_amp = partial(Metric, namespace="AWS/Prometheus", period_seconds=FIVE_MINUTES, statistic="Sum", unit="Count")
AMP_NOTIFICATIONS_FAILED = _amp(
    id="notifications_failed",
    name="AlertManagerNotificationsFailed",
    dimensions=("Workspace",),
    label="Alertmanager notifications failed",
)
AMP_DISCARDED_RATE_LIMITED = _amp(
    id="discarded_rate_limited",
    name="DiscardedSamples",
    dimensions=("Workspace",),
    fixed_dimensions=(("Reason", "rate_limited"),),
    label="Samples over the ingestion rate",
)
AMP_DISCARDED_SERIES_LIMIT = _amp(
    id="discarded_series_limit",
    name="DiscardedSamples",
    dimensions=("Workspace",),
    fixed_dimensions=(("Reason", "per_user_series_limit"),),
    label="Samples over the series limit",
)

# What constructs_lib/runtime/secret_age publishes, once a day.
SECRET_DAYS_OVER_LIMIT = Metric(
    id="days_over_limit",
    namespace="Governed/Secrets",
    name="DaysOverLimit",
    statistic="Maximum",
    period_seconds=DAY,
    dimensions=("Environment",),
    unit="Count",
    label="Days that the oldest secret is past its limit",
)


def amp_rule_failures(group: str, number: int) -> Metric:
    """Return the failed evaluations of one rule group.

    Args:
        group: value of the dimension RuleGroup, `<namespace>;<group>` (AMP User Guide, "Use CloudWatch metrics to
            monitor Amazon Managed Service for Prometheus resources", the note on that dimension).
        number: tells it from others in one expression.
    """
    return _amp(
        id=f"failures_{number}",
        name="RuleEvaluationFailures",
        dimensions=("Workspace",),
        fixed_dimensions=(("RuleGroup", group),),
        label=f"Failed evaluations in {group}",
    )


def log_metric(*, namespace: str, name: str, label: str) -> Metric:
    """Return the metric that a CloudWatch Logs metric filter publishes: no dimensions, summed over five minutes.

    Args:
        namespace: custom namespace of the filter, such as `CustomLogs/Atlantis`; not starting with `AWS/`.
        name: metric name of the filter's transformation.
        label: what a person reads in a legend.

    Raises:
        ConfigurationError: a namespace that AWS reserves (PutMetricData refuses `AWS/`).
    """
    if namespace.startswith("AWS/"):
        raise invalid("log metric namespace", namespace, "one that does not start with AWS/")
    return Metric(
        id="logged",
        namespace=namespace,
        name=name,
        statistic="Sum",
        period_seconds=FIVE_MINUTES,
        dimensions=(),
        unit="Count",
        label=label,
    )
