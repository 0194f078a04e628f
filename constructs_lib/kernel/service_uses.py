"""Services that call KMS themselves: by which principal, and what ties each call to this account.

The source of each, an AWS guide's page, stands beside it; CloudWatch Logs User Guide, "Encrypt log data", and SNS
Developer Guide, "Key management", for the others.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ServiceUse:
    """A service that calls KMS itself: by its service principal, or by a role of this account (`principal` is None).

    `context` is the encryption-context key that must name a resource of this account, `arn` its pattern with
    `{region}` and `{account}` to be filled in, compared by `operator`. `source_arn` is the resource for which it may
    act, filled in like `arn`. Whether its calls name the account and that resource too, and so what the key's policy
    may demand, `conditions` beside this module knows. `grant_operations` are what a grant may allow that it makes.
    """

    principal: str | None
    context: str | None = None
    arn: str | None = None
    operator: str = "ArnLike"
    source_arn: str | None = None
    grant_operations: tuple[str, ...] = ()
    actions: tuple[str, ...] = ("kms:Decrypt", "kms:GenerateDataKey*")


_TOPIC = "arn:aws:sns:{region}:{account}:*"
_QUEUE = "arn:aws:sqs:{region}:{account}:*"
_TRAIL = "arn:aws:cloudtrail:{region}:{account}:trail/*"
_WRAP = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*")

LOG_GROUPS = ServiceUse(
    principal="logs.{region}.amazonaws.com",
    context="aws:logs:arn",
    arn="arn:aws:logs:{region}:{account}:log-group:*",
    actions=("kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"),
)
# ECS Developer Guide, "Customer managed keys for Fargate ephemeral storage".
FARGATE_DISKS = (
    ServiceUse(
        principal="fargate.amazonaws.com",
        context="aws:ecs:clusterAccount",
        arn="{account}",
        operator="StringEquals",
        actions=("kms:GenerateDataKeyWithoutPlaintext",),
    ),
    ServiceUse(
        principal="fargate.amazonaws.com",
        context="aws:ecs:clusterAccount",
        arn="{account}",
        operator="StringEquals",
        actions=("kms:CreateGrant",),
        grant_operations=("Decrypt",),
    ),
)


def _to_topics(service: str) -> ServiceUse:
    return ServiceUse(principal=f"{service}.amazonaws.com", context="aws:sns:topicArn", arn=_TOPIC)


def _to_queues(service: str) -> ServiceUse:
    return ServiceUse(principal=f"{service}.amazonaws.com", context="aws:sqs:arn", arn=_QUEUE)


EVENTS_TO_TOPICS = _to_topics("events")
EVENTS_TO_QUEUES = _to_queues("events")
ALARMS_TO_TOPICS = _to_topics("cloudwatch")
# Whoever publishes needs the key of the topic or queue: alarms, rules, Alertmanager, spending, notifications of
# buckets, databases and vaults, mail (SNS Developer Guide and SQS Developer Guide, "Key management"; each service's
# own page in `facts/conditions.yaml`). The context ties it to this account's topics and queues, whose policies say who
# may publish there.
MESSAGES = (
    EVENTS_TO_TOPICS,
    ALARMS_TO_TOPICS,
    *map(_to_topics, ("aps", "backup", "budgets", "costalerts", "events.rds", "s3", "ses")),
    EVENTS_TO_QUEUES,
    *map(_to_queues, ("s3", "sns")),
)
# EventBridge User Guide, "Encrypting event buses", "Encrypting archives" and, for the buses of EventsV2, "Writing the
# key policy": the context of an archive is its bus; DescribeKey takes no context.
EVENT_BUSES = (
    ServiceUse(
        principal="events.amazonaws.com",
        context="aws:events:event-bus:arn",
        arn="arn:aws:events:{region}:{account}:event-bus/*",
        actions=_WRAP,
    ),
    ServiceUse(
        principal="events.amazonaws.com",
        context="aws:events:event-busv2:arn",
        arn="arn:aws:events:{region}:{account}:event-busv2/*",
        actions=_WRAP,
    ),
    ServiceUse(principal="events.amazonaws.com", actions=("kms:DescribeKey",)),
)
# EventBridge Scheduler User Guide, "Encryption at rest": the schedule's execution role decrypts, by itself. Whoever
# makes the schedule reaches the key through Scheduler ("Using identity-based policies in EventBridge Scheduler").
SCHEDULES = ServiceUse(
    principal=None,
    context="aws:scheduler:schedule:arn",
    arn="arn:aws:scheduler:{region}:{account}:schedule/*",
    actions=("kms:Decrypt",),
)
# EventBridge User Guide, "Encrypting EventBridge Pipes data": the pipe's execution role. The page calls the context
# `aws:pipe:arn` in its policy, as CDK does, and `aws:pipes:arn` in its text: both are admitted.
PIPES = tuple(
    ServiceUse(principal=None, context=context, arn="arn:aws:pipes:{region}:{account}:pipe/*")
    for context in ("aws:pipe:arn", "aws:pipes:arn")
)
# Step Functions Developer Guide, "Data at rest encryption": the execution role encrypts executions, and their events
# for the log, which the service that delivers logs decrypts again.
_DELIVERED_LOGS = "arn:aws:logs:{region}:{account}:*"
STATE_MACHINES = (
    ServiceUse(
        principal=None,
        context="aws:states:stateMachineArn",
        arn="arn:aws:states:{region}:{account}:stateMachine:*",
        actions=("kms:Decrypt", "kms:GenerateDataKey"),
    ),
    ServiceUse(principal=None, context="SourceArn", arn=_DELIVERED_LOGS, actions=("kms:GenerateDataKey",)),
    ServiceUse(
        principal="delivery.logs.amazonaws.com", context="SourceArn", arn=_DELIVERED_LOGS, actions=("kms:Decrypt",)
    ),
)
# CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail": the context says which trail's files,
# aws:SourceArn on whose behalf. Decrypt, since the trail's bucket has an S3 Bucket Key, whose context is the bucket.
TRAILS = (
    ServiceUse(
        principal="cloudtrail.amazonaws.com",
        context="aws:cloudtrail:arn",
        arn="arn:aws:cloudtrail:*:{account}:trail/*",
        source_arn=_TRAIL,
        actions=("kms:GenerateDataKey*",),
    ),
    ServiceUse(principal="cloudtrail.amazonaws.com", source_arn=_TRAIL, actions=("kms:Decrypt", "kms:DescribeKey")),
)
CONFIGURATION_HISTORY = ServiceUse(  # AWS Config Developer Guide, "Permissions for the KMS Key"
    principal="config.amazonaws.com"
)
# CloudFront Developer Guide, "Restrict access to an Amazon S3 origin": this account's distributions, by an origin
# access control, to read what buckets hold.
DISTRIBUTIONS = ServiceUse(
    principal="cloudfront.amazonaws.com",
    source_arn="arn:aws:cloudfront::{account}:distribution/*",
    actions=("kms:Decrypt",),
)
THREAT_FINDINGS = ServiceUse(  # GuardDuty User Guide, "Exporting findings"
    principal="guardduty.amazonaws.com",
    source_arn="arn:aws:guardduty:{region}:{account}:detector/*",
    actions=("kms:GenerateDataKey",),
)

AUTO_SCALING = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling*"
"""The service-linked roles of Auto Scaling, which launch instances on encrypted volumes but have no right of their own
to customer-managed keys: the key's policy has to give it (EC2 Auto Scaling User Guide, "Required AWS KMS key policy for
use with encrypted volumes"). One may have a suffix."""
