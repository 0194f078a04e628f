"""The printed policies of prod, judged by our own evaluation of IAM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.access.entities import Request
from aspects.judge.access.evaluation import Layer, decide
from aspects.judge.access.values import Values
from aspects.judge.catalogue.permissions import handler_actions
from aspects.judge.iam.truth import Truth
from constructs_lib.kernel.boundaries import NEEDS_BOUNDARY
from governed_cdk.deploy_policy.documents import CHARACTERS, size
from governed_cdk.deploy_policy.needs import needs_of
from governed_cdk.deploy_policy.special import is_left_out
from tests.aspects.judge.access.support import role, target

if TYPE_CHECKING:
    from aspects.judge.access.entities import Entity
    from aspects.judge.template import Template
    from governed_cdk.deploy_policy.views import DeployPolicies

ACCOUNT = "111122223333"
HOME = "ap-northeast-2"
IAM = f"arn:aws:iam::{ACCOUNT}"
KEY = f"arn:aws:kms:{HOME}:{ACCOUNT}:key/1"
BOUND = f"{IAM}:policy/cdk-boundary-prod"
VIA = {"kms:viaservice": (f"secretsmanager.{HOME}.amazonaws.com",)}


def may(who: Entity, action: str, arn: str, **context: tuple[str, ...]) -> Truth:
    keys = ("kms:viaservice", "kms:grantisforawsresource", "iam:passedtoservice", "iam:policyarn")
    known = (
        dict.fromkeys(keys, ())
        | {"iam:permissionsboundary": (BOUND,)}
        | {key.replace("__", ":"): values for key, values in context.items()}
    )
    return decide(Request(who, action, target("anything", arn), known), Layer.IDENTITY).answer


@pytest.mark.slow
def test_every_need_is_allowed_by_the_printed_policies(stacks: list[Template], executing: Entity) -> None:
    for need in needs_of(stacks).needs:
        context = {
            key.lower().replace(":", "__"): (values[0].replace("*", HOME),) for _, key, values in need.conditions
        }
        allowed = may(executing, need.action.replace("*", "X"), need.arn.replace("*", "x"), **context)
        assert allowed is Truth.YES, need


def test_every_action_of_every_handler_is_a_need_or_left_out_for_a_reason(stacks: list[Template]) -> None:
    asked = {need.action for need in needs_of(stacks).needs}
    types = {one.type for stack in stacks for one in stack.resources.values()}
    missing = {
        action for type_ in types for action in handler_actions(type_) or {}
        if action not in asked and not is_left_out(action, types, bounded=False)
    }  # fmt: skip
    assert missing == set()


@pytest.mark.parametrize(
    ("type_", "actions"),
    [
        ("AWS::SQS::Queue", ("sqs:CreateQueue", "sqs:DeleteQueue")),
        ("AWS::SNS::Topic", ("sns:CreateTopic", "sns:DeleteTopic")),
        ("AWS::IAM::Role", ("iam:CreateRole", "iam:DeleteRole", "iam:PutRolePolicy")),
        ("AWS::Logs::LogGroup", ("logs:CreateLogGroup", "logs:DeleteLogGroup")),
        ("AWS::S3::Bucket", ("s3:CreateBucket", "s3:PutBucketPolicy", "s3:DeleteBucket")),
        ("AWS::SecretsManager::Secret", ("secretsmanager:CreateSecret", "secretsmanager:DeleteSecret")),
        ("AWS::Lambda::Function", ("lambda:CreateFunction", "lambda:DeleteFunction")),
        ("AWS::DynamoDB::Table", ("dynamodb:CreateTable", "dynamodb:DeleteTable")),
    ],
)
def test_the_arn_of_every_resource_is_within_and_one_by_another_name_is_not(
    type_: str, actions: tuple[str, ...], stacks: list[Template], executing: Entity
) -> None:
    values = Values(stacks)
    arns = [values.arn(one).removesuffix(":*") for stack in stacks for one in stack.of_type(type_)]
    assert arns
    for action in actions:
        assert [arn for arn in arns if may(executing, action, arn) is not Truth.YES] == [], action
        theirs = arns[0].replace("prod", "theirs")
        assert may(executing, action, theirs) is Truth.NO, action


@pytest.mark.parametrize(
    ("action", "arn", "context"),
    [
        ("iam:CreateUser", f"{IAM}:user/any", {}),
        ("iam:CreateAccessKey", f"{IAM}:user/any", {}),
        ("iam:CreateRole", f"{IAM}:role/any", {}),
        ("iam:PutRolePolicy", f"{IAM}:role/cdk-hnb659fds-cfn-exec-role-{ACCOUNT}-{HOME}", {}),
        ("iam:UpdateAssumeRolePolicy", f"{IAM}:role/cdk-hnb659fds-deploy-role-{ACCOUNT}-{HOME}", {}),
        ("iam:CreatePolicyVersion", f"{IAM}:policy/cdk-execution-prod-1", {}),
        *((f"iam:{one}", BOUND, {}) for one in (
            "CreatePolicyVersion", "DeletePolicy", "DeletePolicyVersion", "SetDefaultPolicyVersion")),
        ("iam:DeleteRolePermissionsBoundary", f"{IAM}:role/prod-atlantis-task", {}),
        ("iam:AttachRolePolicy", f"{IAM}:role/prod-atlantis-task",
         {"iam__policyarn": ("arn:aws:iam::aws:policy/AdministratorAccess",)}),
        ("iam:PassRole", f"{IAM}:role/prod-atlantis-task", {"iam__passedtoservice": ("ec2.amazonaws.com",)}),
        ("iam:PassRole", f"{IAM}:role/prod-bootstrap-deploy", {"iam__passedtoservice": ("lambda.amazonaws.com",)}),
        ("iam:AnythingThatThereIs", "*", {}),
        ("organizations:LeaveOrganization", "*", {}),
        ("organizations:AttachPolicy", "*", {}),
        ("sts:AssumeRole", f"{IAM}:role/any", {}),
        ("kms:Decrypt", KEY, {}),
        ("kms:GenerateDataKey", KEY, {}),
        ("kms:CreateGrant", KEY, {"kms__viaservice": (f"rds.{HOME}.amazonaws.com",)}),
        ("s3:GetObject", "arn:aws:s3:::prod-cloudtrail-trail/x", {}),
        ("secretsmanager:GetSecretValue", f"arn:aws:secretsmanager:{HOME}:{ACCOUNT}:secret:theirs", {}),
    ],
)  # fmt: skip
def test_what_no_deploy_needs_is_not_allowed(
    action: str, arn: str, context: dict[str, tuple[str, ...]], executing: Entity
) -> None:
    assert may(executing, action, arn, **context) is Truth.NO


@pytest.mark.parametrize("action", NEEDS_BOUNDARY)
def test_no_role_is_made_or_changed_but_with_the_boundary(
    action: str, made: DeployPolicies, stacks: list[Template], executing: Entity
) -> None:
    (document,) = made.boundaries.values()
    assert made.arn(*made.boundaries) == BOUND
    assert size(document) <= CHARACTERS
    given = {"iam__policyarn": ("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",)}
    values = Values(stacks)
    for arn in {values.arn(one) for stack in stacks for one in stack.of_type("AWS::IAM::Role")}:
        assert may(executing, action, arn, **given) is Truth.YES, arn
        for other in ((), (BOUND.replace("prod", "dev"),), (f"{IAM}:policy/prod-bootstrap-service-boundary",)):
            assert may(executing, action, arn, **given, iam__permissionsboundary=other) is Truth.NO, arn


def test_a_key_may_be_used_through_secrets_manager(executing: Entity) -> None:
    assert may(executing, "kms:Decrypt", KEY, kms__viaservice=VIA["kms:viaservice"]) is Truth.YES


@pytest.mark.slow
def test_without_one_statement_something_that_is_needed_is_missing(
    made: DeployPolicies, stacks: list[Template]
) -> None:
    statements = [said for one in made.policies.values() for said in one["Statement"]]
    needed = {need.action for need in needs_of(stacks).needs}
    for number, gone in enumerate(statements):
        rest = role(*(one for at, one in enumerate(statements) if at != number))
        arn = gone["Resource"][0].replace("*", "x")
        conditions = {key: value for said in gone.get("Condition", {}).values() for key, value in said.items()}
        context = {key.lower().replace(":", "__"): (_first(value),) for key, value in conditions.items()}
        assert gone["Action"][0] in needed
        assert may(rest, gone["Action"][0], arn, **context) is Truth.NO, gone


def _first(value: Any) -> str:
    return str(value if isinstance(value, str) else value[0]).replace("*", HOME)
