from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.access.evaluation import decide
from aspects.judge.access.world import world_of
from aspects.judge.iam.truth import Truth
from aspects.judge.template.assembly import read_assembly
from tests.aspects.judge.access.resources import allow, key, role
from tests.aspects.judge.access.support import ACCOUNT, REGION, world

if TYPE_CHECKING:
    from aspects.judge.access.calls import RunTimeCall
    from tests.support import Templates

SOURCE = {"aws:sourceaccount": (ACCOUNT,)}


def calls(resources: dict[str, tuple[str, dict[str, Any]]]) -> list[RunTimeCall]:
    return list(world({"prod-app": resources}).calls)


def said(call: RunTimeCall) -> tuple[str, str, str]:
    return call.request.who.name, call.request.action, call.request.what.resource.logical_id


def given(call: RunTimeCall) -> dict[str, tuple[str, ...]]:
    return {key: values for key, values in call.request.context.items() if values}


def answers(found: list[RunTimeCall]) -> list[Truth]:
    return [decide(one.request).answer for one in found]


ALARM = ("AWS::CloudWatch::Alarm", {"AlarmName": "errors-of-the-app", "AlarmActions": [{"Ref": "Topic"}]})
ARN = {"Fn::GetAtt": ["Key", "Arn"]}


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


def test_a_rule_with_a_role_puts_events_by_the_role_and_without_one_by_itself() -> None:
    bus = f"arn:aws:events:us-east-1:{ACCOUNT}:event-bus/default"
    targets = [{"Arn": bus, "RoleArn": {"Fn::GetAtt": ["Forward", "Arn"]}}, {"Arn": {"Ref": "Topic"}}]
    found = calls({
        "Rule": ("AWS::Events::Rule", {"Name": "forwarded", "Targets": targets}),
        "Forward": role("forward", allow("events:PutEvents", on=bus), service="events"),
        "Topic": ("AWS::SNS::Topic", {}),
    })  # fmt: skip
    assert [(one.request.who.name, one.request.action, one.request.what.arn) for one in found][:1] == [
        ("events.amazonaws.com", "sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/forward")
    ]
    assert {one.request.who.name for one in found if one.request.action == "sns:Publish"} == {"events.amazonaws.com"}
    (put,) = (one for one in found if one.request.action == "events:PutEvents")
    assert (put.request.who.name, put.request.what.arn) == ("forward", bus)
    assert decide(put.request).answer is Truth.YES


def test_a_mapping_reads_its_queue_by_the_role_of_its_function_and_uses_its_key_through_sqs() -> None:
    function = ("AWS::Lambda::Function", {"FunctionName": "worker-of-orders", "Role": {"Fn::GetAtt": ["Role", "Arn"]}})
    found = calls({
        "Mapping": ("AWS::Lambda::EventSourceMapping", {
            "FunctionName": {"Fn::GetAtt": ["Function", "Arn"]}, "EventSourceArn": {"Fn::GetAtt": ["Queue", "Arn"]},
        }),
        "Function": function,
        "Role": role("worker"),
        "Queue": ("AWS::SQS::Queue", {"QueueName": "orders-to-be-done", "KmsMasterKeyId": ARN}),
        "Key": key(),
    })  # fmt: skip
    mine = [one for one in found if one.request.who.kind == "role"]
    assert [said(one)[1:] for one in mine] == [
        ("sqs:ReceiveMessage", "Queue"), ("sqs:DeleteMessage", "Queue"), ("sqs:GetQueueAttributes", "Queue"),
        ("kms:Decrypt", "Key"),
    ]  # fmt: skip
    queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:orders-to-be-done"
    assert given(mine[-1]) == {
        "kms:viaservice": (f"sqs.{REGION}.amazonaws.com",), "kms:encryptioncontext:aws:sqs:arn": (queue,),
    }  # fmt: skip


