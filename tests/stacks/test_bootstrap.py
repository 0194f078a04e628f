from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError
from tests.support import Templates, environment, grants, resolve, resources_of, synthesize

if TYPE_CHECKING:
    from pathlib import Path

SUBJECT = "token.actions.githubusercontent.com:sub"


def bootstrap(folder: Path, **settings: Any) -> Templates:
    return synthesize(environment("prod", stacks={"bootstrap": settings}), folder, only=("bootstrap",))


def subjects(templates: Templates, role: str) -> list[str]:
    (statement,) = templates.named("bootstrap", "AWS::IAM::Role", role)["AssumeRolePolicyDocument"]["Statement"]
    found = statement["Condition"]["StringEquals"][SUBJECT]
    return [found] if isinstance(found, str) else found


def statements(templates: Templates, role: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = templates.named("bootstrap", "AWS::IAM::Policy", role)["PolicyDocument"]["Statement"]
    return found


def actions(templates: Templates, role: str) -> set[str]:
    found = set()
    for statement in statements(templates, role):
        named = statement["Action"]
        found |= {named} if isinstance(named, str) else set(named)
    return found


def assumed(templates: Templates, role: str) -> list[str]:
    (statement,) = [s for s in statements(templates, role) if s["Action"] == "sts:AssumeRole"]
    return [resolve(arn) for arn in statement["Resource"]]


def test_pull_requests_plan_and_main_deploys_by_whole_subjects(prod: Templates) -> None:
    repositories = ("Infrastructure", "fileflow", "governed-cdk")
    assert subjects(prod, "PlanRole") == [f"repo:example-org/{name}:pull_request" for name in repositories]
    assert subjects(prod, "DeployRole") == [f"repo:example-org/{name}:ref:refs/heads/main" for name in repositories]


def test_no_subject_holds_a_pattern(prod: Templates) -> None:
    for role in ("PlanRole", "DeployRole"):
        trust = prod.named("bootstrap", "AWS::IAM::Role", role)["AssumeRolePolicyDocument"]
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
    for role in ("PlanRole", "DeployRole"):
        granted = statements(prod, role)
        assert granted
        for raising in ("iam:PassRole", "iam:AttachRolePolicy", "iam:CreateUser", "iam:PutRolePolicy"):
            assert not [statement for statement in granted if grants(statement, raising)], f"{role}: {raising}"
        assert not [action for action in actions(prod, role) if action.lower().startswith("iam:")]


def test_neither_role_deletes_versions_of_the_state(prod: Templates) -> None:
    granted = [*statements(prod, "DeployRole"), *statements(prod, "PlanRole")]
    assert any(grants(statement, "s3:GetObject") for statement in granted)
    assert not any(grants(statement, "s3:DeleteObjectVersion") for statement in granted)


def test_every_resource_of_a_statement_is_named(prod: Templates) -> None:
    for role in ("PlanRole", "DeployRole"):
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
        {"name": "one", "branch": "release/1"},
        {"name": "two", "environment": "prod", "owner_id": 12, "repository_id": 34},
    ]
    templates = bootstrap(tmp_path, repositories=repositories)
    assert subjects(templates, "DeployRole") == [
        "repo:example-org/one:ref:refs/heads/release/1",
        "repo:example-org@12/two@34:environment:prod",
    ]
    assert subjects(templates, "PlanRole") == [
        "repo:example-org/one:pull_request",
        "repo:example-org@12/two@34:pull_request",
    ]


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
