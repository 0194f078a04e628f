"""Too much, in the words that IAM takes for it: wildcards, ARNs of all there is, all but some, AWS's own policies."""

from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

EVERYTHING = "nobody-may-do-everything"
ACTIONS = "policies-name-their-actions"
ROLES = "!Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*'"
PARAMETERS = "Parameters: {Given: {Type: String}}"


def found(rule: str, statement: str) -> int:
    policy = f"Policy:\n  Type: AWS::IAM::ManagedPolicy\n  Properties: {{PolicyDocument: {{Statement: [{statement}]}}}}"
    return len(findings_of(rule, policy, PARAMETERS))


@pytest.mark.parametrize("action", ["iam:Pas*", "iam:*Role", "IAM:passrole", "iam:Pass?ole", "iam:*", "iam:P*e", "*"])
@pytest.mark.parametrize(
    "resource",
    [
        ROLES,
        "'arn:aws:iam::*:role/*'",
        "'arn:aws-cn:iam::111122223333:role*'",
        "!Join ['', ['arn:aws:iam::', !Ref AWS::AccountId, ':role/*']]",
        "[!Sub 'arn:aws:iam::${AWS::AccountId}:role/task', 'arn:aws:iam::*:*']",
    ],
)
def test_every_role_to_any_service_is_too_much(action: str, resource: str) -> None:
    assert found(ACTIONS, f"{{Effect: Allow, Action: '{action}', Resource: {resource}}}") == 1


TO_ALL = "{StringLike: {iam:PassedToService: '*'}}"


@pytest.mark.parametrize(
    "statement",
    [
        "{Effect: Allow, Action: iam:PassRole, NotResource: 'arn:aws:iam::111122223333:role/admin'}",
        f"{{Effect: Allow, NotAction: 'iam:Create*', Resource: {ROLES}}}",
        f"{{Effect: Allow, Action: iam:PassRole, Resource: {ROLES}, Condition: {TO_ALL}}}",
        (
            f"{{Effect: Allow, Action: iam:PassRole, Resource: {ROLES}, "
            "Condition: {StringNotEquals: {iam:PassedToService: ec2.amazonaws.com}}}"
        ),
        (
            f"{{Effect: Allow, Action: iam:PassRole, Resource: {ROLES}, "
            "Condition: {StringEquals: {'iam:ResourceTag/team': orders}}}"
        ),
    ],
)
def test_all_roles_but_some_and_a_condition_that_names_no_service_are_too_much(statement: str) -> None:
    assert found(ACTIONS, statement) == 1


TO_ECS = "iam:PassedToService: ecs-tasks.amazonaws.com"


@pytest.mark.parametrize(
    "statement",
    [
        "{Effect: Allow, Action: 'iam:Pas*', Resource: 'arn:aws:iam::111122223333:role/prod-*'}",
        "{Effect: Allow, Action: 'iam:Pas*', Resource: !Sub 'arn:aws:iam::${AWS::AccountId}:role/${Given}'}",
        "{Effect: Allow, Action: 'iam:*Role', Resource: 'arn:aws:iam::*:role/service-role/*'}",
        "{Effect: Allow, Action: 'iam:*Policy', Resource: '*'}",
        "{Effect: Allow, Action: 'sts:*Role', Resource: 'arn:aws:iam::*:role/*'}",
        f"{{Effect: Allow, NotAction: 'iam:*', Resource: {ROLES}}}",
        "{Effect: Allow, Action: 'iam:PassRole', NotResource: 'arn:aws:iam::*:role/*'}",
        f"{{Effect: Allow, Action: 'iam:Pas*', Resource: {ROLES}, Condition: {{StringEquals: {{{TO_ECS}}}}}}}",
        f"{{Effect: Allow, Action: 'iam:Pas*', Resource: '*', Condition: {{StringEqualsIfExists: {{{TO_ECS}}}}}}}",
        (
            f"{{Effect: Allow, Action: 'iam:Pas*', Resource: {ROLES}, "
            "Condition: {ArnLike: {iam:AssociatedResourceARN: 'arn:aws:ec2:*:111122223333:instance/*'}}}"
        ),
    ],
)
def test_some_roles_or_a_named_service_are_not(statement: str) -> None:
    assert found(ACTIONS, statement) == 0


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("s3:*", "arn:aws:s3:::*"),
        ("S3:*", "arn:aws:s3:::*/*"),
        ("dynamodb:*", "arn:aws:dynamodb:*:*:*"),
        ("dynamodb:**", "arn:aws:dynamodb"),
        ("sqs:?*", "arn:aws-us-gov:sqs:us-gov-west-1:*:*"),
        ("lambda:*", "arn:aws:lambda:*:111122223333:*"),
        ("kms:*", "arn:*:kms:*:*:*"),
    ],
)
def test_a_whole_service_on_all_that_it_has_is_too_much(action: str, resource: str) -> None:
    assert found(ACTIONS, f"{{Effect: Allow, Action: '{action}', Resource: '{resource}'}}") == 1


