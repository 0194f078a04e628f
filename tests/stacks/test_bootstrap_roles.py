"""What the roles of repositories may do, and what they can never do."""

from __future__ import annotations

import fnmatch
import json
import re
from typing import Any

import pytest

from tests.stacks.bootstrap import REPOSITORIES, ROLES, actions, assumed, exactly, statements, subjects
from tests.support import Templates, grants, resolve, resources_of


def test_each_repository_has_a_role_for_pull_requests_and_one_for_deployments(prod: Templates) -> None:
    for part, name in zip(REPOSITORIES, ("governed-cdk", "Infrastructure", "fileflow"), strict=True):
        assert subjects(prod, f"PlanRole{part}") == [f"repo:example-org/{name}:pull_request"]
    assert subjects(prod, "DeployRoleFileflow") == ["repo:example-org/fileflow:ref:refs/heads/main"]


def test_what_deploys_the_platform_passes_a_github_environment_with_its_reviewers(prod: Templates) -> None:
    assert subjects(prod, "DeployRole") == ["repo:example-org/governed-cdk:environment:platform"]
    assert subjects(prod, "DeployRoleInfrastructure") == ["repo:example-org/Infrastructure:environment:platform"]
    platform = [role for role in ROLES if any("cdk-hnb659fds-deploy-" in arn for arn in assumed(prod, role))]
    assert platform == ["DeployRole", "DeployRoleInfrastructure"]


def test_a_service_repository_reaches_no_role_of_the_platforms_bootstrap(prod: Templates) -> None:
    for role in ("PlanRoleFileflow", "DeployRoleFileflow"):
        assert assumed(prod, role)
        assert all(":role/cdk-services-" in arn for arn in assumed(prod, role))


def test_the_watch_over_drift_reads_by_the_lookup_roles_and_nothing_else(prod: Templates) -> None:
    for part, name in zip(REPOSITORIES, ("governed-cdk", "Infrastructure", "fileflow"), strict=True):
        role = f"DriftRole{part}"
        assert subjects(prod, role) == [f"repo:example-org/{name}:ref:refs/heads/main"]
        assert actions(prod, role) == {"sts:AssumeRole"}
        qualifier = "services" if part == "Fileflow" else "hnb659fds"
        assert all(f":role/cdk-{qualifier}-lookup-role-" in arn for arn in assumed(prod, role))


PREFIXES = [*zip(ROLES, ("governed-cdk", "infrastructure", "fileflow") * 2, strict=True)]


