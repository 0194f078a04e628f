from __future__ import annotations

from aspects.judge.access.evaluation import decide
from aspects.judge.iam.truth import Truth
from tests.aspects.judge.access.run_time import ARN, allow, answers, calls, given, key, role, said
from tests.aspects.judge.access.support import ACCOUNT, REGION


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


def test_the_scheduler_takes_a_role_on_for_the_group_of_a_schedule() -> None:
    target = {"Target": {"RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}}}
    for group, named in ({}, "default"), ({"GroupName": "nightly"}, "nightly"):
        made = {
            "Role": role("prod-app-x", service="scheduler"),
            "Due": ("AWS::Scheduler::Schedule", {**target, **group}),
        }
        (taken,) = (one for one in calls(made) if one.request.action == "sts:AssumeRole")
        assert given(taken)["aws:sourcearn"] == (f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule-group/{named}",)
