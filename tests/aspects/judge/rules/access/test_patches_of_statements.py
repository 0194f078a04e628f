"""The patches of policies: each mends its statement, and no other."""

from __future__ import annotations

import pytest
import yaml

from tests.aspects.judge.rules.patching import mended, mends, of

WIDE = "Conditions: {Wide: !Equals [!Ref AWS::Region, a]}"
READS = '{Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::connectly-prod-data/*"}'
ALL = '{Effect: Allow, Action: ["s3:GetObject", "*"], Resource: "*"}'
BUT = '{Effect: Allow, NotAction: "iam:*", NotResource: "arn:aws:s3:::connectly-prod-data"}'
PASSES = '{Effect: Allow, Action: ["iam:PassRole", "ecs:RunTask"], Resource: "*"}'
SCHEDULER = "{Effect: Allow, Principal: {Service: scheduler.amazonaws.com}, Action: sts:AssumeRole}"
LAMBDA = "{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}"
SENDS = '{Effect: Allow, Principal: {AWS: ["*"]}, Action: sqs:SendMessage, Resource: "*"}'
GITHUB = """{Effect: Allow, Action: sts:AssumeRoleWithWebIdentity,
 Principal: {Federated: arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com},
 Condition: {StringEquals: {"token.actions.githubusercontent.com:aud": sts.amazonaws.com}}}"""


def policy(
    statements: str, type_: str = "AWS::IAM::ManagedPolicy", name: str = "PolicyDocument", more: str = ""
) -> str:
    """A resource with a policy of some statements."""
    return f"It:\n  Type: {type_}\n  Properties:\n    {name}: {{Statement: {statements}}}\n{more}"


def role(statements: str) -> str:
    """A role with some statements in its trust."""
    return policy(statements, "AWS::IAM::Role", "AssumeRolePolicyDocument")


def queue(statements: str) -> str:
    """The policy of a queue."""
    return policy(statements, "AWS::SQS::QueuePolicy", more="    Queues: [q]")


def encrypts(services: str, operator: str) -> str:
    """A key for some services, with a condition on what CloudWatch Logs encrypts."""
    condition = f"{{{operator}: {{'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:*:111122223333:*'}}}}"
    admits = f"{{Effect: Allow, Principal: {{Service: {services}}}, Action: 'kms:Decrypt', Condition: {condition}}}"
    return f"It: {{Type: AWS::KMS::Key, Properties: {{EnableKeyRotation: true, KeyPolicy: {{Statement: [{admits}]}}}}}}"


