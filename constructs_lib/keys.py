"""The customer-managed keys: what each is for, which class it protects, which services may use it, and how.

Two ways lead to a key. *Via a service*: the caller's own credentials reach KMS through the service (S3, RDS, EBS);
the key admits principals of the account, only through that service (`kms:ViaService`). *As a service*: AWS calls KMS
by its service principal (CloudWatch Logs, EventBridge); the key admits the principal, only for an encryption context
of this account. Sources: AWS KMS Developer Guide, "kms:ViaService" and "kms:EncryptionContext:context-key";
CloudWatch Logs User Guide, "Encrypt log data"; SNS Developer Guide, "Key management".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from constructs_lib.data_class import DataClass


class KeyPurpose(StrEnum):
    """What a key is for. One key a purpose and an environment."""

    RDS = "rds"
    SECRETS = "secrets"
    TERRAFORM_STATE = "terraform-state"
    S3_DATA = "s3-data"
    EFS = "efs"
    EBS = "ebs"
    LOGS = "logs"
    ECR = "ecr"
    MESSAGING = "messaging"
    AUDIT = "audit"


@dataclass(frozen=True, kw_only=True)
class ServiceUse:
    """A service principal that calls KMS itself.

    `context` is the encryption-context key that must name a resource of this account, `arn` its pattern with
    `{region}` and `{account}` to be filled in, compared by `operator`. `source_account` adds `aws:SourceAccount`,
    where the service sends it: EventBridge does not when it publishes to a topic (SNS Developer Guide, "Key
    management"), so there the encryption context alone ties the key to this account. `source_arn` adds
    `aws:SourceArn`, filled in like `arn`.
    """

    principal: str
    context: str | None = None
    arn: str | None = None
    operator: str = "ArnLike"
    source_account: bool = True
    source_arn: str | None = None
    actions: tuple[str, ...] = ("kms:Decrypt", "kms:GenerateDataKey*")


@dataclass(frozen=True, kw_only=True)
class KeySpec:
    """One key: its class, its users, and what it is described as."""

    purpose: KeyPurpose
    data_class: DataClass
    description: str
    via_services: tuple[str, ...] = ()
    service_uses: tuple[ServiceUse, ...] = field(default=())


_LOGS = ServiceUse(
    principal="logs.{region}.amazonaws.com",
    context="aws:logs:arn",
    arn="arn:aws:logs:{region}:{account}:log-group:*",
    source_account=False,  # CloudWatch Logs documents the encryption context as its condition, and sends no source
    actions=("kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"),
)
_FARGATE = ServiceUse(  # ECS Developer Guide, "Customer managed keys for Fargate ephemeral storage"
    principal="fargate.amazonaws.com",
    context="aws:ecs:clusterAccount",
    arn="{account}",
    operator="StringEquals",
    source_account=False,
    actions=("kms:GenerateDataKeyWithoutPlaintext", "kms:CreateGrant"),
)
_TOPIC = "arn:aws:sns:{region}:{account}:*"
_QUEUE = "arn:aws:sqs:{region}:{account}:*"
_TRAIL = "arn:aws:cloudtrail:{region}:{account}:trail/*"
_EVENTS_TO_TOPIC = ServiceUse(
    principal="events.amazonaws.com", context="aws:sns:topicArn", arn=_TOPIC, source_account=False
)

KEYS: dict[KeyPurpose, KeySpec] = {
    spec.purpose: spec
    for spec in (
        KeySpec(
            purpose=KeyPurpose.RDS,
            data_class=DataClass.HIGHLY_CONFIDENTIAL,
            description="Databases: storage, snapshots, Performance Insights, caches and their exported logs",
            via_services=("rds", "elasticache", "dynamodb", "backup"),
            service_uses=(_LOGS,),
        ),
        KeySpec(
            purpose=KeyPurpose.SECRETS,
            data_class=DataClass.HIGHLY_CONFIDENTIAL,
            description="Secrets Manager secrets and Parameter Store secure strings",
            via_services=("secretsmanager", "ssm", "lambda"),
        ),
        KeySpec(
            purpose=KeyPurpose.TERRAFORM_STATE,
            data_class=DataClass.HIGHLY_CONFIDENTIAL,
            description="Terraform state bucket and lock table",
            via_services=("s3", "dynamodb"),
        ),
        KeySpec(
            purpose=KeyPurpose.S3_DATA,
            data_class=DataClass.CONFIDENTIAL,
            description="Buckets with data, and the delivery streams that fill them",
            via_services=("s3", "firehose", "athena", "glue"),
        ),
        KeySpec(
            purpose=KeyPurpose.EFS,
            data_class=DataClass.CONFIDENTIAL,
            description="File systems and their backups",
            via_services=("elasticfilesystem", "backup"),
        ),
        KeySpec(
            purpose=KeyPurpose.EBS,
            data_class=DataClass.CONFIDENTIAL,
            description="Volumes, their snapshots, and the disks of Fargate tasks",
            via_services=("ec2", "backup"),
            service_uses=(_FARGATE,),
        ),
        KeySpec(
            purpose=KeyPurpose.LOGS,
            data_class=DataClass.INTERNAL,
            description="CloudWatch log groups, Prometheus and Grafana workspaces",
            via_services=("aps", "grafana"),
            service_uses=(_LOGS,),
        ),
        KeySpec(
            purpose=KeyPurpose.ECR,
            data_class=DataClass.INTERNAL,
            description="Container repositories",
            via_services=("ecr",),
        ),
        KeySpec(
            purpose=KeyPurpose.MESSAGING,
            data_class=DataClass.INTERNAL,
            description="Topics and queues",
            via_services=("sns", "sqs"),
            service_uses=(
                _EVENTS_TO_TOPIC,
                ServiceUse(principal="cloudwatch.amazonaws.com", context="aws:sns:topicArn", arn=_TOPIC),
                ServiceUse(principal="budgets.amazonaws.com", context="aws:sns:topicArn", arn=_TOPIC),
                ServiceUse(principal="costalerts.amazonaws.com", context="aws:sns:topicArn", arn=_TOPIC),
                # Alertmanager documents no condition on the key: the context ties it to this account's topics, whose
                # policies check the workspace (AMP User Guide, "Giving AMP permission to send alert messages").
                ServiceUse(principal="aps.amazonaws.com", context="aws:sns:topicArn", arn=_TOPIC, source_account=False),
                ServiceUse(principal="sns.amazonaws.com", context="aws:sqs:arn", arn=_QUEUE, source_account=False),
                ServiceUse(principal="events.amazonaws.com", context="aws:sqs:arn", arn=_QUEUE, source_account=False),
            ),
        ),
        KeySpec(
            purpose=KeyPurpose.AUDIT,
            data_class=DataClass.HIGHLY_CONFIDENTIAL,
            description="The audit trail: its bucket, log group, query results and alerts",
            via_services=("s3", "sns", "sqs", "athena", "glue"),
            service_uses=(
                # CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail": the context says which trail's
                # files, aws:SourceArn on whose behalf.
                ServiceUse(
                    principal="cloudtrail.amazonaws.com",
                    context="aws:cloudtrail:arn",
                    arn="arn:aws:cloudtrail:*:{account}:trail/*",
                    source_arn=_TRAIL,
                    actions=("kms:GenerateDataKey*",),
                ),
                # Decrypt, since the trail's bucket has an S3 Bucket Key, whose encryption context is the bucket.
                ServiceUse(
                    principal="cloudtrail.amazonaws.com",
                    source_arn=_TRAIL,
                    actions=("kms:Decrypt", "kms:DescribeKey"),
                ),
                _LOGS,
                _EVENTS_TO_TOPIC,
                ServiceUse(principal="events.amazonaws.com", context="aws:sqs:arn", arn=_QUEUE, source_account=False),
                ServiceUse(principal="cloudwatch.amazonaws.com", context="aws:sns:topicArn", arn=_TOPIC),
            ),
        ),
    )
}

PLATFORM_PURPOSES = tuple(purpose for purpose in KeyPurpose if purpose is not KeyPurpose.AUDIT)
