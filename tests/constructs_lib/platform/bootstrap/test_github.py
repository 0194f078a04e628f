from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, allow
from constructs_lib.platform import GovernedGitHubProvider, GovernedGitHubRole, Workflow

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

READ = allow("s3:ListBucket", on="arn:aws:s3:::bucket")


@pytest.mark.parametrize(
    ("arguments", "subject"),
    [
        ({}, "repo:org/app:pull_request"),
        ({"branch": "main"}, "repo:org/app:ref:refs/heads/main"),
        ({"environment": "prod"}, "repo:org/app:environment:prod"),
        ({"branch": "main", "owner_id": 12, "repository_id": 34}, "repo:org@12/app@34:ref:refs/heads/main"),
    ],
)
def test_a_workflow_has_githubs_subject(arguments: dict[str, Any], subject: str) -> None:
    assert Workflow(owner="org", repository="app", **arguments).subject == subject


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"repository": "*"}, "an exact name"),
        ({"repository": "app", "branch": "release/*"}, "an exact name"),
        ({"repository": "app:ref"}, "an exact name"),
        ({"repository": "app", "environment": ""}, "an exact name"),
        ({"repository": "app", "branch": "main", "environment": "prod"}, "a branch or an environment"),
        ({"repository": "app", "owner_id": 12}, "or neither"),
        ({"repository": "app", "owner_id": 0, "repository_id": 34}, "owner_id: given 0"),
        ({"repository": "app", "owner_id": 12, "repository_id": -1}, "repository_id: given -1"),
    ],
)
def test_a_workflow_that_is_not_exact_is_refused(arguments: dict[str, Any], text: str) -> None:
    with pytest.raises(ConfigurationError, match=text):
        Workflow(owner="org", **arguments)


def test_a_role_is_assumed_for_whole_subjects_and_our_audience_only(bench: Bench) -> None:
    workflows = [Workflow(owner="org", repository=name, branch="main") for name in ("b", "a")]
    GovernedGitHubRole(
        bench.stack, "Role", kind="deploy", description="Deploys", workflows=workflows, statements=[READ]
    )
    (statement,) = bench.only("AWS::IAM::Role")["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert statement["Condition"] == {
        "StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": [
                "repo:org/a:ref:refs/heads/main",
                "repo:org/b:ref:refs/heads/main",
            ],
        }
    }


def test_a_role_for_nobody_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="at least one"):
        GovernedGitHubRole(bench.stack, "Role", kind="plan", description="Plans", workflows=[], statements=[READ])


def test_the_provider_is_githubs_for_our_audience(bench: Bench) -> None:
    GovernedGitHubProvider(bench.stack, "GitHub")
    provider = bench.only("AWS::IAM::OIDCProvider")
    assert provider["Url"] == "https://token.actions.githubusercontent.com"
    assert provider["ClientIdList"] == ["sts.amazonaws.com"]
