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
class ArnForm:
    """How a type is named: the property with its name, its ARN, and which of the two a `Ref` gives."""

    property: str
    arn: str
    ref: str = "name"


_HERE = "{region}:{account}"
NAMINGS: dict[str, ArnForm] = {
    "AWS::APS::Workspace": ArnForm("", f"aps:{_HERE}:workspace/{{name}}", ref="arn"),
    "AWS::Budgets::Budget": ArnForm("", "budgets::{account}:budget/{name}"),
    "AWS::CE::AnomalySubscription": ArnForm("", "ce::{account}:anomalysubscription/{name}"),
    "AWS::CloudTrail::Trail": ArnForm("TrailName", f"cloudtrail:{_HERE}:trail/{{name}}"),
    "AWS::CloudWatch::Alarm": ArnForm("AlarmName", f"cloudwatch:{_HERE}:alarm:{{name}}"),
    "AWS::CloudWatch::CompositeAlarm": ArnForm("AlarmName", f"cloudwatch:{_HERE}:alarm:{{name}}"),
    "AWS::DynamoDB::Table": ArnForm("TableName", f"dynamodb:{_HERE}:table/{{name}}"),
    "AWS::EC2::FlowLog": ArnForm("", f"ec2:{_HERE}:vpc-flow-log/{{name}}"),
    "AWS::ECR::Repository": ArnForm("RepositoryName", f"ecr:{_HERE}:repository/{{name}}"),
    "AWS::ECS::Cluster": ArnForm("ClusterName", f"ecs:{_HERE}:cluster/{{name}}"),
    "AWS::ECS::TaskDefinition": ArnForm("", f"ecs:{_HERE}:task-definition/{{name}}", ref="arn"),
    "AWS::EFS::FileSystem": ArnForm("", f"elasticfilesystem:{_HERE}:file-system/{{name}}"),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ArnForm(
        "", f"elasticloadbalancing:{_HERE}:loadbalancer/{{name}}", ref="arn"
    ),
    "AWS::Events::EventBus": ArnForm("Name", f"events:{_HERE}:event-bus/{{name}}"),
    "AWS::Events::Rule": ArnForm("Name", f"events:{_HERE}:rule/{{name}}"),
    "AWS::Grafana::Workspace": ArnForm("", f"grafana:{_HERE}:/workspaces/{{name}}"),
    "AWS::IAM::Group": ArnForm("GroupName", "iam::{account}:group/{name}"),
    "AWS::IAM::ManagedPolicy": ArnForm("ManagedPolicyName", "iam::{account}:policy/{name}", ref="arn"),
    "AWS::IAM::OIDCProvider": ArnForm("Url", "iam::{account}:oidc-provider/{name}", ref="arn"),
    "AWS::IAM::Role": ArnForm("RoleName", "iam::{account}:role/{name}"),
    "AWS::IAM::User": ArnForm("UserName", "iam::{account}:user/{name}"),
    "AWS::KMS::Alias": ArnForm("AliasName", f"kms:{_HERE}:{{name}}"),
    "AWS::KMS::Key": ArnForm("", f"kms:{_HERE}:key/{{name}}"),
    "AWS::KMS::ReplicaKey": ArnForm("", f"kms:{_HERE}:key/{{name}}"),
    "AWS::KinesisFirehose::DeliveryStream": ArnForm("DeliveryStreamName", f"firehose:{_HERE}:deliverystream/{{name}}"),
    "AWS::Lambda::Function": ArnForm("FunctionName", f"lambda:{_HERE}:function:{{name}}"),
    "AWS::Logs::LogGroup": ArnForm("LogGroupName", f"logs:{_HERE}:log-group:{{name}}:*"),
    "AWS::RDS::DBInstance": ArnForm("DBInstanceIdentifier", f"rds:{_HERE}:db:{{name}}"),
    "AWS::Route53::HostedZone": ArnForm("", "route53:::hostedzone/{name}"),
    "AWS::S3::Bucket": ArnForm("BucketName", "s3:::{name}"),
    "AWS::SNS::Topic": ArnForm("TopicName", f"sns:{_HERE}:{{name}}", ref="arn"),
    "AWS::SQS::Queue": ArnForm("QueueName", f"sqs:{_HERE}:{{name}}", ref="url"),
    "AWS::Scheduler::Schedule": ArnForm("Name", f"scheduler:{_HERE}:schedule/default/{{name}}"),
    "AWS::SecretsManager::Secret": ArnForm("Name", f"secretsmanager:{_HERE}:secret:{{name}}{SECRET_ENDING}", ref="arn"),
    "AWS::StepFunctions::StateMachine": ArnForm("StateMachineName", f"states:{_HERE}:stateMachine:{{name}}", ref="arn"),
}

# A type whose `Ref` is that of another resource, which a property names.
SAME_AS = {
    "AWS::SecretsManager::RotationSchedule": "SecretId",
    "AWS::SecretsManager::SecretTargetAttachment": "SecretId",
}


def naming_of(type_: str) -> ArnForm:
    """How a type is named; a type that is not listed has an ARN of the common form."""
    service = type_.split("::")[1].lower() if type_.count("::") > 1 else "custom"
    return NAMINGS.get(type_) or ArnForm("", f"{service}:{_HERE}:{{name}}")


def made_up_name(stack: str, logical_id: str, type_: str) -> str:
    """The name that CloudFormation makes up, as far as anybody can tell before."""
    name = f"{stack}-{logical_id}-{_MADE_UP}"
    return name.lower() if type_ == "AWS::S3::Bucket" else name
