"""The state, the provider and the map of the bootstrap stack, and the settings that it refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError
from tests.stacks.bootstrap import REPOSITORIES, assumed, bootstrap, exactly, subjects
from tests.support import Templates, environment

if TYPE_CHECKING:
    from pathlib import Path


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


def test_failed_deploys_have_a_role_where_a_model_is_asked(prod: Templates, dev: Templates) -> None:
    role = exactly(prod, "AWS::IAM::Role", "DiagnosisRoleGitHub")
    assert role["RoleName"] == "prod-bootstrap-diagnose"
    assert role["PermissionsBoundary"].endswith(":policy/cdk-boundary-prod")
    assert subjects(prod, "DiagnosisRoleGitHub") == sorted(
        one for name in REPOSITORIES for one in subjects(prod, f"DeployRole{name}")
    )
    names = [one.get("RoleName", "") for one in dev.resources("bootstrap", "AWS::IAM::Role").values()]
    assert [name for name in names if "diagnose" in name] == []
