from __future__ import annotations

import fnmatch
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError
from tests.support import Templates, environment, grants, resolve, resources_of, synthesize

if TYPE_CHECKING:
    from pathlib import Path

SUBJECT = "token.actions.githubusercontent.com:sub"


def bootstrap(folder: Path, **settings: Any) -> Templates:
    return synthesize(environment("prod", stacks={"bootstrap": settings}), folder, only=("bootstrap",))


REPOSITORIES = ("", "Infrastructure", "Fileflow")
ROLES = tuple(f"{kind}Role{name}" for kind in ("Plan", "Deploy") for name in REPOSITORIES)


def exactly(templates: Templates, type_: str, role: str) -> dict[str, Any]:
    """The resource of one role, whose name others may begin with."""
    rest = "(Role)?(DefaultPolicy)?[0-9A-F]{8}"
    (found,) = (v for k, v in templates.resources("bootstrap", type_).items() if re.fullmatch(f"{role}{rest}", k))
    return dict(found)


def subjects(templates: Templates, role: str) -> list[str]:
    (statement,) = exactly(templates, "AWS::IAM::Role", role)["AssumeRolePolicyDocument"]["Statement"]
    found = statement["Condition"]["StringEquals"][SUBJECT]
    return [found] if isinstance(found, str) else found


def statements(templates: Templates, role: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = exactly(templates, "AWS::IAM::Policy", role)["PolicyDocument"]["Statement"]
    return found


def actions(templates: Templates, role: str) -> set[str]:
    found = set()
    for statement in statements(templates, role):
        named = statement["Action"]
        found |= {named} if isinstance(named, str) else set(named)
    return found


def assumed(templates: Templates, role: str) -> list[str]:
    (statement,) = [s for s in statements(templates, role) if "sts:AssumeRole" in s["Action"]]
    return [resolve(arn) for arn in statement["Resource"]]


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
    assert {"kms:PutKeyPolicy", "cloudtrail:*", "sts:AssumeRole"} <= set(boundary(prod)["Ceiling"]["NotAction"])
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


def test_the_state_is_versioned_logged_retained_and_on_its_own_key(prod: Templates) -> None:
    (bucket,) = [r for stack, _, r in prod.all("AWS::S3::Bucket") if stack == "bootstrap"]
    properties = bucket["Properties"]
    assert bucket["DeletionPolicy"] == "RetainExceptOnCreate"
    assert properties["VersioningConfiguration"] == {"Status": "Enabled"}
    assert properties["LoggingConfiguration"]["DestinationBucketName"]
    key = prod["bootstrap"]["Parameters"][
        properties["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]["ServerSideEncryptionByDefault"][
            "KMSMasterKeyID"
        ]["Ref"]
    ]
    assert key["Default"] == "/prod/kms/terraform-state-key-arn"


def test_the_lock_table_is_encrypted_recoverable_and_protected(prod: Templates) -> None:
    table = prod.only("bootstrap", "AWS::DynamoDB::Table")
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["DeletionProtectionEnabled"] is True
    assert table["SSESpecification"]["SSEType"] == "KMS"
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True


def test_names_of_bucket_and_table_are_published_so_that_no_back_end_need_guess(prod: Templates) -> None:
    found = {p["Name"]: p["Value"] for p in prod.resources("bootstrap", "AWS::SSM::Parameter").values()}
    assert found["/prod/bootstrap/state-bucket-name"] == prod.only("bootstrap", "AWS::S3::Bucket")["BucketName"]
    assert found["/prod/bootstrap/lock-table-name"] == prod.only("bootstrap", "AWS::DynamoDB::Table")["TableName"]


def test_the_provider_is_made_unless_the_account_has_it(prod: Templates, tmp_path: Path) -> None:
    provider = prod.only("bootstrap", "AWS::IAM::OIDCProvider")
    assert provider["ClientIdList"] == ["sts.amazonaws.com"]
    without = bootstrap(tmp_path, github_oidc_provider=False)
    assert without.resources("bootstrap", "AWS::IAM::OIDCProvider") == {}
    assert subjects(without, "PlanRole") == subjects(prod, "PlanRole")


def test_a_repository_deploys_from_its_branch_or_environment_with_its_ids(tmp_path: Path) -> None:
    repositories = [
        {"name": "two", "platform": True, "environment": "prod", "owner_id": 12, "repository_id": 34},
        {"name": "one", "branch": "release/1"},
    ]
    templates = bootstrap(tmp_path, repositories=repositories)
    assert subjects(templates, "DeployRole") == ["repo:example-org@12/two@34:environment:prod"]
    assert subjects(templates, "DeployRoleOne") == ["repo:example-org/one:ref:refs/heads/release/1"]
    assert subjects(templates, "PlanRole") == ["repo:example-org@12/two@34:pull_request"]
    assert subjects(templates, "PlanRoleOne") == ["repo:example-org/one:pull_request"]


def test_the_map_tells_account_environment_and_role_and_the_deploy_role_reaches_them(tmp_path: Path) -> None:
    templates = bootstrap(tmp_path, accounts={"dev": "999988887777"})
    parameters = {p["Name"]: p["Value"] for p in templates.resources("bootstrap", "AWS::SSM::Parameter").values()}
    mapped = json.loads(parameters["/prod/bootstrap/assume-role-map"])
    assert set(mapped) == {"111122223333", "999988887777"}
    assert set(mapped["999988887777"]) == {"dev"}
    roles = {role for environments in mapped.values() for role in environments.values()}
    assert roles <= set(assumed(templates, "DeployRole"))


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"repositories": []}, "repositories"),
        ({"repositories": [{"name": "a"}]}, "first the repository that deploys the platform"),
        ({"repositories": [{"name": "a", "platform": True}]}, "of the platform: one with reviewers"),
        ({"repositories": [{"name": "a", "branch": "release/*"}]}, "branch"),
        ({"repositories": [{"name": "a", "branch": "main", "environment": "prod"}]}, "not both"),
        ({"repositories": [{"name": "a", "owner_id": 1}]}, "or neither"),
        ({"accounts": {"prod": "1"}}, "12 digits"),
        ({"accounts": {"QA": "111122223333"}}, "accounts.QA"),
        ({"state_noncurrent_days": 1}, "state_noncurrent_days"),
    ],
)
def test_settings_that_do_not_agree_are_refused_with_their_key(settings: dict[str, Any], text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"prod\.yaml: stacks\.bootstrap") as caught:
        environment("prod", stacks={"bootstrap": settings})
    assert text in str(caught.value)
