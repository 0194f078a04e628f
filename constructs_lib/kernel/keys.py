"""The customer-managed keys: what each is for, which class it protects, which services may use it, and how.

Two ways lead to a key. *Via a service*: the caller's own credentials reach KMS through the service (S3, RDS, EBS);
the key admits principals of the account, only through that service (`kms:ViaService`). *As a service*: AWS calls KMS
by its service principal (CloudWatch Logs, EventBridge), or by a role that it was given (Scheduler, Pipes); the key
admits the principal, only for a resource of this account; `service_uses` beside this module has each. Sources: AWS KMS
Developer Guide, "kms:ViaService" (the table of services, by the names that KMS has for them) and
"kms:EncryptionContext:context-key"; for aoss, docdb-elastic, events each service's own guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.service_uses import (
    ALARMS_TO_TOPICS,
    CONFIGURATION_HISTORY,
    EVENT_BUSES,
    EVENTS_TO_QUEUES,
    EVENTS_TO_TOPICS,
    FARGATE_DISKS,
    LOG_GROUPS,
    MESSAGES,
    PIPES,
    SCHEDULES,
    THREAT_FINDINGS,
    TRAILS,
    ServiceUse,
)


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
class KeySpec:
    """One key: its class, its users, and what it is described as."""

    purpose: KeyPurpose
    data_class: DataClass
    description: str
    via_services: tuple[str, ...] = ()
    service_uses: tuple[ServiceUse, ...] = ()

    @property
    def admitted(self) -> frozenset[str]:
        """What its policy admits: services of `kms:ViaService`, and who calls itself by context, else by principal."""
        return frozenset((*self.via_services, *(use.context or use.principal or "" for use in self.service_uses)))


KEYS: dict[KeyPurpose, KeySpec] = {
    spec.purpose: spec
    for spec in (
        KeySpec(
            purpose=KeyPurpose.RDS,
            data_class=DataClass.HIGHLY_CONFIDENTIAL,
            description="Databases: storage, snapshots, Performance Insights, caches and their exported logs",
            # ElastiCache is two services to KMS; Neptune and DocumentDB are rds.
            via_services=(
                "rds",
                "elasticache",
                "dax",
                "dynamodb",
                "backup",
                "memorydb",
                "redshift",
                "redshift-serverless",
                "dms",
                "es",
                "aoss",
                "cassandra",
                "timestream",
                "docdb-elastic",
            ),
            service_uses=(LOG_GROUPS,),
        ),
        KeySpec(
            purpose=KeyPurpose.SECRETS,
            data_class=DataClass.HIGHLY_CONFIDENTIAL,
            description="Secrets Manager secrets and Parameter Store secure strings",
            via_services=("secretsmanager", "ssm", "lambda", "eks"),
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
            via_services=("s3", "firehose", "kinesis", "kafka", "athena", "glue"),
        ),
        KeySpec(
            purpose=KeyPurpose.EFS,
            data_class=DataClass.CONFIDENTIAL,
            description="File systems and their backups",
            via_services=("elasticfilesystem", "fsx", "backup"),
        ),
        KeySpec(
            purpose=KeyPurpose.EBS,
            data_class=DataClass.CONFIDENTIAL,
            description="Volumes, their snapshots, and the disks of Fargate tasks",
            via_services=("ec2", "workspaces", "backup"),
            service_uses=(FARGATE_DISKS,),
        ),
        KeySpec(
            purpose=KeyPurpose.LOGS,
            data_class=DataClass.INTERNAL,
            description="CloudWatch log groups, Prometheus and Grafana workspaces",
            via_services=("aps", "grafana"),
            service_uses=(LOG_GROUPS,),
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
            via_services=("sns", "sqs", "kinesis", "kafka", "mq", "events"),
            service_uses=(*MESSAGES, *EVENT_BUSES, SCHEDULES, PIPES),
        ),
        KeySpec(
            purpose=KeyPurpose.AUDIT,
            data_class=DataClass.HIGHLY_CONFIDENTIAL,
            description="The audit trail: its bucket, log group, query results and alerts",
            via_services=("s3", "sns", "sqs", "athena", "glue"),
            service_uses=(
                *TRAILS,
                LOG_GROUPS,
                EVENTS_TO_TOPICS,
                EVENTS_TO_QUEUES,
                ALARMS_TO_TOPICS,
                CONFIGURATION_HISTORY,
                THREAT_FINDINGS,
            ),
        ),
    )
}

PLATFORM_PURPOSES = tuple(purpose for purpose in KeyPurpose if purpose is not KeyPurpose.AUDIT)
