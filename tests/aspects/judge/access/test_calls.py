from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.access.evaluation import decide
from aspects.judge.access.world import world_of
from aspects.judge.iam.truth import Truth
from aspects.judge.template.assembly import read_assembly
from tests.aspects.judge.access.run_time import ARN, answers, calls, given, key, said
from tests.aspects.judge.access.support import ACCOUNT, REGION

if TYPE_CHECKING:
    from tests.support import Templates

SOURCE = {"aws:sourceaccount": (ACCOUNT,)}
ALARM = ("AWS::CloudWatch::Alarm", {"AlarmName": "errors-of-the-app", "AlarmActions": [{"Ref": "Topic"}]})


def test_an_alarm_publishes_and_uses_the_key_of_the_topic_with_and_without_what_is_disputed() -> None:
    found = calls({"Alarm": ALARM, "Topic": ("AWS::SNS::Topic", {"KmsMasterKeyId": ARN}), "Key": key()})
    assert [said(one) for one in found] == [
        ("cloudwatch.amazonaws.com", "sns:Publish", "Topic"),
        *[("cloudwatch.amazonaws.com", "kms:GenerateDataKey", "Key")] * 2,
        *[("cloudwatch.amazonaws.com", "kms:Decrypt", "Key")] * 2,
    ]
    alarm = f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:errors-of-the-app"
    assert given(found[0]) == {**SOURCE, "aws:sourcearn": (alarm,)}
    topic = f"arn:aws:sns:{REGION}:{ACCOUNT}:prod-app-Topic-XXXXXXXXXXXX"
    context = {"kms:encryptioncontext:aws:sns:topicarn": (topic,)}
    assert [given(one) for one in found[1:3]] == [{**context, **SOURCE, "aws:sourcearn": (alarm,)}, context]


def test_a_call_is_allowed_by_the_policy_that_admits_it_and_refused_without() -> None:
    admits = {
        "Effect": "Allow", "Principal": {"Service": "cloudwatch.amazonaws.com"}, "Action": "sns:Publish",
        "Resource": {"Ref": "Topic"}, "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    }  # fmt: skip
    topic: tuple[str, dict[str, Any]] = ("AWS::SNS::Topic", {})
    policy = ("AWS::SNS::TopicPolicy", {"Topics": [{"Ref": "Topic"}], "PolicyDocument": {"Statement": [admits]}})
    assert answers(calls({"Alarm": ALARM, "Topic": topic, "Policy": policy})) == [Truth.YES]
    assert answers(calls({"Alarm": ALARM, "Topic": topic})) == [Truth.NO]


def test_nobody_calls_what_no_template_has() -> None:
    assert calls({"Alarm": ("AWS::CloudWatch::Alarm", {"AlarmActions": [f"arn:aws:sns:{REGION}:{ACCOUNT}:x"]})}) == []


def test_a_load_balancer_writes_below_its_prefix() -> None:
    attributes = [
        {"Key": "access_logs.s3.bucket", "Value": {"Ref": "Bucket"}},
        {"Key": "access_logs.s3.prefix", "Value": "alb/shop"},
    ]
    found, without = calls({
        "Balancer": ("AWS::ElasticLoadBalancingV2::LoadBalancer", {"LoadBalancerAttributes": attributes}),
        "Bucket": ("AWS::S3::Bucket", {"BucketName": "access-logs-of-all"}),
    })  # fmt: skip
    assert found.request.what.arn_for(found.request.action, found.request.part) == (
        f"arn:aws:s3:::access-logs-of-all/alb/shop/AWSLogs/{ACCOUNT}/record"
    )
    assert [list(given(one)) for one in (found, without)] == [["aws:sourcearn"], []]  # documents disagree


@pytest.mark.slow
def test_a_call_is_asked_of_who_and_what_are_there_now(prod: Templates) -> None:
    whole = world_of(read_assembly(Path(prod.folder)))
    entities = {one.arn: one for one in whole.entities}
    targets = {one.arn: one for one in whole.targets}
    assert all(one.among(entities, targets) is one.request for one in whole.calls)
    assert all(one.among({}, {}) is one.request for one in whole.calls)
    moved = {arn: targets[next(iter(targets))] for arn in targets}
    assert any(one.among(entities, moved) is not one.request for one in whole.calls)


@pytest.mark.slow
def test_every_call_of_an_environment_is_allowed(templates: Templates) -> None:
    found = world_of(read_assembly(Path(templates.folder))).calls
    refused = [str(one.request) for one in found if decide(one.request).answer is not Truth.YES]
    assert len(found) > 100
    assert refused == []
