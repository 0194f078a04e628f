"""Physical names of the types that the platform uses: the property, the longest name, and whether hyphens may stand.

Lengths are those of the services' API references.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from constructs_lib.naming import KEBAB

KEBAB_PATH = re.compile(r"^/?[a-z0-9]+([./_-]?[A-Za-z0-9]+)*$")
SNAKE = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
FIFO = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*(\.fifo)?$")
LOG_GROUP = re.compile(r"^(/[a-z0-9-]+(/[a-zA-Z0-9._-]+)+|aws-waf-logs-[a-z0-9-]+)$")
PATH = re.compile(r"^(/[a-z0-9]+([_-][a-z0-9]+)*)+$")
ALIAS = re.compile(r"^alias/[a-z][a-z0-9]*(-[a-z0-9]+)*$")


@dataclass(frozen=True)
class NameProperty:
    """Where a type's physical name stands, how long it may be, what it looks like, and how that is said."""

    property: str
    max_length: int
    pattern: re.Pattern[str] = KEBAB
    allowed: str = "kebab-case, <env>-<service>-<kind>"
    fill: bool = True


_AS_PATH = "a path such as /<org>/<env>/<service>/<kind>"

NAME_PROPERTIES: dict[str, NameProperty] = {
    "AWS::APS::Workspace": NameProperty("Alias", 100),
    "AWS::Athena::WorkGroup": NameProperty("Name", 128),
    "AWS::Backup::BackupVault": NameProperty("BackupVaultName", 50),
    "AWS::CloudTrail::Trail": NameProperty("TrailName", 128),
    "AWS::CloudWatch::Alarm": NameProperty("AlarmName", 255),
    "AWS::CloudWatch::CompositeAlarm": NameProperty("AlarmName", 255),
    "AWS::CloudWatch::Dashboard": NameProperty("DashboardName", 255),
    "AWS::DynamoDB::Table": NameProperty("TableName", 255),
    "AWS::EC2::SecurityGroup": NameProperty("GroupName", 255),
    "AWS::ECR::Repository": NameProperty("RepositoryName", 256, KEBAB_PATH),
    "AWS::ECS::Cluster": NameProperty("ClusterName", 255),
    "AWS::ECS::Service": NameProperty("ServiceName", 255),
    "AWS::ECS::TaskDefinition": NameProperty("Family", 255),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": NameProperty("Name", 32),
    "AWS::ElasticLoadBalancingV2::TargetGroup": NameProperty("Name", 32),
    "AWS::Events::Rule": NameProperty("Name", 64),
    "AWS::Glue::Database": NameProperty("DatabaseInput.Name", 255, SNAKE, "snake_case", fill=False),
    "AWS::IAM::ManagedPolicy": NameProperty("ManagedPolicyName", 128),
    "AWS::IAM::Role": NameProperty("RoleName", 64),
    "AWS::KMS::Alias": NameProperty("AliasName", 256, ALIAS, "alias/<env>-<purpose>", fill=False),
    "AWS::KinesisFirehose::DeliveryStream": NameProperty("DeliveryStreamName", 64),
    "AWS::Lambda::Function": NameProperty("FunctionName", 64),
    "AWS::Logs::LogGroup": NameProperty("LogGroupName", 512, LOG_GROUP, _AS_PATH, fill=False),
    "AWS::RDS::DBInstance": NameProperty("DBInstanceIdentifier", 63),
    "AWS::RDS::DBParameterGroup": NameProperty("DBParameterGroupName", 255),
    "AWS::RDS::DBProxy": NameProperty("DBProxyName", 63),
    "AWS::RDS::DBSubnetGroup": NameProperty("DBSubnetGroupName", 255),
    "AWS::S3::Bucket": NameProperty("BucketName", 63),
    "AWS::SNS::Topic": NameProperty("TopicName", 256, FIFO),
    "AWS::SQS::Queue": NameProperty("QueueName", 80, FIFO),
    "AWS::SSM::Parameter": NameProperty("Name", 1011, PATH, "a path such as /<env>/<stack>/<name>", fill=False),
    "AWS::SecretsManager::Secret": NameProperty("Name", 512, PATH, "/<org>/<service>/<env>/<name>", fill=False),
    "AWS::WAFv2::WebACL": NameProperty("Name", 128),
}

# Types whose Name is a tag. CDK writes the construct path there, with slashes.
NAME_TAGGED = frozenset(
    {
        "AWS::EC2::EIP", "AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::RouteTable",
        "AWS::EC2::Subnet", "AWS::EC2::TransitGateway", "AWS::EC2::VPC", "AWS::EC2::VPCEndpoint",
        "AWS::EC2::SecurityGroup", "AWS::EC2::FlowLog", "AWS::EC2::NetworkAcl",
    }
)  # fmt: skip
