from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.access.values import Values
from governed_cdk.deploy_policy.arns import ANY, Arns, partition_of
from governed_cdk.deploy_policy.names import NamePatterns
from governed_cdk.deploy_policy.texts import Texts
from tests.governed_cdk.deploy_policy.apps import ACCOUNT, REGION, app

if TYPE_CHECKING:
    from aspects.judge.template import Template

QUEUE = ("AWS::SQS::Queue", {"QueueName": "prod-orders-events"})
TOPIC = ("AWS::SNS::Topic", {"TopicName": "prod-orders-news"})


def arns_of(action: str, logical_id: str, found: list[Template]) -> frozenset[str]:
    values = Values(found)
    made = Arns(tuple(found), NamePatterns(found, values), Texts(values))
    return made.of(action, [found[0].resources[logical_id]])


def test_an_action_on_the_resource_itself_takes_its_name() -> None:
    found = app(Queue=QUEUE)
    assert arns_of("sqs:DeleteQueue", "Queue", found) == {f"arn:aws:sqs:{REGION}:{ACCOUNT}:prod-orders-*"}


@pytest.mark.parametrize("action", ["sqs:ListQueues", "sqs:NoSuchAction", "ec2:CreateVpc", "kms:CreateKey"])
def test_what_takes_no_arn_is_allowed_everywhere(action: str) -> None:
    assert arns_of(action, "Queue", app(Queue=QUEUE)) == ANY


def test_a_policy_of_a_topic_is_about_the_topics_of_the_app() -> None:
    policy = ("AWS::SNS::TopicPolicy", {"Topics": [{"Ref": "Topic"}], "PolicyDocument": {}})
    found = arns_of("sns:SetTopicAttributes", "Policy", app(Topic=TOPIC, Policy=policy))
    assert found >= {f"arn:aws:sns:{REGION}:{ACCOUNT}:prod-orders-*"}
    assert all(":prod-orders-" in arn for arn in found)


def test_of_others_it_is_that_arn_and_where_nobody_knows_it_any_of_the_account() -> None:
    theirs = f"arn:aws:sns:{REGION}:{ACCOUNT}:theirs"
    subscription = "AWS::SNS::Subscription"
    said = arns_of("sns:Subscribe", "It", app(Topic=TOPIC, It=(subscription, {"TopicArn": theirs})))
    assert theirs in said
    looked_up = {"Topic": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/prod/theirs"}}
    found = app(It=(subscription, {"TopicArn": {"Ref": "Topic"}}), parameters=looked_up)
    assert arns_of("sns:Subscribe", "It", found) == {f"arn:aws:sns:{REGION}:{ACCOUNT}:*"}


def test_other_resources_that_a_request_names_are_bound_to_the_account() -> None:
    instance: tuple[str, dict[str, Any]] = ("AWS::RDS::DBInstance", {"DBInstanceIdentifier": "prod-orders-db"})
    found = arns_of("rds:CreateDBInstance", "It", app(It=instance))
    assert f"arn:aws:rds:{REGION}:{ACCOUNT}:db:prod-orders-*" in found
    assert f"arn:aws:rds:{REGION}:{ACCOUNT}:pg:*" in found


def test_where_the_reference_lags_behind_a_tag_is_put_on_the_type_itself() -> None:
    bucket = ("AWS::S3::Bucket", {"BucketName": "prod-orders-files"})
    assert arns_of("s3:TagResource", "It", app(It=bucket)) == {"arn:aws:s3:::prod-orders-*"}


def test_a_partition_is_that_of_the_region() -> None:
    assert [partition_of(one) for one in ("cn-north-1", "us-gov-west-1", REGION)] == ["aws-cn", "aws-us-gov", "aws"]
