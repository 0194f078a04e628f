from __future__ import annotations

from typing import Any

from aspects.judge.access.entities import SERVICE, Entity
from aspects.judge.access.reach import reached, web_identity
from aspects.judge.iam.truth import Truth
from tests.aspects.judge.access.support import ACCOUNT, world

NO, MAYBE, YES = Truth
GITHUB = "token.actions.githubusercontent.com"
PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{GITHUB}"


def trust(principal: dict[str, str], action: str = "sts:AssumeRole", **condition: Any) -> dict[str, Any]:
    said = {"Effect": "Allow", "Action": action, "Principal": principal}
    return {"Statement": [{**said, **({"Condition": condition} if condition else {})}]}


def role(name: str, trusts: dict[str, Any], *assumes: str) -> tuple[str, dict[str, Any]]:
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Resource": [f"arn:aws:iam::{ACCOUNT}:role/{one}" for one in assumes],
    }
    policies = [{"PolicyName": "p", "PolicyDocument": {"Statement": [statement]}}] if assumes else []
    return "AWS::IAM::Role", {"RoleName": name, "AssumeRolePolicyDocument": trusts, "Policies": policies}


SUBJECT = "repo:example-org/app:pull_request"
APP = {
    "Plan": role("plan", trust({"Federated": PROVIDER}, "sts:AssumeRoleWithWebIdentity",
                               StringEquals={f"{GITHUB}:sub": SUBJECT}), "next", "cdk-lookup"),
    "Next": role("next", trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}), "last"),
    "Last": role("last", trust({"AWS": f"arn:aws:iam::{ACCOUNT}:role/next"})),
    "Other": role("other", trust({"Service": "lambda.amazonaws.com"})),
}  # fmt: skip


def names(who: Entity, **context: tuple[str, ...]) -> dict[str, Truth]:
    found = reached(world({"prod-app": APP}), who, {name.replace("__", ":"): value for name, value in context.items()})
    return {arn.rpartition("/")[2]: step.answer for arn, step in found.items()}


def test_a_subject_becomes_what_trusts_it_and_what_that_may_become() -> None:
    who = web_identity(GITHUB, ACCOUNT)
    sub = f"{GITHUB}:sub"
    assert names(who, **{sub: ("repo:example-org/app:pull_request",)}) == {
        "plan": YES, "next": YES, "last": YES, "cdk-lookup": MAYBE,  # of no template: nobody knows whom it trusts
    }  # fmt: skip
    assert names(who, **{sub: ("repo:example-org/other:pull_request",)}) == {}
    assert set(names(who).values()) == {MAYBE}


def test_a_step_says_by_which_statements_and_from_which_role() -> None:
    steps = reached(
        world({"prod-app": APP}),
        web_identity(GITHUB, ACCOUNT),
        {f"{GITHUB}:sub": ("repo:example-org/app:pull_request",)},
    )
    step = steps[f"arn:aws:iam::{ACCOUNT}:role/next"]
    assert step.whence == f"arn:aws:iam::{ACCOUNT}:role/plan"
    assert [one.statement.origin.logical_id for one in step.decision.allowed_by] == ["Plan", "Next"]


def test_a_service_becomes_what_trusts_it_alone() -> None:
    assert names(Entity(SERVICE, "lambda.amazonaws.com")) == {"other": YES}


def test_roles_that_may_become_each_other_come_to_an_end() -> None:
    here = trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
    found = world({"prod-app": {"A": role("a", here, "b"), "B": role("b", here, "a")}})
    assert len(reached(found, found.entities[0], {})) == 2
