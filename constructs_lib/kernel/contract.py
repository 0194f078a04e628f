"""The contract: every value that crosses a stack, declared once. Nothing else crosses.

A value travels as an SSM parameter `/<env>/<producer>/<name>`. Its kind says how Python sees it: publishing takes and
reading gives the construct (`IKey`, `IVpc`), never a bare ARN to be glued together. Parameters are String or
StringList (SSM User Guide, "Parameter types"; SecureString cannot be made by CloudFormation).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from constructs_lib.kernel.keys import KeyPurpose

if TYPE_CHECKING:
    from aws_cdk import aws_certificatemanager as acm
    from aws_cdk import aws_ec2 as ec2
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_lambda as lambda_
    from aws_cdk import aws_route53 as route53
    from aws_cdk import aws_s3 as s3
    from aws_cdk import aws_secretsmanager as secretsmanager
    from aws_cdk import aws_sns as sns

T = TypeVar("T")


class OutputKind(StrEnum):
    """The Python type of an output."""

    STRING = "str"
    LIST = "list[str]"
    ZONAL_LIST = "list[str], one item an Availability Zone"
    KEY = "kms.IKey"
    VPC = "ec2.IVpc"
    SECURITY_GROUP = "ec2.ISecurityGroup"
    CERTIFICATE = "acm.ICertificate"
    ZONE = "route53.IHostedZone"
    BUCKET = "s3.IBucket"
    TOPIC = "sns.ITopic"
    FUNCTION = "lambda.IFunction"
    SECRET = "secretsmanager.ISecret"  # noqa: S105 - the name of a type, no secret
    MANAGED_POLICY = "iam.IManagedPolicy"


class WireType(StrEnum):
    """The SSM parameter type."""

    STRING = "String"
    STRING_LIST = "StringList"


@dataclass(frozen=True)
class Output(Generic[T]):
    """One value that a stack publishes for others.

    `legacy` are the paths under which the Terraform platform published it. `also` are outputs that every reader of it
    reads too. An optional output exists only while a setting of its producer says so; the meaning names the setting.
    """

    producer: str
    name: str
    kind: OutputKind
    meaning: str
    legacy: tuple[str, ...] = ()
    also: tuple[Output[Any], ...] = ()
    optional: bool = False

    @property
    def wire(self) -> WireType:
        """The SSM parameter type of this output."""
        return WireType.STRING_LIST if self.kind in (OutputKind.LIST, OutputKind.ZONAL_LIST) else WireType.STRING

    @property
    def constant(self) -> str:
        """The name of this output in Python, `KMS_RDS_KEY_ARN`."""
        return f"{self.producer}_{self.name}".replace("-", "_").upper()

    def path(self, environment: str) -> str:
        """The parameter's name, `/<env>/<producer>/<name>`."""
        return f"/{environment}/{self.producer}/{self.name}"


# bootstrap
BOOTSTRAP_STATE_BUCKET_NAME: Output[str] = Output(
    "bootstrap", "state-bucket-name", OutputKind.STRING, "Bucket that holds the Terraform state still in use"
)
BOOTSTRAP_LOCK_TABLE_NAME: Output[str] = Output(
    "bootstrap", "lock-table-name", OutputKind.STRING, "Table that locks the Terraform state"
)
BOOTSTRAP_PLAN_ROLE_ARN: Output[str] = Output(
    "bootstrap", "plan-role-arn", OutputKind.STRING, "Role that GitHub assumes for pull requests; reads only"
)
BOOTSTRAP_DEPLOY_ROLE_ARN: Output[str] = Output(
    "bootstrap", "deploy-role-arn", OutputKind.STRING, "Role that GitHub assumes to deploy; assumes the CDK roles"
)
BOOTSTRAP_ASSUME_ROLE_MAP: Output[str] = Output(
    "bootstrap", "assume-role-map", OutputKind.STRING,
    "JSON: account to environment to the CDK deploy role that the deploy role assumes there",
)  # fmt: skip

