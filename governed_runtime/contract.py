"""What the platform's stacks publish. Written by `governed-cdk docs` from the library's contract."""

from governed_runtime.outputs import Output

BOOTSTRAP_STATE_BUCKET_NAME = Output.string("bootstrap", "state-bucket-name")
"""Bucket that holds the Terraform state still in use."""
BOOTSTRAP_LOCK_TABLE_NAME = Output.string("bootstrap", "lock-table-name")
"""Table that locks the Terraform state."""
BOOTSTRAP_PLAN_ROLE_ARN = Output.string("bootstrap", "plan-role-arn")
"""Role that GitHub assumes for pull requests; reads only."""
BOOTSTRAP_DEPLOY_ROLE_ARN = Output.string("bootstrap", "deploy-role-arn")
"""Role that GitHub assumes to deploy; assumes the CDK roles."""
BOOTSTRAP_ASSUME_ROLE_MAP = Output.string("bootstrap", "assume-role-map")
"""JSON: account to environment to the CDK deploy role that the deploy role assumes there."""
KMS_RDS_KEY_ARN = Output.string("kms", "rds-key-arn")
"""Key for databases and caches."""
KMS_SECRETS_KEY_ARN = Output.string("kms", "secrets-key-arn")
"""Key for secrets and secure parameters."""
KMS_TERRAFORM_STATE_KEY_ARN = Output.string("kms", "terraform-state-key-arn")
"""Key for the Terraform state bucket and lock table."""
KMS_S3_DATA_KEY_ARN = Output.string("kms", "s3-data-key-arn")
"""Key for buckets with data."""
KMS_EFS_KEY_ARN = Output.string("kms", "efs-key-arn")
"""Key for file systems."""
KMS_EBS_KEY_ARN = Output.string("kms", "ebs-key-arn")
"""Key for volumes and snapshots."""
KMS_LOGS_KEY_ARN = Output.string("kms", "logs-key-arn")
"""Key for log groups and metrics workspaces."""
KMS_ECR_KEY_ARN = Output.string("kms", "ecr-key-arn")
"""Key for container repositories."""
KMS_MESSAGING_KEY_ARN = Output.string("kms", "messaging-key-arn")
"""Key for topics and queues."""
NETWORK_VPC_CIDR = Output.string("network", "vpc-cidr")
"""IPv4 network of the VPC."""
NETWORK_PUBLIC_SUBNET_IDS = Output.strings("network", "public-subnet-ids")
"""Public subnets, in the order of the Availability Zones."""
NETWORK_PRIVATE_SUBNET_IDS = Output.strings("network", "private-subnet-ids")
"""Private subnets, in the order of the Availability Zones."""
NETWORK_PRIVATE_ROUTE_TABLE_IDS = Output.strings("network", "private-route-table-ids")
"""Route tables of the private subnets, in the same order."""
NETWORK_VPC_ID = Output.string("network", "vpc-id")
"""The VPC."""
NETWORK_TRANSIT_GATEWAY_ID = Output.optional("network", "transit-gateway-id")
"""Transit Gateway, while stacks.network.transit_gateway is on."""
ACM_CERTIFICATE_ARN = Output.string("acm", "certificate-arn")
"""Certificate of the apex and the wildcard, in the home region."""
ROUTE53_HOSTED_ZONE_ID = Output.string("route53", "hosted-zone-id")
"""The public zone."""
ROUTE53_NAME_SERVERS = Output.strings("route53", "name-servers")
"""Name servers to enter at the registrar."""
SECRETS_ROTATION_FUNCTION_ARN = Output.string("secrets", "rotation-function-arn")
"""Function that rotates MySQL secrets."""
SECRETS_ROTATION_SECURITY_GROUP_ID = Output.string("secrets", "rotation-security-group-id")
"""Security group of the rotation function; a database admits it."""
SECRETS_ADMIN_POLICY_ARN = Output.string("secrets", "admin-policy-arn")
"""Policy to administer secrets of the organization."""
ATLANTIS_REPOSITORY_URL = Output.string("atlantis", "repository-url")
"""Repository of the Atlantis image."""
ATLANTIS_URL = Output.string("atlantis", "url")
"""Address of the Atlantis web page and hook."""
ATLANTIS_CLUSTER_NAME = Output.string("atlantis", "cluster-name")
"""ECS cluster of Atlantis."""
ATLANTIS_SERVICE_NAME = Output.string("atlantis", "service-name")
"""ECS service of Atlantis."""
ATLANTIS_TASK_ROLE_ARN = Output.string("atlantis", "task-role-arn")
"""Role that Atlantis works as."""
RDS_DB_INSTANCE_ID = Output.string("rds", "db-instance-id")
"""Identifier of the shared database."""
RDS_DB_INSTANCE_ADDRESS = Output.string("rds", "db-instance-address")
"""Host name of the shared database."""
RDS_DB_INSTANCE_PORT = Output.string("rds", "db-instance-port")
"""Port of the shared database."""
RDS_DB_SECURITY_GROUP_ID = Output.string("rds", "db-security-group-id")
"""Security group of the shared database."""
RDS_MASTER_PASSWORD_SECRET_NAME = Output.string("rds", "master-password-secret-name")
"""Name of the master user's secret."""
RDS_MASTER_SECRET_ARN = Output.string("rds", "master-secret-arn")
"""The master user's secret."""
RDS_PROXY_ENDPOINT = Output.optional("rds", "proxy-endpoint")
"""Endpoint of the RDS Proxy, while stacks.rds.proxy is on."""
LOGGING_ACCESS_LOG_BUCKET_NAME = Output.string("logging", "access-log-bucket-name")
"""Bucket for the access logs of buckets and load balancers."""
LOGGING_ARCHIVE_BUCKET_NAME = Output.string("logging", "archive-bucket-name")
"""Bucket that archives log events for seven years."""
LOGGING_ARCHIVE_STREAM_ARN = Output.string("logging", "archive-stream-arn")
"""Delivery stream that a log group subscribes to for the archive."""
LOGGING_SUBSCRIPTION_ROLE_ARN = Output.string("logging", "subscription-role-arn")
"""Role as which CloudWatch Logs writes to the delivery stream."""
LOGGING_API_GATEWAY_ROLE_ARN = Output.optional("logging", "api-gateway-role-arn")
"""Role of API Gateway's logs, while stacks.logging.api_gateway is on."""
LOGGING_APPLICATION_LOG_GROUP_NAME = Output.string("logging", "application-log-group-name")
"""Central log group for applications."""
LOGGING_ERROR_LOG_GROUP_NAME = Output.string("logging", "error-log-group-name")
"""Central log group for errors."""
MONITORING_CRITICAL_TOPIC_ARN = Output.string("monitoring", "critical-topic-arn")
"""Alarms that wake somebody."""
MONITORING_WARNING_TOPIC_ARN = Output.string("monitoring", "warning-topic-arn")
"""Alarms for working hours."""
MONITORING_INFO_TOPIC_ARN = Output.string("monitoring", "info-topic-arn")
"""Recoveries and notices."""
MONITORING_AMP_WORKSPACE_ARN = Output.string("monitoring", "amp-workspace-arn")
"""Prometheus workspace."""
MONITORING_AMP_REMOTE_WRITE_URL = Output.string("monitoring", "amp-remote-write-url")
"""Where collectors send their metrics."""
MONITORING_AMP_WRITER_POLICY_ARN = Output.string("monitoring", "amp-writer-policy-arn")
"""Policy of tasks whose collector writes metrics."""
MONITORING_ADOT_CONFIG = Output.string("monitoring", "adot-config")
"""Configuration of Atlantis's own ADOT collector; see MetricsCollector."""
CLOUDTRAIL_AUDIT_KEY_ARN = Output.string("cloudtrail", "audit-key-arn")
"""Key of the audit trail."""
CLOUDTRAIL_TRAIL_ARN = Output.string("cloudtrail", "trail-arn")
"""The trail."""
CLOUDTRAIL_BUCKET_NAME = Output.string("cloudtrail", "bucket-name")
"""Bucket of the trail."""
CLOUDTRAIL_SECURITY_TOPIC_ARN = Output.string("cloudtrail", "security-topic-arn")
"""Security alerts and findings."""
