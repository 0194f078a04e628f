from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aspects.judge.access.entities import ROLE, Entity, Request
from aspects.judge.access.evaluation import Layer, decide
from aspects.judge.access.world import world_of
from aspects.judge.iam.matching import matches
from aspects.judge.iam.truth import Truth
from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.boundaries import boundary_document, boundary_name, platform_boundary
from constructs_lib.kernel.cdk_roles import cdk_role_arn
from governed_cdk.deploy_policy.documents import CHARACTERS, size
from tests.aspects.judge.access.support import ACCOUNT, REGION, policies, target
from tests.support import ENVIRONMENTS

if TYPE_CHECKING:
    from tests.support import Templates

IAM = f"arn:aws:iam::{ACCOUNT}"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1"
OTHER = f"{IAM}:role/terraform-makes"
DEPLOY, LOOKUP = (cdk_role_arn(kind, account=ACCOUNT, region=REGION) for kind in ("deploy", "lookup"))
BOUNDARY = policies(*boundary_document("prod", [OTHER])["Statement"])
BECOMING = (
    "prod-bootstrap-plan", "prod-bootstrap-deploy-fileflow", "prod-bootstrap-drift", "prod-atlantis-plan-x",
    "prod-atlantis-apply-x",
)  # fmt: skip


def may(role: str, action: str, arn: str, **context: str) -> Truth:
    who = Entity(ROLE, role, f"{IAM}:role/{role}", ACCOUNT, policies(), BOUNDARY)
    absent = {"kms:grantisforawsresource": (), "iam:passedtoservice": ()}
    known = absent | {key.replace("__", ":"): (value,) for key, value in context.items()}
    return decide(Request(who, action, target("anything", arn), known), Layer.BOUNDARY).answer


@pytest.mark.parametrize(
    ("action", "arn"),
    [
        ("iam:CreateUser", f"{IAM}:user/any"),
        ("iam:CreateAccessKey", f"{IAM}:user/any"),
        ("iam:CreateRole", f"{IAM}:role/any"),
        ("iam:AttachRolePolicy", f"{IAM}:role/any"),
        ("iam:PutRolePolicy", f"{IAM}:role/prod-atlantis-task"),
        ("iam:UpdateAssumeRolePolicy", f"{IAM}:role/prod-atlantis-task"),
        ("iam:DeleteRolePermissionsBoundary", f"{IAM}:role/prod-atlantis-task"),
        ("iam:CreatePolicyVersion", f"{IAM}:policy/cdk-boundary-prod"),
        ("iam:SetDefaultPolicyVersion", f"{IAM}:policy/cdk-boundary-prod"),
        ("iam:PassRole", f"{IAM}:role/cdk-hnb659fds-cfn-exec-role-{ACCOUNT}-{REGION}"),
        ("sts:AssumeRole", f"{IAM}:role/anybody"),
        ("sts:AssumeRole", f"{IAM}:role/cdk-hnb659fds-cfn-exec-role-{ACCOUNT}-{REGION}"),
        ("cloudformation:UpdateStack", "*"),
        ("cloudtrail:StopLogging", f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/prod-cloudtrail-trail"),
        ("guardduty:DeleteDetector", "*"),
        ("config:StopConfigurationRecorder", "*"),
        ("organizations:LeaveOrganization", "*"),
        ("account:CloseAccount", "*"),
        ("kms:ScheduleKeyDeletion", KEY),
        ("kms:DisableKey", KEY),
        ("kms:PutKeyPolicy", KEY),
        ("kms:CreateGrant", KEY),
        ("s3:PutBucketPolicy", "arn:aws:s3:::prod-cloudtrail-trail"),
        ("s3:DeleteObjectVersion", "arn:aws:s3:::prod-bootstrap-terraform-state/x"),
        ("rds:DeleteDBInstance", f"arn:aws:rds:{REGION}:{ACCOUNT}:db:prod-rds-shared-mysql"),
        ("rds:ModifyDBInstance", f"arn:aws:rds:{REGION}:{ACCOUNT}:db:prod-rds-shared-mysql"),
        ("secretsmanager:DeleteSecret", "*"),
        ("backup:DeleteRecoveryPoint", "*"),
    ],
)  # fmt: skip
def test_what_leads_out_is_nobodys(action: str, arn: str) -> None:
    assert {may(role, action, arn) for role in ("prod-network-flow-log", *BECOMING)} == {Truth.NO}


@pytest.mark.parametrize("arn", [DEPLOY, LOOKUP, OTHER])
def test_who_plans_and_deploys_becomes_cdks_roles_and_those_that_are_named_and_nobody_else_does(arn: str) -> None:
    for role in BECOMING:
        assert may(role, "sts:AssumeRole", arn) is may(role, "sts:TagSession", arn) is Truth.YES, role
    for role in ("prod-network-flow-log", "prod-atlantis-task", "dev-bootstrap-deploy", "my-prod-bootstrap-deploy"):
        assert may(role, "sts:AssumeRole", arn) is Truth.NO, role


def test_roles_of_runs_are_passed_to_tasks_and_to_nothing_else() -> None:
    run = f"{IAM}:role/prod-atlantis-apply-x"
    assert may("prod-atlantis-task", "iam:PassRole", run, iam__passedtoservice="ecs-tasks.amazonaws.com") is Truth.YES
    assert may("prod-atlantis-task", "iam:PassRole", run, iam__passedtoservice="lambda.amazonaws.com") is Truth.NO
    other = run.replace("atlantis", "rds")
    assert may("prod-atlantis-task", "iam:PassRole", other, iam__passedtoservice="ecs-tasks.amazonaws.com") is Truth.NO


def test_a_model_is_asked_and_events_are_read_by_the_role_for_it_only() -> None:
    for action in ("bedrock:InvokeModel", "cloudformation:DescribeStackEvents", "logs:FilterLogEvents"):
        assert may("prod-bootstrap-diagnose", action, "*") is Truth.YES
        assert {may(role, action, "*") for role in ("stg-bootstrap-diagnose", "prod-atlantis-task", *BECOMING)} == {
            Truth.NO
        }


def test_it_lists_nothing_that_no_role_of_prod_does(prod: Templates) -> None:
    roles = [one for one in world_of(read_assembly(prod.folder)).entities if one.kind == ROLE]
    done = {action for one in roles for said in one.policies.statements for action in said.actions}
    listed = [action for one in boundary_document("prod", [])["Statement"] for action in one["Action"]]
    assert len(listed) > 50
    assert [one for one in listed if not any(matches(one, action, ignore_case=True) for action in done)] == []


def test_services_of_aws_get_grants() -> None:
    assert may("prod-rds-backup", "kms:CreateGrant", KEY, kms__grantisforawsresource="true") is Truth.YES


def test_it_fits_into_a_managed_policy_with_room_for_roles_of_terraform() -> None:
    others = [f"{IAM}:role/terraform-{number:02}-with-a-name-of-some-length" for number in range(20)]
    assert max(size(boundary_document(name, others)) for name in ENVIRONMENTS) <= CHARACTERS


def test_each_environment_has_its_own_by_a_name_that_no_stack_may_touch() -> None:
    for name in ENVIRONMENTS:
        assert not boundary_name(name).startswith(name)
        assert platform_boundary(f"{IAM}:policy/{boundary_name(name)}") == boundary_name(name)
    for other in ("arn:aws:iam::aws:policy/cdk-boundary-prod", f"{IAM}:policy/x/cdk-boundary-prod", f"{IAM}:role/x"):
        assert platform_boundary(other) == ""