# kms
KMS_RDS_KEY_ARN: Output[kms.IKey] = Output(
    "kms", "rds-key-arn", OutputKind.KEY, "Key for databases and caches",
    legacy=("/shared/kms/rds-key-arn", "/shared/kms/elasticache-key-arn"),
)  # fmt: skip
KMS_SECRETS_KEY_ARN: Output[kms.IKey] = Output(
    "kms", "secrets-key-arn", OutputKind.KEY, "Key for secrets and secure parameters",
    legacy=("/shared/kms/secrets-manager-key-arn", "/shared/kms/ecs-secrets-key-arn", "/shared/kms/ssm-key-arn"),
)  # fmt: skip
KMS_TERRAFORM_STATE_KEY_ARN: Output[kms.IKey] = Output(
    "kms", "terraform-state-key-arn", OutputKind.KEY, "Key for the Terraform state bucket and lock table"
)
KMS_S3_DATA_KEY_ARN: Output[kms.IKey] = Output(
    "kms", "s3-data-key-arn", OutputKind.KEY, "Key for buckets with data", legacy=("/shared/kms/s3-key-arn",)
)
KMS_EFS_KEY_ARN: Output[kms.IKey] = Output("kms", "efs-key-arn", OutputKind.KEY, "Key for file systems")
KMS_EBS_KEY_ARN: Output[kms.IKey] = Output("kms", "ebs-key-arn", OutputKind.KEY, "Key for volumes and snapshots")
KMS_LOGS_KEY_ARN: Output[kms.IKey] = Output(
    "kms", "logs-key-arn", OutputKind.KEY, "Key for log groups and metrics workspaces",
    legacy=("/shared/kms/cloudwatch-logs-key-arn",),
)  # fmt: skip
KMS_ECR_KEY_ARN: Output[kms.IKey] = Output("kms", "ecr-key-arn", OutputKind.KEY, "Key for container repositories")
KMS_MESSAGING_KEY_ARN: Output[kms.IKey] = Output(
    "kms", "messaging-key-arn", OutputKind.KEY, "Key for topics and queues", legacy=("/shared/kms/sqs-key-arn",)
)

# network
NETWORK_VPC_CIDR: Output[str] = Output("network", "vpc-cidr", OutputKind.STRING, "IPv4 network of the VPC")
NETWORK_PUBLIC_SUBNET_IDS: Output[list[str]] = Output(
    "network", "public-subnet-ids", OutputKind.ZONAL_LIST, "Public subnets, in the order of the Availability Zones",
    legacy=("/shared/network/public-subnet-ids",),
)  # fmt: skip
NETWORK_PRIVATE_SUBNET_IDS: Output[list[str]] = Output(
    "network", "private-subnet-ids", OutputKind.ZONAL_LIST, "Private subnets, in the order of the Availability Zones",
    legacy=("/shared/network/private-subnet-ids",),
)  # fmt: skip
NETWORK_PRIVATE_ROUTE_TABLE_IDS: Output[list[str]] = Output(
    "network",
    "private-route-table-ids",
    OutputKind.ZONAL_LIST,
    "Route tables of the private subnets, in the same order",
)
NETWORK_VPC_ID: Output[ec2.IVpc] = Output(
    "network", "vpc-id", OutputKind.VPC, "The VPC", legacy=("/shared/network/vpc-id",),
    also=(NETWORK_PRIVATE_SUBNET_IDS,),
)  # fmt: skip
NETWORK_TRANSIT_GATEWAY_ID: Output[str] = Output(
    "network", "transit-gateway-id", OutputKind.STRING, "Transit Gateway, while stacks.network.transit_gateway is on",
    optional=True,
)  # fmt: skip

# acm
ACM_CERTIFICATE_ARN: Output[acm.ICertificate] = Output(
    "acm", "certificate-arn", OutputKind.CERTIFICATE, "Certificate of the apex and the wildcard, in the home region"
)
ACM_US_EAST_1_CERTIFICATE_ARN: Output[acm.ICertificate] = Output(
    "acm", "us-east-1-certificate-arn", OutputKind.CERTIFICATE,
    "The same in us-east-1 for CloudFront, published there, while stacks.acm.us_east_1_certificate is on",
    optional=True,
)  # fmt: skip

# route53
ROUTE53_HOSTED_ZONE_ID: Output[route53.IHostedZone] = Output(
    "route53", "hosted-zone-id", OutputKind.ZONE, "The public zone", legacy=("/shared/route53/hosted-zone-id",)
)
ROUTE53_NAME_SERVERS: Output[list[str]] = Output(
    "route53", "name-servers", OutputKind.LIST, "Name servers to enter at the registrar"
)

