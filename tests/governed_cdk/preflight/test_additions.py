from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.template import Template
from governed_cdk.preflight.account import Account
from governed_cdk.preflight.additions import additions
from tests.governed_cdk.assemblies import ACCOUNT, HOME
from tests.governed_cdk.preflight.answers import answering

if TYPE_CHECKING:
    import pytest

STACK = Template(
    Path(),
    {"Resources": {logical_id: {"Type": "AWS::SNS::Topic"} for logical_id in ("Old", "New", "Gone")}},
    stack_name="prod-app",
    region=HOME,
)


def summary(logical_id: str, status: str) -> dict[str, Any]:
    return {"LogicalResourceId": logical_id, "ResourceStatus": status}


def ids(monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any] | str) -> list[str]:
    account = {"Account": ACCOUNT}
    answering(monkeypatch, cloudformation__list_stack_resources=answer)
    monkeypatch.setattr(Account, "number", lambda _self, _region: account["Account"])
    found = additions([STACK], Account())
    assert {one.where for one in found} <= {f"{ACCOUNT}/{HOME}"}
    return [one.logical_id for one in found]


def test_what_a_stack_has_is_no_addition_and_what_it_has_lost_is(monkeypatch: pytest.MonkeyPatch) -> None:
    there = [summary("Old", "CREATE_COMPLETE"), summary("Gone", "DELETE_COMPLETE")]
    assert ids(monkeypatch, {"StackResourceSummaries": there}) == ["New", "Gone"]


def test_everything_of_a_new_stack_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ids(monkeypatch, "ValidationError") == ["Old", "New", "Gone"]