@pytest.mark.parametrize(
    "statement",
    [
        "{Effect: Allow, Action: 's3:*', NotResource: 'arn:aws:s3:::audit*'}",
        "{Effect: Allow, NotAction: 's3:Delete*', Resource: 'arn:aws:s3:::*'}",
        "{Effect: Allow, NotAction: 'iam:*', Resource: !Sub 'arn:${AWS::Partition}:sqs:*:*:*'}",
    ],
)
def test_all_but_some_of_a_service_is_too_much(statement: str) -> None:
    assert found(ACTIONS, statement) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "{Effect: Allow, Action: 's3:*', Resource: 'arn:aws:s3:::connectly-*'}",
        "{Effect: Allow, Action: 's3:*', Resource: 'arn:aws:s3:::connectly-prod-data/*'}",
        "{Effect: Allow, Action: 's3:*', Resource: !Sub 'arn:aws:s3:::${Given}/*'}",
        "{Effect: Allow, Action: 's3:Get*', Resource: 'arn:aws:s3:::*'}",
        "{Effect: Allow, Action: 's3:*', Resource: 'arn:aws:dynamodb:*:*:*'}",
        "{Effect: Allow, Action: 's3:*', NotResource: ['arn:aws:s3:::*', 'arn:aws:s3:::*/*']}",
        "{Effect: Allow, NotAction: 's3:*', Resource: 'arn:aws:s3:::*'}",
        "{Effect: Allow, Action: 'dynamodb:*', Resource: 'arn:aws:dynamodb:*:*:table/prod-*'}",
    ],
)
def test_some_of_what_a_service_has_is_not(statement: str) -> None:
    assert found(ACTIONS, statement) == 0


@pytest.mark.parametrize(
    ("statement", "findings"),
    [
        ("{Effect: Allow, Action: '?*', Resource: 'arn:*:*:*:*:*'}", 1),
        ("{Effect: Allow, Action: '*', Resource: !Sub 'arn:aws:*:*:${AWS::AccountId}:*'}", 1),
        ("{Effect: Allow, Action: 'iam:*', Resource: '*'}", 1),
        ("{Effect: Allow, Action: 'IAM:**', Resource: 'arn:aws:iam::*:*'}", 1),
        ("{Effect: Allow, Action: 'iam:*', Resource: 'arn:aws:iam::111122223333:role/prod-*'}", 0),
        ("{Effect: Allow, Action: 'iam:Get*', Resource: '*'}", 0),
        ("{Effect: Deny, Action: 'iam:*', Resource: '*'}", 0),
        (
            (
                "{Effect: Allow, Action: 'iam:*', Resource: '*', Condition: {StringEquals: "
                "{iam:PermissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary'}}}"
            ),
            0,
        ),
        ("{Effect: Allow, Action: '*', Resource: 'arn:aws:s3:::*'}", 0),
    ],
)
def test_whoever_writes_policies_may_do_everything(statement: str, findings: int) -> None:
    assert found(EVERYTHING, statement) == findings


GIVEN_TO = {
    "AWS::IAM::Role": "ManagedPolicyArns",
    "AWS::IAM::User": "ManagedPolicyArns",
    "AWS::IAM::Group": "ManagedPolicyArns",
    "AWS::SSO::PermissionSet": "ManagedPolicies",
    "AWS::RolesAnywhere::Profile": "ManagedPolicyArns",
    "AWS::Serverless::StateMachine": "Policies",
}


@pytest.mark.parametrize("type_", GIVEN_TO)
@pytest.mark.parametrize("name", ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"])
@pytest.mark.parametrize("partition", ["aws", "aws-cn", "${AWS::Partition}"])
def test_a_managed_policy_is_judged_as_its_text_is(type_: str, name: str, partition: str) -> None:
    named = f"{GIVEN_TO[type_]}: [!Sub 'arn:{partition}:iam::aws:policy/{name}']"
    thing = f"Thing:\n  Type: {type_}\n  Properties: {{{named}}}"
    assert findings_of(EVERYTHING, thing) == [("Thing", f"{GIVEN_TO[type_]}[0]")]


@pytest.mark.parametrize(
    ("arn", "everything", "actions"),
    [
        ("arn:aws:iam::aws:policy/AmazonS3FullAccess", 0, 1),
        ("arn:aws:iam::aws:policy/job-function/SystemAdministrator", 0, 1),
        ("arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole", 0, 1),
        ("arn:aws:iam::aws:policy/ReadOnlyAccess", 0, 0),
        ("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", 0, 0),
        ("arn:aws:iam::111122223333:policy/AdministratorAccess", 0, 0),
        ("arn:aws:iam::aws:policy/NotYetKnown", 0, 0),
    ],
)
def test_each_rule_finds_in_it_what_it_would_find_in_the_text(arn: str, everything: int, actions: int) -> None:
    role = f"Role:\n  Type: AWS::IAM::Role\n  Properties: {{ManagedPolicyArns: ['{arn}']}}"
    assert [len(findings_of(rule, role)) for rule in (EVERYTHING, ACTIONS)] == [everything, actions]


def test_a_managed_policy_that_only_the_deploy_knows_is_unknown() -> None:
    named = {"ManagedPolicyArns": [{"Fn::Sub": "arn:aws:iam::aws:policy/${Given}"}]}
    role = f"Role:\n  Type: AWS::IAM::Role\n  Properties: {json.dumps(named)}"
    assert findings_of(EVERYTHING, role, PARAMETERS) == []
    assert unknown_of(EVERYTHING, role, PARAMETERS) == [("Role", "ManagedPolicyArns[0]")]
