"""The names and ARNs that resources will have: what stands for a `Ref` or `Fn::GetAtt` before there is anything.

A physical name that CloudFormation makes up is spelled as it makes it, `<stack>-<logical id>-XXXXXXXXXXXX`: no two
resources are called the same, and patterns fit as they will. Sources: Service Authorization Reference, "Resource types"
of each service; CloudFormation Template Reference Guide, "Return values" of each type.
"""

from __future__ import annotations

from dataclasses import dataclass

_MADE_UP = "XXXXXXXXXXXX"
SECRET_ENDING = "-XXXXXX"  # noqa: S105 - six characters that Secrets Manager adds to the name in an ARN


@dataclass(frozen=True, slots=True)
class Naming:
    """How a type is named: the property with its name, its ARN, and which of the two a `Ref` gives."""

    property: str
    arn: str
    ref: str = "name"


_HERE = "{region}:{account}"
NAMINGS: dict[str, Naming] = {
    "AWS::APS::Workspace": Naming("", f"aps:{_HERE}:workspace/{{name}}", ref="arn"),
    "AWS::Budgets::Budget": Naming("", "budgets::{account}:budget/{name}"),
    "AWS::CE::AnomalySubscription": Naming("", "ce::{account}:anomalysubscription/{name}"),
    "AWS::CloudTrail::Trail": Naming("TrailName", f"cloudtrail:{_HERE}:trail/{{name}}"),
    "AWS::CloudWatch::Alarm": Naming("AlarmName", f"cloudwatch:{_HERE}:alarm:{{name}}"),
    "AWS::DynamoDB::Table": Naming("TableName", f"dynamodb:{_HERE}:table/{{name}}"),
    "AWS::EC2::FlowLog": Naming("", f"ec2:{_HERE}:vpc-flow-log/{{name}}"),
    "AWS::ECR::Repository": Naming("RepositoryName", f"ecr:{_HERE}:repository/{{name}}"),
    "AWS::ECS::Cluster": Naming("ClusterName", f"ecs:{_HERE}:cluster/{{name}}"),
    "AWS::EFS::FileSystem": Naming("", f"elasticfilesystem:{_HERE}:file-system/{{name}}"),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": Naming(
        "", f"elasticloadbalancing:{_HERE}:loadbalancer/{{name}}", ref="arn"
    ),
    "AWS::Events::EventBus": Naming("Name", f"events:{_HERE}:event-bus/{{name}}"),
    "AWS::Events::Rule": Naming("Name", f"events:{_HERE}:rule/{{name}}"),
    "AWS::Grafana::Workspace": Naming("", f"grafana:{_HERE}:/workspaces/{{name}}"),
    "AWS::IAM::Group": Naming("GroupName", "iam::{account}:group/{name}"),
    "AWS::IAM::ManagedPolicy": Naming("ManagedPolicyName", "iam::{account}:policy/{name}", ref="arn"),
    "AWS::IAM::OIDCProvider": Naming("Url", "iam::{account}:oidc-provider/{name}", ref="arn"),
    "AWS::IAM::Role": Naming("RoleName", "iam::{account}:role/{name}"),
    "AWS::IAM::User": Naming("UserName", "iam::{account}:user/{name}"),
    "AWS::KMS::Alias": Naming("AliasName", f"kms:{_HERE}:{{name}}"),
    "AWS::KMS::Key": Naming("", f"kms:{_HERE}:key/{{name}}"),
    "AWS::KMS::ReplicaKey": Naming("", f"kms:{_HERE}:key/{{name}}"),
    "AWS::KinesisFirehose::DeliveryStream": Naming("DeliveryStreamName", f"firehose:{_HERE}:deliverystream/{{name}}"),
    "AWS::Lambda::Function": Naming("FunctionName", f"lambda:{_HERE}:function:{{name}}"),
    "AWS::Logs::LogGroup": Naming("LogGroupName", f"logs:{_HERE}:log-group:{{name}}:*"),
    "AWS::RDS::DBInstance": Naming("DBInstanceIdentifier", f"rds:{_HERE}:db:{{name}}"),
    "AWS::S3::Bucket": Naming("BucketName", "s3:::{name}"),
    "AWS::SNS::Topic": Naming("TopicName", f"sns:{_HERE}:{{name}}", ref="arn"),
    "AWS::SQS::Queue": Naming("QueueName", f"sqs:{_HERE}:{{name}}", ref="url"),
    "AWS::SecretsManager::Secret": Naming("Name", f"secretsmanager:{_HERE}:secret:{{name}}{SECRET_ENDING}", ref="arn"),
}

# What a service says that it calls for, where that is another resource than the one that made it call: the property.
SOURCES = {"AWS::SNS::Subscription": "TopicArn"}

# A type whose `Ref` is that of another resource, which a property names.
SAME_AS = {
    "AWS::SecretsManager::RotationSchedule": "SecretId",
    "AWS::SecretsManager::SecretTargetAttachment": "SecretId",
}


def naming_of(type_: str) -> Naming:
    """How a type is named; a type that is not listed has an ARN of the common form."""
    service = type_.split("::")[1].lower() if type_.count("::") > 1 else "custom"
    return NAMINGS.get(type_) or Naming("", f"{service}:{_HERE}:{{name}}")


def made_up_name(stack: str, logical_id: str, type_: str) -> str:
    """The name that CloudFormation makes up, as far as anybody can tell before."""
    name = f"{stack}-{logical_id}-{_MADE_UP}"
    return name.lower() if type_ == "AWS::S3::Bucket" else name