@pytest.mark.parametrize(
    ("rule", "resources"),
    [
        ("nobody-may-do-everything", policy(f"[{READS}, {ALL}]")),
        ("nobody-may-do-everything", policy(f"[!If [Wide, {ALL}, {READS}]]")),
        ("nobody-may-do-everything", policy(f"!If [Wide, [{READS}, {ALL}], [{READS}]]")),
        ("nobody-may-do-everything", policy(f"[{READS}, !If [Wide, [{READS}, {ALL}], []]]")),
        ("nobody-may-do-everything", policy('{Effect: Allow, Action: [!If [Wide, ["*"], []], a:b], Resource: "*"}')),
        ("nobody-may-do-everything", policy(BUT)),
        ("nobody-may-do-everything", policy('{Effect: Allow, Action: "iam:*", Resource: "*"}')),
        ("nobody-may-do-everything", policy('{effect: Allow, action: "*:*", resource: ["*"]}')),
        ("nobody-may-do-everything", policy(ALL, "AWS::SSO::PermissionSet", "InlinePolicy")),
        ("nobody-may-do-everything", ("It: {Type: AWS::KMS::Key, Properties: {EnableKeyRotation: true, KeyPolicy: "
         '{Statement: {Effect: Allow, Principal: {AWS: 111122223333}, Action: "*", Resource: "*"}}}}')),
        ("nobody-may-do-everything", ("It: {Type: AWS::IAM::Group, Properties: {ManagedPolicyArns: "
         "[!Sub 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess']}}")),
        ("nobody-may-do-everything", ("It: {Type: AWS::Serverless::Function, Properties: {Policies: "
         f"[AWSLambdaBasicExecutionRole, AdministratorAccess, {{Statement: {ALL}}}]}}}}")),
        ("nobody-may-do-everything", policy('{Effect: Allow, Action: !If [Wide, "iam:*", "s3:*"], Resource: "*"}')),
        ("policies-name-their-principals", queue(SENDS.replace('"*"]', '!If [Wide, "111122223333", "*"]]'))),
        ("policies-name-their-actions", policy(PASSES)),
        ("policies-name-their-actions", policy('{Effect: Allow, Action: "iam:PassRole", Resource: "*"}')),
        ("policies-name-their-actions", policy('{Effect: Allow, Action: ["s3:Get*", "dynamodb:*"], Resource: "*"}')),
        ("policies-name-their-actions", policy(f"[!If [Wide, {PASSES}, {READS}], {READS}]")),
        ("policies-name-their-actions", ("It: {Type: AWS::Serverless::StateMachine, Properties: {Policies: "
         '{Statement: {Effect: Allow, Action: "sqs:*", Resource: "*"}}}}')),
        ("policies-name-their-principals", queue(SENDS)),
        ("policies-name-their-principals", queue(f"!If [Wide, {SENDS}, !Ref AWS::NoValue]")),
        ("policies-name-their-principals", queue(SENDS.replace("Principal", "NotPrincipal").replace('"*"]', '"1"]'))),
        ("policies-name-their-principals", role(GITHUB)),
        ("policies-name-their-principals", role(GITHUB.replace("111122223333", "*").replace(":aud", ":sub")
         .replace("sts.amazonaws.com", "repo:example-org/orders:ref:refs/heads/main"))),
        ("policies-name-their-principals", role(f"[!If [Wide, {GITHUB}, {LAMBDA}]]")),
        ("policies-name-their-principals", ("It: {Type: AWS::Lambda::Permission, Properties: "
         '{FunctionName: a, Action: "lambda:InvokeFunction", Principal: "*"}}')),
        ("policies-name-their-principals", ("It: {Type: AWS::EC2::VPCEndpointServicePermissions, Properties: "
         '{ServiceId: a, AllowedPrincipals: ["*"]}}')),
        ("policies-name-their-principals", ("It: {Type: AWS::Logs::ResourcePolicy, Properties: {PolicyName: a, "
         'PolicyDocument: \'{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "logs:PutLogEvents", '
         '"Resource": "*"}]}\'}}')),
        ("roles-are-assumed-only-for-our-account", role(f"[{LAMBDA}, {SCHEDULER}]")),
        ("roles-are-assumed-only-for-our-account", role(f"[!If [Wide, {SCHEDULER}, {LAMBDA}]]")),
        ("roles-are-assumed-only-for-our-account",
         role(SCHEDULER.replace("scheduler.amazonaws.com", "[scheduler.amazonaws.com, lambda.amazonaws.com]"))),
        ("roles-are-assumed-only-for-our-account", ("It: {Type: AWS::Serverless::Function, Properties: "
         f"{{AssumeRolePolicyDocument: {{Statement: [{SCHEDULER}]}}}}}}")),
        ("service-principals-have-conditions", ("It: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [q], "
         "PolicyDocument: {Statement: [!If [Wide, {Effect: Allow, Principal: {Service: sns.amazonaws.com}, "
         'Action: "sqs:SendMessage", Resource: "*"}, !Ref AWS::NoValue]]}}}')),
        ("service-principals-have-conditions", encrypts("[logs.amazonaws.com, cloudtrail.amazonaws.com]", "ArnLike")),
        ("service-principals-have-conditions", encrypts("[logs.amazonaws.com, config.amazonaws.com]",
         "ArnLikeIfExists")),
        ("service-principals-have-conditions", encrypts("cloudtrail.amazonaws.com", "ArnLike")),
        ("service-principals-have-conditions",
         encrypts("[!If [Wide, cloudtrail.amazonaws.com, logs.amazonaws.com], logs.amazonaws.com]", "ArnLike")),
        ("service-principals-have-conditions", role(LAMBDA[:-1]
         + ', Condition: {StringEquals: {"aws:sourceaccount": "111122223333", "aws:PrincipalOrgID": o-1}}}')
         .replace("lambda", "cloudtrail")),
    ],
)  # fmt: skip
def test_a_finding_goes_by_its_patches_and_none_comes(rule: str, resources: str) -> None:
    mends(rule, resources, WIDE)


@pytest.mark.parametrize(
    ("rule", "wrong", "right"),
    [
        ("nobody-may-do-everything", ALL, READS),
        ("policies-name-their-actions", PASSES, READS),
        ("roles-are-assumed-only-for-our-account", SCHEDULER, LAMBDA),
        ("policies-name-their-principals", GITHUB, LAMBDA),
    ],
)
def test_what_another_branch_says_in_the_place_of_a_statement_stays(rule: str, wrong: str, right: str) -> None:
    make = role if "sts:" in wrong else policy
    resources = make(f"[!If [Wide, {wrong}, {right}]]")
    (finding,) = of(rule, resources, WIDE)
    (document,) = mended(finding.breach.patches, resources, WIDE)["Resources"]["It"]["Properties"].values()
    ((_, _, other),) = (one["Fn::If"] for one in document["Statement"])
    assert other == yaml.safe_load(right)


@pytest.mark.parametrize(
    ("statement", "operator"),
    [
        ('{Effect: Allow, Action: "iam:PassRole", Resource: "*"}', "StringEquals"),
        (PASSES, "StringEqualsIfExists"),
    ],
)
def test_a_condition_on_roles_that_are_passed_leaves_the_other_actions_of_a_statement(
    statement: str, operator: str
) -> None:
    (finding,) = of("policies-name-their-actions", policy(statement))
    (patch,) = finding.breach.patches
    assert patch.value == {operator: {"iam:PassedToService": "<service principal>"}}


def test_what_a_loop_makes_takes_no_patch() -> None:
    properties = f"{{PolicyDocument: {{Statement: {ALL}}}}}"
    made = f"{{'It${{Name}}': {{Type: AWS::IAM::ManagedPolicy, Properties: {properties}}}}}"
    loop = f"'Fn::ForEach::All': [Name, [a, b], {made}]"
    found = of("nobody-may-do-everything", loop, "Transform: AWS::LanguageExtensions")
    assert [finding.breach.patches for finding in found] == [(), ()]
