"""Whole services on every resource."""

from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of

RULE = "policies-name-their-actions"
TO_ECS = "{StringEquals: {'iam:PassedToService': ecs-tasks.amazonaws.com}}"


def findings(statement: str) -> int:
    policy = f"Policy:\n  Type: AWS::IAM::Policy\n  Properties: {{PolicyDocument: {{Statement: [{statement}]}}}}"
    return len(findings_of(RULE, policy))


@pytest.mark.parametrize(
    "statement",
    [
        "{Effect: Allow, Action: 's3:*', Resource: '*'}",
        "{Effect: Allow, Action: ['s3:Get*', 'dynamodb:*'], Resource: ['*']}",
        "{Effect: Allow, Action: 'iam:PassRole', Resource: '*'}",
        "{Effect: Allow, Action: 'iam:*', Resource: '*'}",
    ],
)
def test_too_much_is_a_finding(statement: str) -> None:
    assert findings(statement) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "{Effect: Deny, Action: 's3:*', Resource: '*'}",
        "{Effect: Allow, Action: 's3:*', Resource: 'arn:aws:s3:::connectly-prod-data'}",
        "{Effect: Allow, Action: 's3:Get*', Resource: '*'}",
        "{Effect: Allow, Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/prod-api-task'}",
        f"{{Effect: Allow, Action: 'iam:PassRole', Resource: '*', Condition: {TO_ECS}}}",
        "{Effect: Allow, Action: '*', Resource: '*'}",
    ],
)
def test_less_is_none_and_everything_is_another_rule_s(statement: str) -> None:
    assert findings(statement) == 0