@pytest.mark.parametrize(("role", "prefix"), PREFIXES)
def test_no_repository_reaches_the_state_of_another(prod: Templates, role: str, prefix: str) -> None:
    others = {"governed-cdk", "infrastructure", "fileflow", f"{prefix}-2"} - {prefix}
    for statement in statements(prod, role):
        reached = [resolve(arn) for arn in resources_of(statement)]
        if any(grants(statement, action) for action in ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")):
            for other in others:
                objects = f"{reached[0].partition('/')[0]}/{other}/terraform.tfstate"
                assert not any(fnmatch.fnmatchcase(objects, arn) for arn in reached), other
        if grants(statement, "s3:ListBucket"):
            assert statement["Condition"] == {"StringLike": {"s3:prefix": [f"{prefix}/", f"{prefix}/*"]}}
        if grants(statement, "dynamodb:PutItem"):
            (keys,) = statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
            assert resolve(keys).endswith(f"/{prefix}/*")


def boundary(templates: Templates) -> dict[str, dict[str, Any]]:
    policy = templates.named("bootstrap", "AWS::IAM::ManagedPolicy", "ServiceBoundary9")
    return {statement["Sid"]: statement for statement in policy["PolicyDocument"]["Statement"]}


def test_a_role_made_under_the_boundary_has_it_and_none_loses_it(prod: Templates) -> None:
    (policy,) = (
        p["ManagedPolicyName"] for p in prod.resources("bootstrap", "AWS::IAM::ManagedPolicy").values()
        if p["ManagedPolicyName"].endswith("service-boundary")
    )  # fmt: skip
    statement = boundary(prod)["RolesUnderThisOnly"]
    (arn,) = statement["Condition"]["StringNotEquals"].values()
    assert resolve(arn).endswith(f":policy/{policy}")
    assert {"iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"} <= set(statement["Action"])
    assert "iam:DeleteRolePermissionsBoundary" in boundary(prod)["Ceiling"]["NotAction"]


def test_a_service_repository_touches_no_key_policy_trail_or_stack_of_the_platform(prod: Templates) -> None:
    assert {"cloudtrail:*", "sts:AssumeRole"} <= set(boundary(prod)["Ceiling"]["NotAction"])
    ends = {"kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:Disable*"}
    ours, nobodys = boundary(prod)["PlatformResources"], boundary(prod)["KeysOfNobody"]
    assert ends | {"kms:TagResource", "kms:UntagResource"} <= set(ours["Action"])
    assert "kms" in ours["Condition"]["StringEquals"]["aws:ResourceTag/Service"]
    assert ends == set(nobodys["Action"])
    assert nobodys["Condition"] == {"Null": {"aws:ResourceTag/Service": "true"}}
    stacks = prod.named("bootstrap", "AWS::IAM::ManagedPolicy", "Stacks")["PolicyDocument"]["Statement"]
    (statement,) = stacks
    assert statement["Effect"] == "Deny"
    patterns = [resolve(arn) for arn in statement["Resource"]]
    for slug in prod.by_stack:
        name = f"prod-{slug}" if not slug.startswith("prod-") else slug
        arn = resolve(patterns[0]).rpartition(":stack/")[0] + f":stack/{name}/id"
        assert any(fnmatch.fnmatchcase(arn, pattern) for pattern in patterns), name


def test_the_boundary_fits_into_a_managed_policy(prod: Templates) -> None:
    for policy in prod.resources("bootstrap", "AWS::IAM::ManagedPolicy").values():
        document = json.dumps(policy["PolicyDocument"], separators=(",", ":"))
        joined = re.sub(
            r'\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]*)"\]\]\}', r'"arn:aws\1"', document
        )
        assert len(joined) <= 6144  # IAM quotas, characters of a managed policy without white space


def test_no_subject_holds_a_pattern(prod: Templates) -> None:
    for role in ROLES:
        trust = exactly(prod, "AWS::IAM::Role", role)["AssumeRolePolicyDocument"]
        assert "StringLike" not in json.dumps(trust)
        assert "*" not in json.dumps(trust)


def test_the_plan_role_reads_only(prod: Templates) -> None:
    assert actions(prod, "PlanRole") == {"s3:ListBucket", "s3:GetObject", "kms:Decrypt", "sts:AssumeRole"}
    assert all("-lookup-role-" in arn for arn in assumed(prod, "PlanRole"))


def test_the_deploy_role_deploys_by_the_cdk_roles_and_holds_no_service_permission_but_for_the_state(
    prod: Templates,
) -> None:
    services = {action.split(":")[0] for action in actions(prod, "DeployRole")}
    assert services == {"s3", "dynamodb", "kms", "sts"}
    kinds = ("deploy", "file-publishing", "image-publishing", "lookup")
    assert all(any(f"-{kind}-role-" in arn for kind in kinds) for arn in assumed(prod, "DeployRole"))
    assert not any("*" in arn for arn in assumed(prod, "DeployRole"))


def test_neither_role_can_raise_its_own_rights(prod: Templates) -> None:
    for role in ROLES:
        granted = statements(prod, role)
        assert granted
        for raising in ("iam:PassRole", "iam:AttachRolePolicy", "iam:CreateUser", "iam:PutRolePolicy"):
            assert not [statement for statement in granted if grants(statement, raising)], f"{role}: {raising}"
        assert not [action for action in actions(prod, role) if action.lower().startswith("iam:")]


def test_neither_role_deletes_versions_of_the_state(prod: Templates) -> None:
    granted = [statement for role in ROLES for statement in statements(prod, role)]
    assert any(grants(statement, "s3:GetObject") for statement in granted)
    assert not any(grants(statement, "s3:DeleteObjectVersion") for statement in granted)


def test_every_resource_of_a_statement_is_named(prod: Templates) -> None:
    for role in ROLES:
        assert [statement for statement in statements(prod, role) if "*" in resources_of(statement)] == []
