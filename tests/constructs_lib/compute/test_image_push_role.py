from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, GovernedImagePushRole, GovernedRepository

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

SUBJECT = "token.actions.githubusercontent.com:sub"


def role(bench: Bench, **given: Any) -> None:
    image = GovernedRepository(bench.stack, "Repository").repository
    GovernedImagePushRole(bench.stack, "Push", image=image, github_repository="orders", **given)


@pytest.mark.parametrize(
    ("given", "subject"),
    [
        ({}, "repo:example-org/orders:ref:refs/heads/main"),
        ({"branch": "develop"}, "repo:example-org/orders:ref:refs/heads/develop"),
        ({"github_ids": (12, 34)}, "repo:example-org@12/orders@34:ref:refs/heads/main"),
    ],
)
def test_runs_of_one_branch_of_one_repository_assume_it(given: dict[str, Any], subject: str, bench: Bench) -> None:
    role(bench, **given)
    made = bench.only("AWS::IAM::Role")
    (trust,) = made["AssumeRolePolicyDocument"]["Statement"]
    assert made["RoleName"] == "prod-example-push"
    assert trust["Condition"]["StringEquals"][SUBJECT] == [subject]


def test_it_pushes_to_its_own_repository_and_does_nothing_else(bench: Bench) -> None:
    role(bench)
    push, sign_in = bench.only("AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    assert push["Action"] == [
        "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload",
        "ecr:PutImage", "ecr:UploadLayerPart",
    ]  # fmt: skip
    assert set(push["Resource"]) == {"Fn::GetAtt"}
    assert (sign_in["Action"], sign_in["Resource"]) == ("ecr:GetAuthorizationToken", "*")


@pytest.mark.parametrize("given", [{"branch": "release/*"}, {"github_ids": (0, 34)}])
def test_what_is_not_exact_is_refused(given: dict[str, Any], bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match=r"an exact name|the number that GitHub gave"):
        role(bench, **given)
