"""Every action on every resource, wherever IAM takes a policy."""

from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "nobody-may-do-everything"
PARAMETERS = "Parameters: {Given: {Type: String}}\nConditions: {Chosen: !Equals [!Ref AWS::Region, a]}"


def policy(statement: str) -> str:
    return f"Policy:\n  Type: AWS::IAM::Policy\n  Properties: {{PolicyDocument: {{Statement: [{statement}]}}}}"


@pytest.mark.parametrize(
    "statement",
    [
        "{Effect: Allow, Action: '*', Resource: '*'}",
        "{Effect: Allow, Action: ['s3:GetObject', '*'], Resource: ['arn:aws:s3:::a', '*']}",
        "{Effect: Allow, Action: '*:*', Resource: 'arn:aws:*'}",
        "{Effect: Allow, Action: '*', Resource: !Sub 'arn:${AWS::Partition}:*:*:*:*'}",
        "{Effect: Allow, NotAction: 'iam:*', Resource: '*'}",
        "{Effect: Allow, Action: '*', NotResource: 'arn:aws:s3:::a'}",
        "{Effect: Allow, Action: '*', Resource: '*', Condition: {Bool: {'aws:MultiFactorAuthPresent': 'true'}}}",
        "{Effect: Allow, Action: !If [Chosen, '*', 's3:GetObject'], Resource: '*'}",
        "{effect: allow, action: '*', resource: '*'}",
    ],
)
def test_everything_is_a_finding(statement: str) -> None:
    assert len(findings_of(RULE, policy(statement), PARAMETERS)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "{Effect: Deny, Action: '*', Resource: '*'}",
        "{Effect: Deny, NotAction: 'iam:*', Resource: '*'}",
        "{Effect: Allow, Action: '*', Resource: 'arn:aws:s3:::a'}",
        "{Effect: Allow, Action: 's3:*', Resource: '*'}",
        "{Effect: Allow, Action: ['s3:GetObject', 's3:List*'], Resource: '*'}",
        "{Effect: Allow, NotAction: 's3:Delete*', Resource: 'arn:aws:s3:::a/*'}",
    ],
)
def test_less_is_none(statement: str) -> None:
    assert findings_of(RULE, policy(statement), PARAMETERS) == []


EVERYTHING = "{Statement: {Effect: Allow, Action: '*', Resource: '*'}}"
AS_TEXT = json.dumps({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::IAM::Role", f"{{Policies: [{{PolicyName: a, PolicyDocument: {EVERYTHING}}}]}}"),
        ("AWS::IAM::User", f"{{Policies: [{{PolicyName: a, PolicyDocument: {EVERYTHING}}}]}}"),
        ("AWS::IAM::Group", f"{{Policies: [{{PolicyName: a, PolicyDocument: {EVERYTHING}}}]}}"),
        ("AWS::IAM::ManagedPolicy", f"{{PolicyDocument: {EVERYTHING}}}"),
        ("AWS::IAM::RolePolicy", f"{{PolicyDocument: {EVERYTHING}}}"),
        ("AWS::IAM::UserPolicy", f"{{PolicyDocument: {EVERYTHING}}}"),
        ("AWS::IAM::GroupPolicy", f"{{PolicyDocument: {EVERYTHING}}}"),
        ("AWS::SSO::PermissionSet", json.dumps({"InlinePolicy": AS_TEXT})),
        ("AWS::Serverless::Function", f"{{Policies: [{EVERYTHING}]}}"),
        ("AWS::Serverless::Function", f"{{Policies: {EVERYTHING}}}"),
        ("AWS::IoT::Policy", f"{{PolicyDocument: {EVERYTHING}}}"),
        ("AWS::SQS::QueuePolicy", f"{{PolicyDocument: {EVERYTHING}}}"),
        ("AWS::IAM::Role", f"{{ManagedPolicyArns: ['{ADMINISTRATOR}']}}"),
        ("AWS::IAM::Role", "{ManagedPolicyArns: [!Sub 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess']}"),
        ("AWS::SSO::PermissionSet", f"{{ManagedPolicies: ['{ADMINISTRATOR}']}}"),
        ("AWS::Serverless::Function", "{Policies: AdministratorAccess}"),
    ],
)
def test_each_kind_of_policy_is_read(type_: str, properties: str) -> None:
    assert len(findings_of(RULE, f"Thing:\n  Type: {type_}\n  Properties: {properties}")) == 1


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::EC2::VPCEndpoint", f"{{PolicyDocument: {EVERYTHING}}}"),
        ("AWS::IAM::Role", f"{{PermissionsBoundary: '{ADMINISTRATOR}'}}"),
        ("AWS::IAM::Role", "{ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess']}"),
        ("AWS::Serverless::Function", "{Policies: [{SQSPollerPolicy: {QueueName: orders}}, AWSLambdaExecute]}"),
        ("AWS::KMS::Key", "{KeyPolicy: {Statement: {Effect: Allow, Action: 'kms:*', Resource: '*'}}}"),
    ],
)
def test_what_grants_nothing_more_is_none(type_: str, properties: str) -> None:
    assert findings_of(RULE, f"Thing:\n  Type: {type_}\n  Properties: {properties}") == []


@pytest.mark.parametrize(
    "resources",
    [
        policy("{Effect: Allow, Action: !Ref Given, Resource: '*'}"),
        policy("{Effect: Allow, Action: '*', Resource: !Ref Given}"),
        policy("{Effect: Allow, Action: '{{resolve:ssm:/prod/actions}}', Resource: '*'}"),
        policy("{Effect: Allow, Action: '*', Resource: !ImportValue resources}"),
        "Policy: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: !Ref Given}}",
        "Role: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: [!Ref Given]}}",
    ],
)
def test_what_only_the_deploy_knows_is_unknown(resources: str) -> None:
    assert findings_of(RULE, resources, PARAMETERS) == []
    assert len(unknown_of(RULE, resources, PARAMETERS)) == 1