# secrets
SECRETS_ROTATION_FUNCTION_ARN: Output[lambda_.IFunction] = Output(
    "secrets", "rotation-function-arn", OutputKind.FUNCTION, "Function that rotates MySQL secrets"
)
SECRETS_ROTATION_SECURITY_GROUP_ID: Output[ec2.ISecurityGroup] = Output(
    "secrets", "rotation-security-group-id", OutputKind.SECURITY_GROUP,
    "Security group of the rotation function; a database admits it",
)  # fmt: skip
SECRETS_ADMIN_POLICY_ARN: Output[iam.IManagedPolicy] = Output(
    "secrets", "admin-policy-arn", OutputKind.MANAGED_POLICY, "Policy to administer secrets of the organization"
)

# atlantis
ATLANTIS_REPOSITORY_URL: Output[str] = Output(
    "atlantis", "repository-url", OutputKind.STRING, "Repository of the Atlantis image",
    legacy=("/shared/ecr/atlantis-repository-url",),
)  # fmt: skip
ATLANTIS_URL: Output[str] = Output("atlantis", "url", OutputKind.STRING, "Address of the Atlantis web page and hook")
ATLANTIS_CLUSTER_NAME: Output[str] = Output("atlantis", "cluster-name", OutputKind.STRING, "ECS cluster of Atlantis")
ATLANTIS_SERVICE_NAME: Output[str] = Output("atlantis", "service-name", OutputKind.STRING, "ECS service of Atlantis")
ATLANTIS_TASK_ROLE_ARN: Output[str] = Output(
    "atlantis", "task-role-arn", OutputKind.STRING, "Role that Atlantis works as"
)

# rds
RDS_DB_INSTANCE_ID: Output[str] = Output(
    "rds",
    "db-instance-id",
    OutputKind.STRING,
    "Identifier of the shared database",
    legacy=("/shared/rds/db-instance-id",),
)
RDS_DB_INSTANCE_ADDRESS: Output[str] = Output(
    "rds", "db-instance-address", OutputKind.STRING, "Host name of the shared database",
    legacy=("/shared/rds/db-instance-address",),
)  # fmt: skip
RDS_DB_INSTANCE_PORT: Output[str] = Output(
    "rds",
    "db-instance-port",
    OutputKind.STRING,
    "Port of the shared database",
    legacy=("/shared/rds/db-instance-port",),
)
RDS_DB_SECURITY_GROUP_ID: Output[ec2.ISecurityGroup] = Output(
    "rds", "db-security-group-id", OutputKind.SECURITY_GROUP, "Security group of the shared database",
    legacy=("/shared/rds/db-security-group-id",),
)  # fmt: skip
RDS_MASTER_PASSWORD_SECRET_NAME: Output[str] = Output(
    "rds", "master-password-secret-name", OutputKind.STRING, "Name of the master user's secret",
    legacy=("/shared/rds/master-password-secret-name",),
)  # fmt: skip
RDS_MASTER_SECRET_ARN: Output[secretsmanager.ISecret] = Output(
    "rds", "master-secret-arn", OutputKind.SECRET, "The master user's secret"
)
RDS_PROXY_ENDPOINT: Output[str] = Output(
    "rds", "proxy-endpoint", OutputKind.STRING, "Endpoint of the RDS Proxy, while stacks.rds.proxy is on", optional=True
)

# logging
LOGGING_ACCESS_LOG_BUCKET_NAME: Output[s3.IBucket] = Output(
    "logging", "access-log-bucket-name", OutputKind.BUCKET, "Bucket for the access logs of buckets and load balancers"
)
LOGGING_ARCHIVE_BUCKET_NAME: Output[s3.IBucket] = Output(
    "logging", "archive-bucket-name", OutputKind.BUCKET, "Bucket that archives log events for seven years"
)
LOGGING_ARCHIVE_STREAM_ARN: Output[str] = Output(
    "logging", "archive-stream-arn", OutputKind.STRING, "Delivery stream that a log group subscribes to for the archive"
)
LOGGING_SUBSCRIPTION_ROLE_ARN: Output[str] = Output(
    "logging", "subscription-role-arn", OutputKind.STRING, "Role as which CloudWatch Logs writes to the delivery stream"
)
LOGGING_APPLICATION_LOG_GROUP_NAME: Output[str] = Output(
    "logging", "application-log-group-name", OutputKind.STRING, "Central log group for applications"
)
LOGGING_ERROR_LOG_GROUP_NAME: Output[str] = Output(
    "logging", "error-log-group-name", OutputKind.STRING, "Central log group for errors"
)

