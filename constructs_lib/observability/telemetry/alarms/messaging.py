"""Alarms of topics (TopicName), queues (QueueName), certificates (CertificateArn), health checks (HealthCheckId)."""

from __future__ import annotations

from constructs_lib.kernel.errors import bounded
from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, MissingData, Severity
from constructs_lib.observability.telemetry.metrics.platform import (
    ACM_DAYS_TO_EXPIRY,
    ROUTE53_HEALTH_CHECK_STATUS,
    SNS_FAILED,
    SQS_AGE,
    SQS_VISIBLE,
)

_LONGEST_RETENTION = 1_209_600
_ATTRIBUTES = "aws sqs get-queue-attributes --queue-url QUEUE_URL --attribute-names All"

CERTIFICATE_EXPIRES = AlarmSpec(
    slug="expires-soon",
    metric=ACM_DAYS_TO_EXPIRY,
    threshold=30,
    comparison=Comparison.LESS_THAN,
    evaluation_periods=1,
    datapoints_to_alarm=1,
    # ACM publishes twice a day, and no more once the certificate has expired. The state is kept meanwhile: a new alarm
    # waits for its first datapoint, and one that has fired stays so (CloudWatch User Guide, "Configuring how CloudWatch
    # alarms treat missing data": ignore).
    treat_missing_data=MissingData.IGNORE,
    severity=Severity.CRITICAL,
    summary="The certificate expires in under 30 days: renewal, due at 60 to 45 days, has failed.",
    runbook="acm-certificate-expires",
    quick_actions=(
        "aws acm describe-certificate --certificate-arn ARN --query Certificate.RenewalSummary",
        "Restore the validation CNAME in the hosted zone.",
    ),
)
HEALTH_CHECK_FAILED = AlarmSpec(
    slug="health-check-failed",
    metric=ROUTE53_HEALTH_CHECK_STATUS,
    threshold=1,
    comparison=Comparison.LESS_THAN,
    evaluation_periods=2,
    datapoints_to_alarm=2,
    treat_missing_data=MissingData.BREACHING,
    severity=Severity.CRITICAL,
    summary="Route 53's health checkers do not reach the endpoint.",
    runbook="route53-health-check",
    quick_actions=("aws route53 get-health-check-status --health-check-id ID", "curl -vI the endpoint from outside."),
)
TOPIC_FAILED = AlarmSpec(
    slug="notifications-failed",
    metric=SNS_FAILED,
    threshold=0,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=1,
    datapoints_to_alarm=1,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.CRITICAL,
    summary="The topic could not deliver to a subscriber: an alarm may have reached nobody.",
    runbook="sns-delivery-failed",
    quick_actions=(
        "aws sns list-subscriptions-by-topic --topic-arn ARN",
        "Read the other alarms' state by hand until this one is OK.",
    ),
)
DEAD_LETTERS = AlarmSpec(
    slug="dead-letters",
    metric=SQS_VISIBLE,
    threshold=0,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=1,
    datapoints_to_alarm=1,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="The dead-letter queue is not empty: work was given up.",
    runbook="sqs-dead-letters",
    quick_actions=(
        "Read one message without deleting it.",
        "aws sqs start-message-move-task --source-arn DLQ_ARN once fixed.",
    ),
)


def queue_alarms(*, max_age_seconds: int = 900, max_visible: int = 1000) -> tuple[AlarmSpec, ...]:
    """Return the alarms of one queue; its dead-letter queue has `DEAD_LETTER_QUEUE`.

    Args:
        max_age_seconds: how old the oldest message may be; 60 to 1,209,600, which is SQS's longest retention.
        max_visible: how many messages may wait, 1 or more.

    Raises:
        ConfigurationError: a number outside of that.
    """
    bounded("queue alarms", 60, _LONGEST_RETENTION, max_age_seconds=max_age_seconds)
    bounded("queue alarms", 1, max_visible=max_visible)
    return (_age(max_age_seconds=max_age_seconds), _waiting(max_visible=max_visible))


def _age(*, max_age_seconds: int) -> AlarmSpec:
    return AlarmSpec(
        slug="oldest-message-age",
        metric=SQS_AGE,
        threshold=max_age_seconds,
        comparison=Comparison.GREATER_THAN,
        evaluation_periods=2,
        datapoints_to_alarm=2,
        treat_missing_data=MissingData.NOT_BREACHING,
        severity=Severity.WARNING,
        summary=f"The oldest message has waited over {max_age_seconds} s.",
        runbook="sqs-backlog",
        quick_actions=(
            _ATTRIBUTES,
            "Check that the consumer runs and does not fail on the same message again and again.",
        ),
    )


def _waiting(*, max_visible: int) -> AlarmSpec:
    return AlarmSpec(
        slug="messages-waiting",
        metric=SQS_VISIBLE,
        threshold=max_visible,
        comparison=Comparison.GREATER_THAN,
        evaluation_periods=3,
        datapoints_to_alarm=3,
        treat_missing_data=MissingData.NOT_BREACHING,
        severity=Severity.WARNING,
        summary=f"Over {max_visible} messages wait, for 15 minutes: consumers do not keep up.",
        runbook="sqs-backlog",
        quick_actions=(_ATTRIBUTES, "Add consumers."),
    )


CERTIFICATE = (CERTIFICATE_EXPIRES,)
"""Every alarm of one ACM certificate."""

HEALTH_CHECK = (HEALTH_CHECK_FAILED,)
"""Every alarm of one Route 53 health check. It must be made in us-east-1 (see the metric's `region`)."""

TOPIC = (TOPIC_FAILED,)
"""Every alarm of one SNS topic. Send it to another topic than the one that it watches."""

DEAD_LETTER_QUEUE = (DEAD_LETTERS,)
"""Every alarm of one dead-letter queue."""
