from __future__ import annotations

import pytest

from governed_cdk.drift.deployed import DeployedResource
from governed_cdk.drift.found import DriftPlace
from governed_cdk.drift.ids import HeldIds, names, service_of

HERE, THERE = DriftPlace("prod", "ap-northeast-2", "prod-app"), DriftPlace("prod", "us-east-1", "prod-app")
HELD = HeldIds(
    [
        DeployedResource(HERE, "Parameter", "/prod/app/x", "AWS::SSM::Parameter"),
        DeployedResource(HERE, "Queue", "https://sqs.ap-northeast-2.amazonaws.com/1/orders", "AWS::SQS::Queue"),
        DeployedResource(
            HERE, "Task", "arn:aws:ecs:ap-northeast-2:1:task-definition/app:1", "AWS::ECS::TaskDefinition"
        ),
        DeployedResource(HERE, "Log", "/aws/ecs/app/application", "AWS::Logs::LogGroup"),
        DeployedResource(THERE, "Role", "prod-app", "AWS::IAM::Role"),
        DeployedResource(THERE, "Topic", "arn:aws:sns:us-east-1:1:news", "AWS::SNS::Topic"),
    ]
)


@pytest.mark.parametrize(
    ("arn", "logical_id"),
    [
        ("arn:aws:ssm:ap-northeast-2:1:parameter/prod/app/x", "Parameter"),
        ("arn:aws:sqs:ap-northeast-2:1:orders", "Queue"),
        ("arn:aws:sqs:us-east-1:1:orders", None),
        ("arn:aws:sns:ap-northeast-2:1:orders", None),
        ("arn:aws:ecs:ap-northeast-2:1:task-definition/app:1", "Task"),
        ("arn:aws:ecs:ap-northeast-2:1:task-definition/other:1", None),
        ("arn:aws:logs:ap-northeast-2:1:log-group:/aws/ecs/app/application:*", "Log"),
        ("arn:aws:logs:ap-northeast-2:1:log-group:/other/application", None),
        ("arn:aws:iam::1:role/path/prod-app", "Role"),
    ],
)
def test_an_arn_is_the_resource_of_its_service_region_and_name(arn: str, logical_id: str | None) -> None:
    assert [one.logical_id for one in HELD.of(arn)] == ([logical_id] if logical_id else [])


def test_a_name_that_two_types_of_a_service_have_may_be_either() -> None:
    types = ("AWS::RDS::DBInstance", "AWS::RDS::DBSubnetGroup")
    held = HeldIds(DeployedResource(HERE, type_, "shared", type_) for type_ in types)
    assert [one.type for one in held.of("arn:aws:rds:ap-northeast-2:1:db:shared")] == list(types)


def test_a_name_is_one_of_a_type_in_a_region_or_anywhere() -> None:
    assert HELD.named("AWS::IAM::Role", "prod-app") is not None
    assert HELD.named("AWS::IAM::User", "prod-app") is None
    assert HELD.named("AWS::SNS::Topic", "news", "ap-northeast-2") is None


def test_a_role_has_its_name_behind_its_path_and_nothing_else_has() -> None:
    assert "b" in names("arn:aws:iam::1:role/a/b")
    assert "b" not in names("arn:aws:logs:r:1:log-group:/a/b")


def test_a_type_is_of_the_service_that_arns_name() -> None:
    types = ("AWS::EFS::FileSystem", "AWS::SQS::Queue", "AWS::ElasticLoadBalancingV2::Listener")
    assert [service_of(one) for one in types] == ["elasticfilesystem", "sqs", "elasticloadbalancing"]
