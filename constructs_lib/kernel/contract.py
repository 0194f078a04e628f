"""The contract: every value that crosses a stack, declared once. Nothing else crosses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import did_you_mean
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.output import Output

# bootstrap
BOOTSTRAP_STATE_BUCKET_NAME = Output.string(
    "bootstrap", "state-bucket-name", "Bucket that holds the Terraform state still in use"
)
BOOTSTRAP_LOCK_TABLE_NAME = Output.string("bootstrap", "lock-table-name", "Table that locks the Terraform state")
BOOTSTRAP_PLAN_ROLE_ARN = Output.string(
    "bootstrap", "plan-role-arn", "Role that GitHub assumes for pull requests; reads only"
)
BOOTSTRAP_DEPLOY_ROLE_ARN = Output.string(
    "bootstrap", "deploy-role-arn", "Role that GitHub assumes to deploy; assumes the CDK roles"
)
BOOTSTRAP_ASSUME_ROLE_MAP = Output.string(
    "bootstrap",
    "assume-role-map",
    "JSON: account to environment to the CDK deploy role that the deploy role assumes there",
)
# kms
KMS_RDS_KEY_ARN = KeyPurpose.RDS.output
KMS_SECRETS_KEY_ARN = KeyPurpose.SECRETS.output
KMS_TERRAFORM_STATE_KEY_ARN = KeyPurpose.TERRAFORM_STATE.output
KMS_S3_DATA_KEY_ARN = KeyPurpose.S3_DATA.output
KMS_EFS_KEY_ARN = KeyPurpose.EFS.output
KMS_EBS_KEY_ARN = KeyPurpose.EBS.output
KMS_LOGS_KEY_ARN = KeyPurpose.LOGS.output
KMS_ECR_KEY_ARN = KeyPurpose.ECR.output
KMS_MESSAGING_KEY_ARN = KeyPurpose.MESSAGING.output

# network
NETWORK_VPC_CIDR = Output.string("network", "vpc-cidr", "IPv4 network of the VPC")
NETWORK_PUBLIC_SUBNET_IDS = Output.zonal(
    "network",
    "public-subnet-ids",
    "Public subnets, in the order of the Availability Zones",
    legacy=("/shared/network/public-subnet-ids",),
)
NETWORK_PRIVATE_SUBNET_IDS = Output.zonal(
    "network",
    "private-subnet-ids",
    "Private subnets, in the order of the Availability Zones",
    legacy=("/shared/network/private-subnet-ids",),
)
NETWORK_PRIVATE_ROUTE_TABLE_IDS = Output.zonal(
    "network", "private-route-table-ids", "Route tables of the private subnets, in the same order"
)
NETWORK_VPC_ID = Output.vpc(
    "network", "vpc-id", "The VPC", legacy=("/shared/network/vpc-id",), also=(NETWORK_PRIVATE_SUBNET_IDS,)
)
NETWORK_TRANSIT_GATEWAY_ID = Output.string(
    "network", "transit-gateway-id", "Transit Gateway, while stacks.network.transit_gateway is on", optional=True
)

# acm
ACM_CERTIFICATE_ARN = Output.certificate(
    "acm", "certificate-arn", "Certificate of the apex and the wildcard, in the home region"
)
ACM_US_EAST_1_CERTIFICATE_ARN = Output.certificate(
    "acm",
    "us-east-1-certificate-arn",
    "The same in us-east-1 for CloudFront, published there, while stacks.acm.us_east_1_certificate is on",
    optional=True,
)

# route53
ROUTE53_HOSTED_ZONE_ID = Output.zone(
    "route53", "hosted-zone-id", "The public zone", legacy=("/shared/route53/hosted-zone-id",)
)
ROUTE53_NAME_SERVERS = Output.strings("route53", "name-servers", "Name servers to enter at the registrar")

# secrets
SECRETS_ROTATION_FUNCTION_ARN = Output.function(
    "secrets", "rotation-function-arn", "Function that rotates MySQL secrets"
)
SECRETS_ROTATION_SECURITY_GROUP_ID = Output.security_group(
    "secrets", "rotation-security-group-id", "Security group of the rotation function; a database admits it"
)
SECRETS_ADMIN_POLICY_ARN = Output.managed_policy(
    "secrets", "admin-policy-arn", "Policy to administer secrets of the organization"
)

# atlantis
ATLANTIS_REPOSITORY_URL = Output.string(
    "atlantis", "repository-url", "Repository of the Atlantis image", legacy=("/shared/ecr/atlantis-repository-url",)
)
ATLANTIS_URL = Output.string("atlantis", "url", "Address of the Atlantis web page and hook")
ATLANTIS_CLUSTER_NAME = Output.string("atlantis", "cluster-name", "ECS cluster of Atlantis")
ATLANTIS_SERVICE_NAME = Output.string("atlantis", "service-name", "ECS service of Atlantis")
ATLANTIS_TASK_ROLE_ARN = Output.string("atlantis", "task-role-arn", "Role that Atlantis works as")

# rds
RDS_DB_INSTANCE_ID = Output.string(
    "rds",
    "db-instance-id",
    "Identifier of the shared database",
    legacy=("/shared/rds/db-instance-id",),
)
RDS_DB_INSTANCE_ADDRESS = Output.string(
    "rds", "db-instance-address", "Host name of the shared database", legacy=("/shared/rds/db-instance-address",)
)
RDS_DB_INSTANCE_PORT = Output.string(
    "rds",
    "db-instance-port",
    "Port of the shared database",
    legacy=("/shared/rds/db-instance-port",),
)
RDS_DB_SECURITY_GROUP_ID = Output.security_group(
    "rds", "db-security-group-id", "Security group of the shared database", legacy=("/shared/rds/db-security-group-id",)
)
RDS_MASTER_PASSWORD_SECRET_NAME = Output.string(
    "rds",
    "master-password-secret-name",
    "Name of the master user's secret",
    legacy=("/shared/rds/master-password-secret-name",),
)
RDS_MASTER_SECRET_ARN = Output.secret("rds", "master-secret-arn", "The master user's secret")
RDS_PROXY_ENDPOINT = Output.string(
    "rds", "proxy-endpoint", "Endpoint of the RDS Proxy, while stacks.rds.proxy is on", optional=True
)

# logging
LOGGING_ACCESS_LOG_BUCKET_NAME = Output.bucket(
    "logging", "access-log-bucket-name", "Bucket for the access logs of buckets and load balancers"
)
LOGGING_ARCHIVE_BUCKET_NAME = Output.bucket(
    "logging", "archive-bucket-name", "Bucket that archives log events for seven years"
)
LOGGING_ARCHIVE_STREAM_ARN = Output.string(
    "logging", "archive-stream-arn", "Delivery stream that a log group subscribes to for the archive"
)
LOGGING_SUBSCRIPTION_ROLE_ARN = Output.string(
    "logging", "subscription-role-arn", "Role as which CloudWatch Logs writes to the delivery stream"
)
LOGGING_API_GATEWAY_ROLE_ARN = Output.string(
    "logging",
    "api-gateway-role-arn",
    "Role of API Gateway's logs, while stacks.logging.api_gateway is on",
    optional=True,
)
LOGGING_APPLICATION_LOG_GROUP_NAME = Output.string(
    "logging", "application-log-group-name", "Central log group for applications"
)
LOGGING_ERROR_LOG_GROUP_NAME = Output.string("logging", "error-log-group-name", "Central log group for errors")

# monitoring
MONITORING_CRITICAL_TOPIC_ARN = Output.topic("monitoring", "critical-topic-arn", "Alarms that wake somebody")
MONITORING_WARNING_TOPIC_ARN = Output.topic("monitoring", "warning-topic-arn", "Alarms for working hours")
MONITORING_INFO_TOPIC_ARN = Output.topic("monitoring", "info-topic-arn", "Recoveries and notices")
MONITORING_AMP_WORKSPACE_ARN = Output.string("monitoring", "amp-workspace-arn", "Prometheus workspace")
MONITORING_AMP_REMOTE_WRITE_URL = Output.string(
    "monitoring", "amp-remote-write-url", "Where collectors send their metrics"
)
MONITORING_AMP_WRITER_POLICY_ARN = Output.managed_policy(
    "monitoring", "amp-writer-policy-arn", "Policy of tasks whose collector writes metrics"
)
MONITORING_ADOT_CONFIG = Output.string(
    "monitoring",
    "adot-config",
    "Configuration of Atlantis's own ADOT collector; see MetricsCollector",
    legacy=("/prod/monitoring/adot-config",),
)

# cloudtrail
CLOUDTRAIL_AUDIT_KEY_ARN = KeyPurpose.AUDIT.output
CLOUDTRAIL_TRAIL_ARN = Output.string("cloudtrail", "trail-arn", "The trail")
CLOUDTRAIL_BUCKET_NAME = Output.bucket("cloudtrail", "bucket-name", "Bucket of the trail")
CLOUDTRAIL_SECURITY_TOPIC_ARN = Output.topic("cloudtrail", "security-topic-arn", "Security alerts and findings")

_WRITTEN_OUT = [one for one in list(globals().values()) if isinstance(one, Output)]
ALL: tuple[Output[Any], ...] = tuple(dict.fromkeys([*_WRITTEN_OUT, *(purpose.output for purpose in KeyPurpose)]))
ALARM_TOPICS = (MONITORING_CRITICAL_TOPIC_ARN, MONITORING_WARNING_TOPIC_ARN, MONITORING_INFO_TOPIC_ARN)

# What a container service reads; with NETWORK_VPC_CIDR behind an internal balancer, else NETWORK_PUBLIC_SUBNET_IDS.
WEB_SERVICE: tuple[Output[Any], ...] = (
    NETWORK_VPC_ID,
    ACM_CERTIFICATE_ARN,
    LOGGING_ACCESS_LOG_BUCKET_NAME,
    KMS_EBS_KEY_ARN,
    KMS_ECR_KEY_ARN,
    KMS_LOGS_KEY_ARN,
    *ALARM_TOPICS,
)

if not TYPE_CHECKING:  # a type checker knows the names above, and is to refuse any other

    def __getattr__(name: str) -> Output[Any]:
        """The output of a key whose constant is not written out above."""
        known = {output.constant: output for output in ALL}
        if name in known:
            return known[name]
        raise AttributeError(f"the contract has no {name}{did_you_mean(name, known)}")