def test_a_key_that_a_call_does_not_send_is_absent_and_one_that_nobody_knows_of_is_not() -> None:
    resources = {
        "Function": ("AWS::Lambda::Function", {"KmsKeyArn": ARN, "Role": {"Fn::GetAtt": ["Role", "Arn"]}}),
        "Role": role("worker", allow("kms:Decrypt", on=ARN, Condition={"StringEquals": {"kms:ViaService": "s3"}})),
        "Key": key({"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "kms:*",
                    "Condition": {"StringEquals": {"kms:EncryptionContext:other": "x"}}}),
    }  # fmt: skip
    found = [one for one in calls(resources) if one.request.action == "kms:Decrypt"]
    assert all(one.request.context["kms:encryptioncontext:other"] == () for one in found)
    assert answers(found) == [Truth.NO]


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


def test_a_group_launches_on_the_volumes_of_its_template_by_the_role_of_auto_scaling() -> None:
    volumes = [{"Ebs": {"KmsKeyId": ARN}}]
    found = calls({
        "Group": ("AWS::AutoScaling::AutoScalingGroup", {"LaunchTemplate": {"LaunchTemplateId": {"Ref": "Launches"}}}),
        "Launches": ("AWS::EC2::LaunchTemplate", {"LaunchTemplateData": {"BlockDeviceMappings": volumes}}),
        "Key": key(),
    })  # fmt: skip
    assert {one.request.action for one in found} >= {"kms:Decrypt", "kms:CreateGrant"}
    assert all(given(one)["aws:principalarn"][0].endswith("AWSServiceRoleForAutoScaling") for one in found)


def test_a_role_that_may_be_passed_to_tasks_is_taken_on_by_them() -> None:
    passes = allow(
        "iam:PassRole", on=[{"Fn::GetAtt": ["Run", "Arn"]}],
        Condition={"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
    )  # fmt: skip
    resources = {"Starter": role("starter", passes), "Run": role("run-of-tasks", service="ecs-tasks")}
    (found,) = calls(resources)
    assert said(found) == ("ecs-tasks.amazonaws.com", "sts:AssumeRole", "Run")
    assert answers([found]) == [Truth.YES]
    assert answers(calls({**resources, "Run": role("run-of-tasks")})) == [Truth.NO]


def test_a_role_needs_the_key_of_what_it_may_read() -> None:
    secret = ("AWS::SecretsManager::Secret", {"Name": "/app/prod/login", "KmsKeyId": ARN})
    reads = allow("secretsmanager:GetSecretValue", on={"Ref": "Secret"})
    (found,) = calls({"Reader": role("reader", reads), "Secret": secret, "Key": key()})
    assert said(found) == ("reader", "kms:Decrypt", "Key")
    assert given(found)["kms:viaservice"] == (f"secretsmanager.{REGION}.amazonaws.com",)
    assert (
        calls({"Reader": role("reader", allow("secretsmanager:GetSecretValue")), "Secret": secret, "Key": key()}) == []
    )


def test_a_call_is_asked_of_who_and_what_are_there_now(prod: Templates) -> None:
    whole = world_of(read_assembly(Path(prod.folder)))
    entities = {one.arn: one for one in whole.entities}
    targets = {one.arn: one for one in whole.targets}
    assert all(one.among(entities, targets) is one.request for one in whole.calls)
    assert all(one.among({}, {}) is one.request for one in whole.calls)
    moved = {arn: targets[next(iter(targets))] for arn in targets}
    assert any(one.among(entities, moved) is not one.request for one in whole.calls)


def test_every_call_of_an_environment_is_allowed(templates: Templates) -> None:
    found = world_of(read_assembly(Path(templates.folder))).calls
    refused = [str(one.request) for one in found if decide(one.request).answer is not Truth.YES]
    assert len(found) > 100
    assert refused == []


def test_the_scheduler_takes_a_role_on_for_the_group_of_a_schedule() -> None:
    target = {"Target": {"RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}}}
    for group, named in ({}, "default"), ({"GroupName": "nightly"}, "nightly"):
        made = {
            "Role": role("prod-app-x", service="scheduler"),
            "Due": ("AWS::Scheduler::Schedule", {**target, **group}),
        }
        (taken,) = (one for one in calls(made) if one.request.action == "sts:AssumeRole")
        assert given(taken)["aws:sourcearn"] == (f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule-group/{named}",)
