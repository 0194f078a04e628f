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
    `{region}` and `{account}` to be filled in, compared by `operator`. `source_account` adds `aws:SourceAccount`,
    where the service sends it: EventBridge does not when it publishes to a topic (SNS Developer Guide, "Key
    management"), so there the encryption context alone ties the key to this account. `source_arn` adds
    `aws:SourceArn`, filled in like `arn`.
    """

    principal: str | None
    context: str | None = None
    arn: str | None = None
    operator: str = "ArnLike"
    source_account: bool = True
    source_arn: str | None = None
    actions: tuple[str, ...] = ("kms:Decrypt", "kms:GenerateDataKey*")


_TOPIC = "arn:aws:sns:{region}:{account}:*"
_QUEUE = "arn:aws:sqs:{region}:{account}:*"
_TRAIL = "arn:aws:cloudtrail:{region}:{account}:trail/*"
_WRAP = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*")

LOG_GROUPS = ServiceUse(
    principal="logs.{region}.amazonaws.com",
    context="aws:logs:arn",
    arn="arn:aws:logs:{region}:{account}:log-group:*",
    source_account=False,  # CloudWatch Logs documents the encryption context as its condition, and sends no source
    actions=("kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"),
)
FARGATE_DISKS = ServiceUse(  # ECS Developer Guide, "Customer managed keys for Fargate ephemeral storage"
    principal="fargate.amazonaws.com",
    context="aws:ecs:clusterAccount",
    arn="{account}",
    operator="StringEquals",
    source_account=False,
    actions=("kms:GenerateDataKeyWithoutPlaintext", "kms:CreateGrant"),
)
EVENTS_TO_TOPICS = ServiceUse(
    principal="events.amazonaws.com", context="aws:sns:topicArn", arn=_TOPIC, source_account=False
)
EVENTS_TO_QUEUES = ServiceUse(principal="events.amazonaws.com", context="aws:sqs:arn", arn=_QUEUE, source_account=False)
ALARMS_TO_TOPICS = ServiceUse(principal="cloudwatch.amazonaws.com", context="aws:sns:topicArn", arn=_TOPIC)
MESSAGES = (
    EVENTS_TO_TOPICS,
    ALARMS_TO_TOPICS,
    ServiceUse(principal="budgets.amazonaws.com", context="aws:sns:topicArn", arn=_TOPIC),
    ServiceUse(principal="costalerts.amazonaws.com", context="aws:sns:topicArn", arn=_TOPIC),
    # Alertmanager documents no condition on the key: the context ties it to this account's topics, whose
    # policies check the workspace (AMP User Guide, "Giving AMP permission to send alert messages").
    ServiceUse(principal="aps.amazonaws.com", context="aws:sns:topicArn", arn=_TOPIC, source_account=False),
    ServiceUse(principal="sns.amazonaws.com", context="aws:sqs:arn", arn=_QUEUE, source_account=False),
    EVENTS_TO_QUEUES,
)
# EventBridge User Guide, "Encrypting event buses", "Encrypting archives" and, for the buses of EventsV2, "Writing the
# key policy": the context of an archive is its bus, and its calls name no source; DescribeKey takes no context.
EVENT_BUSES = (
    ServiceUse(
        principal="events.amazonaws.com",
        context="aws:events:event-bus:arn",
        arn="arn:aws:events:{region}:{account}:event-bus/*",
        source_account=False,
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
SCHEDULES = ServiceUse(  # EventBridge Scheduler User Guide, "Encryption at rest": the schedule's execution role
    principal=None,
    context="aws:scheduler:schedule:arn",
    arn="arn:aws:scheduler:{region}:{account}:schedule/*",
    source_account=False,
)
PIPES = ServiceUse(  # EventBridge User Guide, "Encrypting EventBridge Pipes data": the pipe's execution role
    principal=None,
    context="aws:pipe:arn",
    arn="arn:aws:pipes:{region}:{account}:pipe/*",
    source_account=False,
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
THREAT_FINDINGS = ServiceUse(  # GuardDuty User Guide, "Exporting findings"
    principal="guardduty.amazonaws.com",
    source_arn="arn:aws:guardduty:{region}:{account}:detector/*",
    actions=("kms:GenerateDataKey",),
)
