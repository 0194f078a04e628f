"""Trail, rules, alarms, topics and queues are wired to each other: what happens at one end arrives at the other."""

from __future__ import annotations

import contextlib
import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import contract
from tests.integration.support import ACCOUNT, HOME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.support import Deployed

_PATIENCE_S = 15.0


@pytest.fixture
def security_queue(deployed: Deployed) -> Iterator[str]:
    """A queue that is subscribed to the topic of security alerts."""
    with subscribed(deployed, deployed.parameter(contract.CLOUDTRAIL_SECURITY_TOPIC_ARN.path("prod"))) as url:
        yield url


@contextlib.contextmanager
def subscribed(deployed: Deployed, topic: str) -> Iterator[str]:
    sqs, sns = deployed.client("sqs"), deployed.client("sns")
    url: str = sqs.create_queue(QueueName=f"rehearsal-{topic.rsplit(':', 1)[-1]}")["QueueUrl"]
    endpoint = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    admits = {
        "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage",
        "Resource": endpoint, "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }  # fmt: skip
    policy = json.dumps({"Version": "2012-10-17", "Statement": [admits]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    subscription = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=endpoint)["SubscriptionArn"]
    try:
        yield url
    finally:
        sns.unsubscribe(SubscriptionArn=subscription)
        sqs.delete_queue(QueueUrl=url)


def received(deployed: Deployed, url: str) -> dict[str, Any]:
    """The next notification in a queue, as SNS wrapped it."""
    sqs, deadline = deployed.client("sqs"), time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        messages = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages", [])
        if messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=messages[0]["ReceiptHandle"])
            notification: dict[str, Any] = json.loads(messages[0]["Body"])
            return notification
    pytest.fail(f"nothing came to {url} within {_PATIENCE_S:.0f} s")


def test_an_event_of_the_trail_reaches_the_security_topic_and_its_queue(
    deployed: Deployed, security_queue: str
) -> None:
    detail = {
        "eventSource": "signin.amazonaws.com", "eventName": "ConsoleLogin", "eventType": "AwsConsoleSignIn",
        "responseElements": {"ConsoleLogin": "Failure"}, "userIdentity": {"type": "IAMUser", "userName": "eve"},
        "awsRegion": HOME, "recipientAccountId": ACCOUNT, "sourceIPAddress": "203.0.113.7",
        "eventTime": "2026-01-01T00:00:00Z", "errorMessage": "Failed authentication",
    }  # fmt: skip
    entry = {
        "Source": "aws.signin", "DetailType": "AWS Console Sign In via CloudTrail", "Detail": json.dumps(detail),
    }  # fmt: skip
    answer = deployed.client("events").put_events(Entries=[entry])
    assert answer["FailedEntryCount"] == 0
    assert "eve" in received(deployed, security_queue)["Message"]


def test_an_alarm_reaches_the_critical_topic_and_its_queue(deployed: Deployed) -> None:
    topic = deployed.parameter(contract.MONITORING_CRITICAL_TOPIC_ARN.path("prod"))
    cloudwatch = deployed.client("cloudwatch")
    alarms = _pages(cloudwatch, "describe_alarms", "MetricAlarms")
    name = next(alarm["AlarmName"] for alarm in alarms if topic in alarm["AlarmActions"])
    with subscribed(deployed, topic) as url:
        cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="rehearsal")
        assert name in received(deployed, url)["Message"]
    cloudwatch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="rehearsal")


def test_every_alarm_acts_on_a_topic_that_exists(deployed: Deployed) -> None:
    checked = 0
    for region in sorted({stack.region for stack in deployed.stacks}):
        topics = {topic["TopicArn"] for topic in _pages(deployed.client("sns", region), "list_topics", "Topics")}
        cloudwatch = deployed.client("cloudwatch", region)
        for alarm in (
            alarm
            for key in ("MetricAlarms", "CompositeAlarms")
            for alarm in _pages(cloudwatch, "describe_alarms", key, AlarmTypes=[key.removesuffix("s")])
        ):
            actions = {*alarm["AlarmActions"], *alarm.get("OKActions", [])}
            assert actions <= topics, alarm["AlarmName"]
            checked += 1
    expected = [*deployed.each("AWS::CloudWatch::Alarm"), *deployed.each("AWS::CloudWatch::CompositeAlarm")]
    assert checked == len(expected)


def test_every_rule_has_a_target_and_a_target_that_is_a_topic_exists(deployed: Deployed) -> None:
    for stack, name, _ in deployed.each("AWS::Events::Rule"):
        targets = deployed.client("events", stack.region).list_targets_by_rule(Rule=name)["Targets"]
        assert targets, name
        for target in targets:
            if target["Arn"].split(":")[2] == "sns":
                deployed.client("sns", stack.region).get_topic_attributes(TopicArn=target["Arn"])


def test_the_trail_logs_into_its_bucket_and_log_group(deployed: Deployed) -> None:
    ((stack, name, _),) = deployed.each("AWS::CloudTrail::Trail")
    cloudtrail = deployed.client("cloudtrail", stack.region)
    trail = cloudtrail.get_trail(Name=name)["Trail"]
    assert cloudtrail.get_trail_status(Name=name)["IsLogging"] is True
    assert trail["IsMultiRegionTrail"] is True
    assert trail["LogFileValidationEnabled"] is True
    assert trail["S3BucketName"] == deployed.parameter(contract.CLOUDTRAIL_BUCKET_NAME.path("prod"))
    assert trail["KmsKeyId"] == deployed.parameter(contract.CLOUDTRAIL_AUDIT_KEY_ARN.path("prod"))
    groups = {group["arn"] for group in deployed.client("logs").describe_log_groups()["logGroups"]}
    assert trail["CloudWatchLogsLogGroupArn"] in groups


def test_the_database_admits_the_rotation_function(deployed: Deployed) -> None:
    database = deployed.parameter(contract.RDS_DB_SECURITY_GROUP_ID.path("prod"))
    rotation = deployed.parameter(contract.SECRETS_ROTATION_SECURITY_GROUP_ID.path("prod"))
    (group,) = deployed.client("ec2").describe_security_groups(GroupIds=[database])["SecurityGroups"]
    admitted = {
        pair["GroupId"]
        for permission in group["IpPermissions"]
        if permission.get("FromPort") == 3306
        for pair in permission["UserIdGroupPairs"]
    }
    assert rotation in admitted


def _pages(client: Any, operation: str, key: str, **arguments: Any) -> Iterator[dict[str, Any]]:
    for page in client.get_paginator(operation).paginate(**arguments):
        yield from page[key]
