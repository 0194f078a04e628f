from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.template.assembly import read_assembly, stacks_of
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.deploy_policy.boundary import boundaries, platform_boundaries
from tests.governed_cdk.deploy_policy.apps import ACCOUNT, app, role

if TYPE_CHECKING:
    from tests.support import Templates

IAM = f"arn:aws:iam::{ACCOUNT}"
BOUND = {"PermissionsBoundary": f"{IAM}:policy/cdk-boundary-prod"}


def becoming(*arns: str) -> dict[str, Any]:
    """A role that becomes others."""
    said = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": list(arns)}
    return {**BOUND, "Policies": [{"PolicyName": "others", "PolicyDocument": {"Statement": [said]}}]}


def others(**roles: dict[str, Any]) -> list[str]:
    """The roles beside CDK's that the boundary of an app lets runs become."""
    made: dict[str, Any] = {name: role(**given) for name, given in roles.items()}
    found = boundaries(app("prod-atlantis", **made), "prod")
    (statement,) = (one for one in found["cdk-boundary-prod"]["Statement"] if one["Sid"] == "RolesOfDeploys")
    return [arn for arn in statement["Resource"] if "role/cdk-" not in arn]


def test_runs_become_the_roles_that_the_templates_name_to_their_end_and_no_pattern_of_them() -> None:
    terraform = f"{IAM}:role/ci/terraform"
    cdk = f"{IAM}:role/cdk-hnb659fds-lookup-role-{ACCOUNT}-ap-northeast-2"
    assert others(Apply=becoming(terraform, cdk), Any=becoming("*", f"{IAM}:role/*")) == [terraform]
    assert others(Role=BOUND) == []


def test_it_is_that_of_the_whole_app_whichever_stack_is_asked_about(prod: Templates) -> None:
    stacks = stacks_of(read_assembly(prod.folder))
    whole = boundaries(stacks, "prod")
    assert list(whole) == ["cdk-boundary-prod"]
    assert {str(boundaries([one], "prod")) for one in stacks if platform_boundaries([one])} == {str(whole)}


def test_of_another_boundary_and_of_none_nothing_is_printed() -> None:
    assert boundaries(app(Role=role(PermissionsBoundary=f"{IAM}:policy/theirs"), Other=role()), "prod") == {}


def test_more_roles_than_a_policy_has_room_for_are_refused_in_one_line() -> None:
    many = [f"{IAM}:role/terraform-{number:03}-with-a-name-of-some-length" for number in range(80)]
    with pytest.raises(ConfigurationError, match=r"cdk-boundary-prod of \d+ characters, with 80 roles") as caught:
        others(Apply=becoming(*many))
    assert len(caught.value.mistakes) == 1
