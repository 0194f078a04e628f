"""Which names are one: those of types that take each but once, and those that provably come out alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aspects.judge.rules.names_and_tags.physical_names_are_unique import check
from aspects.judge.template import Template
from tests.aspects.judge.rules.support import findings_of

RULE = "physical-names-are-unique"
SECTIONS = """
Parameters:
  Names: {Type: CommaDelimitedList}
  Joined: {Type: String}
  Stage: {Type: String, Default: prod}
  Empty: {Type: String, Default: ""}
Mappings:
  ByRegion:
    eu-west-1: {first: prod-west, second: prod-east}
    eu-central-1: {first: prod-east, second: prod-west}
    us-east-1: {first: prod-same, third: prod-same}
  ByStage:
    prod: {first: prod-a, second: prod-b}
    dev: {first: prod-b, second: prod-a}
"""


def pair(type_: str, first: str, second: str) -> str:
    return "".join(f"{name}: {{Type: {type_}, Properties: {given}}}\n" for name, given in (("A", first), ("B", second)))


def queues(first: str, second: str) -> list[tuple[str, str]]:
    return findings_of(RULE, pair("AWS::SQS::Queue", f"{{QueueName: {first}}}", f"{{QueueName: {second}}}"), SECTIONS)


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::ApiGateway::RestApi", {"Name": "prod-shop"}),
        ("AWS::ApiGateway::UsagePlan", {"UsagePlanName": "prod-shop"}),
        ("AWS::ApiGateway::ApiKey", {"Name": "prod-shop"}),
        ("AWS::ApiGateway::Authorizer", {"Name": "prod-shop", "RestApiId": "a", "Type": "TOKEN"}),
        ("AWS::ApiGatewayV2::Api", {"Name": "prod-shop"}),
        ("AWS::ApiGatewayV2::VpcLink", {"Name": "prod-shop", "SubnetIds": []}),
        ("AWS::Amplify::App", {"Name": "prod-shop"}),
        ("AWS::AppConfig::Application", {"Name": "prod-shop"}),
        ("AWS::AppSync::GraphQLApi", {"Name": "prod-shop"}),
        ("AWS::AppSync::FunctionConfiguration", {"Name": "prodShop", "ApiId": "a", "DataSourceName": "b"}),
        ("AWS::Athena::NamedQuery", {"Name": "prod-shop"}),
        ("AWS::Backup::BackupPlan", {"BackupPlan": {"BackupPlanName": "prod-shop"}}),
        ("AWS::Batch::JobDefinition", {"JobDefinitionName": "prod-shop"}),
        ("AWS::Bedrock::DataSource", {"Name": "prod-shop", "KnowledgeBaseId": "a"}),
        ("AWS::Cognito::IdentityPool", {"IdentityPoolName": "prod-shop"}),
        ("AWS::Cognito::UserPool", {"UserPoolName": "prod-shop"}),
        ("AWS::Cognito::UserPoolClient", {"ClientName": "prod-shop", "UserPoolId": "a"}),
        ("AWS::ECS::TaskDefinition", {"Family": "prod-shop"}),
        ("AWS::EMR::Cluster", {"Name": "prod-shop"}),
        ("AWS::EMR::Step", {"Name": "prod-shop", "JobFlowId": "a"}),
        ("AWS::GameLift::Fleet", {"Name": "prod-shop"}),
        ("AWS::Grafana::Workspace", {"Name": "prod-shop"}),
        ("AWS::Lambda::LayerVersion", {"LayerName": "prod-shop"}),
        ("AWS::Logs::QueryDefinition", {"Name": "prod-shop"}),
        ("AWS::RAM::ResourceShare", {"Name": "prod-shop"}),
        ("AWS::SSM::MaintenanceWindow", {"Name": "prod-shop"}),
        ("AWS::SSM::MaintenanceWindowTask", {"Name": "prod-shop", "WindowId": "a"}),
        ("AWS::SSM::PatchBaseline", {"Name": "prod-shop"}),
        ("AWS::Serverless::HttpApi", {"Name": "prod-shop"}),
        ("AWS::Serverless::LayerVersion", {"LayerName": "prod-shop"}),
    ],
)
def test_a_name_that_is_a_label_or_a_family_may_be_given_twice(type_: str, properties: dict[str, Any]) -> None:
    given = json.dumps(properties)
    assert findings_of(RULE, pair(type_, given, given)) == []


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::Batch::JobQueue", {"JobQueueName": "prod-shop"}),
        ("AWS::CloudFront::CachePolicy", {"CachePolicyConfig": {"Name": "prod-shop"}}),
        ("AWS::CloudWatch::Alarm", {"AlarmName": "prod-shop"}),
        ("AWS::CodeBuild::Project", {"Name": "prod-shop"}),
        ("AWS::DynamoDB::Table", {"TableName": "prod-shop"}),
        ("AWS::EC2::LaunchTemplate", {"LaunchTemplateName": "prod-shop"}),
        ("AWS::EC2::SecurityGroup", {"GroupName": "prod-shop", "VpcId": "vpc-1"}),
        ("AWS::ECS::Service", {"ServiceName": "prod-shop", "Cluster": "a"}),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", {"Name": "prod-shop"}),
        ("AWS::ElasticLoadBalancingV2::TargetGroup", {"Name": "prod-shop"}),
        ("AWS::Events::Rule", {"Name": "prod-shop"}),
        ("AWS::IAM::ManagedPolicy", {"ManagedPolicyName": "prod-shop"}),
        ("AWS::IAM::Role", {"RoleName": "prod-shop"}),
        ("AWS::KMS::Alias", {"AliasName": "alias/prod-shop"}),
        ("AWS::Lambda::Function", {"FunctionName": "prod-shop"}),
        ("AWS::Logs::LogGroup", {"LogGroupName": "/aws/shop/api"}),
        ("AWS::RDS::DBInstance", {"DBInstanceIdentifier": "prod-shop"}),
        ("AWS::S3::Bucket", {"BucketName": "prod-shop"}),
        ("AWS::SNS::Topic", {"TopicName": "prod-shop"}),
        ("AWS::SSM::Parameter", {"Name": "/prod/shop"}),
        ("AWS::SecretsManager::Secret", {"Name": "/prod/shop"}),
        ("AWS::Serverless::StateMachine", {"Name": "prod-shop"}),
        ("AWS::StepFunctions::StateMachine", {"StateMachineName": "prod-shop"}),
        ("AWS::WAFv2::WebACL", {"Name": "prod-shop", "Scope": "REGIONAL"}),
    ],
)
def test_the_second_of_a_name_that_identifies_is_a_finding(type_: str, properties: dict[str, Any]) -> None:
    given = json.dumps(properties)
    assert [place for place, _ in findings_of(RULE, pair(type_, given, given))] == ["B"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("!Sub ['prod-${n}', {n: !Select [0, !Ref Names]}]", "!Sub ['prod-${n}', {n: !Select [1, !Ref Names]}]"),
        ("!Select [0, !Ref Names]", "!Select [1, !Ref Names]"),
        ("!Sub ['${n}', {n: !Select [0, !Split [',', !Ref Joined]]}]", "!Select [1, !Split [',', !Ref Joined]]"),
        ("!Select [0, !Split ['.', !Ref Joined]]", "!Select [0, !Split ['-', !Ref Joined]]"),
        ("!Sub 'prod-${Topic.TopicName}'", "!Sub 'prod-${Topic.TopicArn}'"),
        ("!Sub 'prod-${Topic.TopicName}'", "!Sub 'prod-${Other.TopicName}'"),
        ("!Sub ['${n}', {n: !Select [0, !GetAZs '']}]", "!Sub ['${n}', {n: !Select [1, !GetAZs '']}]"),
        ("!Sub '{{resolve:ssm:/prod/${Joined}/x}}-a'", "!Sub '{{resolve:ssm:/prod/${Joined}/y}}-a'"),
        ("!FindInMap [ByRegion, !Ref AWS::Region, first]", "!FindInMap [ByRegion, !Ref AWS::Region, second]"),
        ("!FindInMap [ByStage, !Ref Stage, first]", "!FindInMap [ByStage, !Ref Stage, second]"),
        ("!Ref Empty", "!Ref Empty"),
        ("!Ref AWS::NoValue", "!Ref AWS::NoValue"),
    ],
)
def test_names_that_nobody_can_say_are_one_are_none(first: str, second: str) -> None:
    assert queues(first, second) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("!Select [1, !Ref Names]", "!Select [1, !Ref Names]"),
        ("!Sub 'prod-${Joined}'", "!Join ['-', [prod, !Ref Joined]]"),
        ("!Ref Joined", "!Sub '${Joined}'"),
        ("!FindInMap [ByStage, !Ref Stage, first]", "prod-a"),
        ("!FindInMap [ByRegion, !Ref AWS::Region, first]", "!FindInMap [ByRegion, !Ref AWS::Region, third]"),
        ("!Select [1, !Split ['/', x/prod-a]]", "!Sub '${Stage}-a'"),
    ],
)
def test_names_that_come_out_alike_are_one(first: str, second: str) -> None:
    assert queues(first, second) == [("B", "QueueName")]


def stages(account: str = "", region: str = "") -> list[str]:
    """What is found in the stacks of two stages that hold the same queue."""
    body = {"Resources": {"It": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "orders"}}}}
    both = [
        Template(Path("app.json"), body, account=account, region=region, stack_name="app", stack_path=f"{name}/app")
        for name in ("Dev", "Prod")
    ]
    for template in both:
        template.app, template.assembly = tuple(both), Path("cdk.out")
    return [breach.found for template in both for breach in check(template.resources["It"])]


def test_stages_of_which_nobody_knows_the_account_may_have_one_name_each() -> None:
    assert stages() == []
    assert stages(account="111122223333", region="ap-northeast-2") == ["QueueName is orders, the name of It of app."]
