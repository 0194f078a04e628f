from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from governed_cdk.deploy_policy.boundary import boundaries
from governed_cdk.preflight import boundary
from governed_cdk.preflight.account import Account
from tests.governed_cdk.deploy_policy.apps import ACCOUNT, app, role
from tests.governed_cdk.preflight.answers import answering

if TYPE_CHECKING:
    from aspects.judge.template import Template

NAME = "cdk-boundary-prod"
BOUND = {"PermissionsBoundary": f"arn:aws:iam::{ACCOUNT}:policy/{NAME}"}


@pytest.fixture
def stacks() -> list[Template]:
    return app(Role=role(**BOUND))


def said(monkeypatch: pytest.MonkeyPatch, stacks: list[Template], document: Any, **more: Any) -> tuple[Any, Any, Any]:
    """The findings, what is unknown, and what was asked."""
    answers = {
        "iam__get_policy": {"Policy": {"DefaultVersionId": "v1"}},
        "iam__get_policy_version": {"PolicyVersion": {"Document": document}},
    }
    asked = answering(monkeypatch, **{**answers, **more}).asked
    found = boundary.asked(stacks, Account())
    return found.findings, found.unknown, asked


def test_the_printed_one_suffices_and_so_does_a_wider_one(
    monkeypatch: pytest.MonkeyPatch, stacks: list[Template]
) -> None:
    printed = boundaries(stacks, "prod")[NAME]
    assert said(monkeypatch, stacks, printed)[:2] == ([], [])
    wider = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
    assert said(monkeypatch, stacks, wider)[:2] == ([], [])


def test_where_it_is_not_there_one_line_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, stacks: list[Template]
) -> None:
    findings, unknown, _ = said(monkeypatch, stacks, {}, iam__get_policy="NoSuchEntity")
    assert unknown == []
    assert findings == [f"{NAME} is not in {ACCOUNT}, and no role is made without it: governed-cdk deploy-policy"]


def test_what_it_lacks_is_named(monkeypatch: pytest.MonkeyPatch, stacks: list[Template]) -> None:
    printed = boundaries(stacks, "prod")[NAME]["Statement"]
    running = {**printed[0], "Action": [one for one in printed[0]["Action"] if one != "sns:Publish"]}
    findings, _, _ = said(monkeypatch, stacks, {"Statement": [running, *printed[1:]]})
    assert findings == [f"{NAME} does not allow the roles sns:Publish; renew it: governed-cdk deploy-policy"]
    less = {**printed[-1], "Resource": printed[-1]["Resource"][1:]}
    findings, _, _ = said(monkeypatch, stacks, {"Statement": [*printed[:-1], less]})
    assert "does not allow the roles sts:AssumeRole, sts:TagSession; renew" in findings[0]
    findings, _, _ = said(monkeypatch, stacks, {"Statement": printed[1:]})
    assert " more; renew it" in findings[0]


def test_what_nobody_may_see_is_unknown(monkeypatch: pytest.MonkeyPatch, stacks: list[Template]) -> None:
    denied: tuple[list[str], list[str]] = ([], [f"whether {NAME} allows what the roles do: AccessDenied"])
    assert said(monkeypatch, stacks, {}, iam__get_policy="AccessDenied")[:2] == denied
    assert said(monkeypatch, stacks, {}, iam__get_policy_version="AccessDenied")[:2] == denied


def test_an_app_without_the_platform_s_boundary_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, app(Role=role()), {}) == ([], [], [])
