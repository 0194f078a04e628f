"""What `allow` refuses to say, the rules find in what others say."""

from __future__ import annotations

import pytest

from constructs_lib import ConfigurationError, allow
from constructs_lib.kernel.broad_access import (
    is_every_action,
    is_every_resource,
    is_every_resource_of,
    is_every_role,
    is_whole_service,
    passes_roles,
)
from tests.aspects.judge.rules.support import findings_of

ROLE = "arn:aws:iam::111122223333:role/task"
RULES = ("nobody-may-do-everything", "policies-name-their-actions")


def found(action: str, resource: str) -> bool:
    policy = (
        "Policy:\n  Type: AWS::IAM::ManagedPolicy\n  Properties:\n    PolicyDocument:\n"
        f"      Statement: {{Effect: Allow, Action: '{action}', Resource: '{resource}'}}"
    )
    return any(findings_of(rule, policy) for rule in RULES)


@pytest.mark.parametrize(
    "action",
    [
        "*",
        "**",
        "*:*",
        "s3:*",
        "s3:**",
        "iam:PassRole",
        "iam:passrole",
        "iam:Pass*",
        "iam:P*",
        "iam:*Role",
        "iam:?assRole",
    ],
)
def test_what_is_too_much_on_everything_is_refused_and_found(action: str) -> None:
    with pytest.raises(ConfigurationError, match="policy action"):
        allow(action, on="*")
    assert found(action, "*")


@pytest.mark.parametrize(
    "action", ["s3:GetObject", "s3:Get*", "iam:GetRole", "iam:Put*", "iam:PassRoleTo", "sts:PassRole"]
)
def test_what_is_not_is_neither(action: str) -> None:
    allow(action, on="*")
    assert not found(action, "*")


def test_a_role_is_handed_on_to_a_named_service_however_the_condition_is_spelled() -> None:
    for key in ("iam:PassedToService", "iam:passedtoservice"):
        named = allow("iam:PassRole", on=ROLE, when={"StringEquals": {key: "ecs-tasks.amazonaws.com"}})
        assert named.to_statement_json()["Condition"] == {"StringEquals": {key: "ecs-tasks.amazonaws.com"}}


@pytest.mark.parametrize(
    ("resource", "every"), [("*", True), ("arn:aws:*:*", True), (ROLE, False), ("arn:aws:s3:::*", False)]
)
def test_every_resource_is_every_one(resource: str, *, every: bool) -> None:
    assert is_every_resource(resource) is every


def test_a_whole_service_is_not_everything() -> None:
    assert is_whole_service("s3:*")
    assert not is_every_action("s3:*")
    assert not passes_roles("s3:*")


@pytest.mark.parametrize(
    ("resource", "service", "every"),
    [
        ("arn:aws:s3:::*", "s3", True),
        ("arn:aws-cn:s3:::*", "s3", True),
        ("arn:aws:s3:::*/*", "s3", True),
        ("arn:aws:s3:::?*", "s3", True),
        ("arn:aws:S3:::*", "s3", True),
        ("arn:aws:sqs", "sqs", True),
        ("arn:*:dynamodb:ap-northeast-2:${AWS::AccountId}:*", "dynamodb", True),
        ("arn:aws:s3:::*", "dynamodb", False),
        ("arn:aws:s3:::connectly-*", "s3", False),
        ("arn:aws:s3:::${Bucket}/*", "s3", False),
        ("arn:aws:dynamodb:*:*:table/*-orders", "dynamodb", False),
    ],
)
def test_every_resource_of_a_service_is_told_by_its_name_alone(resource: str, service: str, *, every: bool) -> None:
    assert is_every_resource_of(resource, service) is every


@pytest.mark.parametrize(
    ("resource", "every"),
    [
        ("*", True),
        ("arn:aws:iam::*:role/*", True),
        ("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*", True),
        ("arn:aws:iam::111122223333:role*", True),
        ("arn:aws:iam::111122223333:*", True),
        ("arn:aws:iam::111122223333:role/prod-*", False),
        ("arn:aws:iam::111122223333:role/service-role/*", False),
        ("arn:aws:iam::111122223333:role/${Name}", False),
        ("arn:aws:iam::111122223333:user/*", False),
        ("arn:aws:sts::111122223333:*", False),
    ],
)
def test_every_role_is_told_by_its_name_alone(resource: str, *, every: bool) -> None:
    assert is_every_role(resource) is every


def test_a_whole_service_on_all_that_is_its_own_is_refused_as_on_a_star() -> None:
    with pytest.raises(ConfigurationError, match="policy action"):
        allow("s3:*", on="arn:aws:s3:::*")