# monitoring
MONITORING_CRITICAL_TOPIC_ARN: Output[sns.ITopic] = Output(
    "monitoring", "critical-topic-arn", OutputKind.TOPIC, "Alarms that wake somebody"
)
MONITORING_WARNING_TOPIC_ARN: Output[sns.ITopic] = Output(
    "monitoring", "warning-topic-arn", OutputKind.TOPIC, "Alarms for working hours"
)
MONITORING_INFO_TOPIC_ARN: Output[sns.ITopic] = Output(
    "monitoring", "info-topic-arn", OutputKind.TOPIC, "Recoveries and notices"
)
MONITORING_AMP_WORKSPACE_ARN: Output[str] = Output(
    "monitoring", "amp-workspace-arn", OutputKind.STRING, "Prometheus workspace"
)
MONITORING_AMP_REMOTE_WRITE_URL: Output[str] = Output(
    "monitoring", "amp-remote-write-url", OutputKind.STRING, "Where collectors send their metrics"
)
MONITORING_AMP_WRITER_POLICY_ARN: Output[iam.IManagedPolicy] = Output(
    "monitoring", "amp-writer-policy-arn", OutputKind.MANAGED_POLICY, "Policy of tasks whose collector writes metrics"
)
MONITORING_ADOT_CONFIG: Output[str] = Output(
    "monitoring", "adot-config", OutputKind.STRING, "Configuration of the ADOT collector",
    legacy=("/prod/monitoring/adot-config",),
)  # fmt: skip

# cloudtrail
CLOUDTRAIL_AUDIT_KEY_ARN: Output[kms.IKey] = Output(
    "cloudtrail", "audit-key-arn", OutputKind.KEY, "Key of the audit trail"
)
CLOUDTRAIL_TRAIL_ARN: Output[str] = Output("cloudtrail", "trail-arn", OutputKind.STRING, "The trail")
CLOUDTRAIL_BUCKET_NAME: Output[s3.IBucket] = Output(
    "cloudtrail", "bucket-name", OutputKind.BUCKET, "Bucket of the trail"
)
CLOUDTRAIL_SECURITY_TOPIC_ARN: Output[sns.ITopic] = Output(
    "cloudtrail", "security-topic-arn", OutputKind.TOPIC, "Security alerts and findings"
)

ALL: tuple[Output[Any], ...] = tuple(value for value in list(globals().values()) if isinstance(value, Output))

ALARM_TOPICS: tuple[Output[sns.ITopic], ...] = (
    MONITORING_CRITICAL_TOPIC_ARN,
    MONITORING_WARNING_TOPIC_ARN,
    MONITORING_INFO_TOPIC_ARN,
)

# What a container service with its repository reads, behind its load balancer; with NETWORK_VPC_CIDR for an internal
# one, with NETWORK_PUBLIC_SUBNET_IDS for one that faces the internet.
WEB_SERVICE: tuple[Output[Any], ...] = (
    NETWORK_VPC_ID,
    ACM_CERTIFICATE_ARN,
    LOGGING_ACCESS_LOG_BUCKET_NAME,
    KMS_EBS_KEY_ARN,
    KMS_ECR_KEY_ARN,
    KMS_LOGS_KEY_ARN,
    *ALARM_TOPICS,
)

KEY_OUTPUTS: dict[KeyPurpose, Output[kms.IKey]] = {
    KeyPurpose.RDS: KMS_RDS_KEY_ARN,
    KeyPurpose.SECRETS: KMS_SECRETS_KEY_ARN,
    KeyPurpose.TERRAFORM_STATE: KMS_TERRAFORM_STATE_KEY_ARN,
    KeyPurpose.S3_DATA: KMS_S3_DATA_KEY_ARN,
    KeyPurpose.EFS: KMS_EFS_KEY_ARN,
    KeyPurpose.EBS: KMS_EBS_KEY_ARN,
    KeyPurpose.LOGS: KMS_LOGS_KEY_ARN,
    KeyPurpose.ECR: KMS_ECR_KEY_ARN,
    KeyPurpose.MESSAGING: KMS_MESSAGING_KEY_ARN,
    KeyPurpose.AUDIT: CLOUDTRAIL_AUDIT_KEY_ARN,
}
