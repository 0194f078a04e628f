"""The customer-managed keys: what each is for, which class it protects, which services may use it, and how.

Two ways lead to a key. *Via a service*: the caller's own credentials reach KMS through the service (S3, RDS, EBS);
the key admits principals of the account, only through that service (`kms:ViaService`). *As a service*: AWS calls KMS
by its service principal (CloudWatch Logs, EventBridge), or by a role that it was given (Scheduler, Pipes); the key
admits the principal, only for a resource of this account; `service_uses` beside this module has each. Sources: AWS KMS
Developer Guide, "kms:ViaService" (the table of services, by the names that KMS has for them) and
"kms:EncryptionContext:context-key"; for aoss, docdb-elastic, events each service's own guide.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Self

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.key_spec import KeySpec, types, words
from constructs_lib.kernel.output import Output
from constructs_lib.kernel.service_uses import (
    ALARMS_TO_TOPICS,
    AUTO_SCALING,
    CONFIGURATION_HISTORY,
    DISTRIBUTIONS,
    EVENT_BUSES,
    EVENTS_TO_QUEUES,
    EVENTS_TO_TOPICS,
    FARGATE_DISKS,
    LOG_GROUPS,
    MESSAGES,
    PIPES,
    SCHEDULES,
    STATE_MACHINES,
    THREAT_FINDINGS,
    TRAILS,
)

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms


class KeyPurpose(StrEnum):
    """What a key is for. One key a purpose and an environment; everything about it stands here, and nowhere else."""

    spec: KeySpec

    def __new__(cls, spec: KeySpec) -> Self:
        """The member of one key, called as its output begins."""
        purpose = spec.output.name.removesuffix("-key-arn")
        member = str.__new__(cls, purpose)
        member._value_ = purpose
        member.spec = spec
        return member

    RDS = KeySpec(
        output=Output.key(
            "kms",
            "rds-key-arn",
            "Key for databases and caches",
            legacy=("/shared/kms/rds-key-arn", "/shared/kms/elasticache-key-arn"),
        ),
        data_class=DataClass.HIGHLY_CONFIDENTIAL,
        description="Databases: storage, snapshots, Performance Insights, caches and their exported logs",
        usual_for=types(
            "Cassandra DMS DSQL DocDB DocDBElastic DynamoDB ElastiCache Elasticsearch MemoryDB Neptune "
            "NeptuneGraph OpenSearchServerless OpenSearchService QLDB RDS Redshift RedshiftServerless "
            "Serverless::SimpleTable Timestream"
        ),
        fits=types(
            "Backup DocDB::DBCluster.MasterUserSecretKmsKeyId Logs RDS::DBCluster.MasterUserSecret "
            "RDS::DBInstance.MasterUserSecret Redshift::Cluster.MasterPasswordSecretKmsKeyId "
            "RedshiftServerless::Namespace.AdminPasswordSecretKmsKeyId"
        ),
        # ElastiCache is two services to KMS; Neptune and DocumentDB are rds.
        via_services=words(
            "rds elasticache dax dynamodb backup memorydb redshift redshift-serverless dms es aoss cassandra "
            "timestream docdb-elastic"
        ),
        service_uses=(LOG_GROUPS,),
    )
    SECRETS = KeySpec(
        output=Output.key(
            "kms",
            "secrets-key-arn",
            "Key for secrets and secure parameters",
            legacy=(
                "/shared/kms/secrets-manager-key-arn",
                "/shared/kms/ecs-secrets-key-arn",
                "/shared/kms/ssm-key-arn",
            ),
        ),
        data_class=DataClass.HIGHLY_CONFIDENTIAL,
        description="Secrets Manager secrets and Parameter Store secure strings",
        usual_for=types(
            "DocDB::DBCluster.MasterUserSecretKmsKeyId EC2::VerifiedAccessEndpoint EC2::VerifiedAccessGroup "
            "EC2::VerifiedAccessTrustProvider ECS::Service.KmsKey EKS Events::Connection Glue::Connection Lambda "
            "RDS::DBCluster.MasterUserSecret RDS::DBInstance.MasterUserSecret SecretsManager Serverless "
            "Redshift::Cluster.MasterPasswordSecretKmsKeyId RedshiftServerless::Namespace.AdminPasswordSecretKmsKeyId"
        ),
        fits=types("S3"),  # what is in quarantine
        via_services=words("secretsmanager ssm lambda eks s3"),
    )
    S3_DATA = KeySpec(
        output=Output.key("kms", "s3-data-key-arn", "Key for buckets with data", legacy=("/shared/kms/s3-key-arn",)),
        data_class=DataClass.CONFIDENTIAL,
        description="Buckets with data, and the delivery streams that fill them",
        usual_for=types(
            "Athena DMS::Endpoint.ServerSideEncryptionKmsKeyId Glue KinesisFirehose S3 S3Express S3Tables S3Vectors"
        ),
        fits=types(
            "Backup Config Elasticsearch GuardDuty Kinesis MSK "
            "OpenSearchServerless OpenSearchService S3Files SecurityLake"
        ),
        via_services=("s3", "firehose", "kinesis", "kafka", "athena", "glue"),
        service_uses=(DISTRIBUTIONS,),
    )
    EFS = KeySpec(
        output=Output.key("kms", "efs-key-arn", "Key for file systems"),
        data_class=DataClass.CONFIDENTIAL,
        description="File systems and their backups",
        usual_for=types("Backup EFS FSx S3Files"),
        via_services=("elasticfilesystem", "fsx", "backup"),
    )
    EBS = KeySpec(
        output=Output.key("kms", "ebs-key-arn", "Key for volumes and snapshots"),
        data_class=DataClass.CONFIDENTIAL,
        description="Volumes, their snapshots, and the disks of Fargate tasks",
        usual_for=types("DLM EC2 ECS WorkSpaces WorkspacesInstances"),
        fits=types("Backup ECS::Cluster.KmsKeyId"),
        via_services=("ec2", "workspaces", "backup"),
        service_uses=FARGATE_DISKS,
        launching_roles=(AUTO_SCALING,),
    )
    LOGS = KeySpec(
        output=Output.key(
            "kms",
            "logs-key-arn",
            "Key for log groups and metrics workspaces",
            legacy=("/shared/kms/cloudwatch-logs-key-arn",),
        ),
        data_class=DataClass.INTERNAL,
        description="CloudWatch log groups, Prometheus and Grafana workspaces",
        usual_for=types("APS ECS::Cluster.KmsKeyId Glue::SecurityConfiguration.CloudWatchEncryption Logs"),
        fits=types("Elasticsearch Kinesis KinesisFirehose OpenSearchServerless OpenSearchService S3"),
        via_services=("aps", "grafana"),
        service_uses=(LOG_GROUPS,),
    )
    ECR = KeySpec(
        output=Output.key("kms", "ecr-key-arn", "Key for container repositories"),
        data_class=DataClass.INTERNAL,
        description="Container repositories",
        usual_for=types("ECR"),
        via_services=("ecr",),
    )
    MESSAGING = KeySpec(
        output=Output.key("kms", "messaging-key-arn", "Key for topics and queues", legacy=("/shared/kms/sqs-key-arn",)),
        data_class=DataClass.INTERNAL,
        description="Topics and queues",
        usual_for=types("AmazonMQ Events EventsV2 Kinesis MSK Pipes SNS SQS Scheduler Serverless::StateMachine"),
        via_services=("sns", "sqs", "kinesis", "kafka", "mq", "events", "scheduler", "states"),
        service_uses=(*MESSAGES, *EVENT_BUSES, SCHEDULES, *PIPES, *STATE_MACHINES),
    )
    AUDIT = KeySpec(
        output=Output.key("cloudtrail", "audit-key-arn", "Key of the audit trail"),
        data_class=DataClass.HIGHLY_CONFIDENTIAL,
        description="The audit trail: its bucket, log group, query results and alerts",
        usual_for=types("CloudTrail Config GuardDuty SecurityLake"),
        fits=types(
            "APS AmazonMQ Athena DMS::Endpoint.ServerSideEncryptionKmsKeyId ECS::Cluster.KmsKeyId Events EventsV2 "
            "Glue Glue::SecurityConfiguration.CloudWatchEncryption Kinesis KinesisFirehose Logs Pipes S3 "
            "S3Express S3Tables S3Vectors SNS SQS Scheduler Serverless::StateMachine"
        ),
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
    )
    TERRAFORM_STATE = KeySpec(
        output=Output.key("kms", "terraform-state-key-arn", "Key for the Terraform state bucket and lock table"),
        data_class=DataClass.HIGHLY_CONFIDENTIAL,
        description="Terraform state bucket and lock table",
        fits=types("DynamoDB S3 Serverless::SimpleTable"),
        via_services=("s3", "dynamodb"),
    )

    @property
    def output(self) -> Output[kms.IKey]:
        """The output under which its key is published."""
        return self.spec.output


KEYS: dict[KeyPurpose, KeySpec] = {purpose: purpose.spec for purpose in KeyPurpose}

PLATFORM_PURPOSES = tuple(purpose for purpose in KeyPurpose if purpose.output.producer == "kms")
