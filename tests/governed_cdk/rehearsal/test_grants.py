"""Which grants of a role are put to the deployed policies; the answers come from tests/integration."""

from __future__ import annotations

from typing import Any

from governed_cdk.rehearsal.grants import granted
from tests.aspects.judge.access.support import statement, world

QUEUE, FILES = "arn:aws:sqs:ap-northeast-2:111122223333:jobs", "arn:aws:s3:::files"


def asked(*statements: dict[str, Any]) -> set[tuple[str, str]]:
    """Action and resource of each question about a role with some statements."""
    trust = statement(Principal={"Service": "ecs-tasks.amazonaws.com"}, Action="sts:AssumeRole")
    policy = {"PolicyName": "p", "PolicyDocument": {"Statement": list(statements)}}
    found = world({"prod-shop": {
        "Role": ("AWS::IAM::Role", {
            "RoleName": "task", "AssumeRolePolicyDocument": {"Statement": [trust]}, "Policies": [policy],
        }),
        "Jobs": ("AWS::SQS::Queue", {"QueueName": "jobs"}),
        "Files": ("AWS::S3::Bucket", {"BucketName": "files"}),
    }})  # fmt: skip
    return {(one.request.action, one.request.what.arn) for one in granted(found)}


def test_each_action_on_each_resource_that_a_statement_names_is_asked_for() -> None:
    sending = statement(Action=["sqs:SendMessage", "sqs:GetQueueUrl"], Resource=QUEUE)
    assert asked(sending) == {("sqs:SendMessage", QUEUE), ("sqs:GetQueueUrl", QUEUE)}


def test_of_a_pattern_those_that_are_known_stand_for_all_and_objects_have_their_own_arn() -> None:
    reading = statement(Action=["s3:GetObject*", "s3:List*"], Resource=[FILES, f"{FILES}/*"])
    assert asked(reading) == {("s3:GetObject", FILES), ("s3:GetObjectVersionForReplication", FILES)}


def test_what_a_condition_or_a_denial_speaks_of_or_everything_is_left_out() -> None:
    conditional = statement(
        Action="sqs:SendMessage", Resource=QUEUE, Condition={"Bool": {"aws:SecureTransport": "true"}}
    )
    everything = statement(Action="sqs:SendMessage", Resource="*")
    assert asked(conditional, everything, statement("Deny", Action="sqs:SendMessage", Resource=QUEUE)) == set()
