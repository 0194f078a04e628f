from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.lock import Locked
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.deployment.stacks import Stacks
from governed_cdk.preflight.account import Account
from tests.governed_cdk.assemblies import HOME
from tests.governed_cdk.deployment.cloud import SET, TABLE, TODAY, Cloud, lock_of, made

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def denied(statements: list[dict[str, Any]]) -> list[str]:
    return [one for statement in statements if statement["Effect"] == "Deny" for one in statement["Resource"]]


def test_the_policy_keeps_what_the_lock_of_the_environment_holds_and_the_stack_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = Cloud(monkeypatch)
    stacks, stack, _ = made(tmp_path, lock_of())
    stacks.keep(stack)
    (statements,) = cloud.policies()
    assert denied(statements) == ["LogicalResourceId/Table"]


def test_what_is_meant_to_be_replaced_is_not_kept_while_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = Cloud(monkeypatch)
    stacks, stack, _ = made(tmp_path, lock_of(meant=True))
    assert stacks.replaces(stack)
    stacks.keep(stack, replacing=True)
    stacks.keep(stack)
    assert [denied(one) for one in cloud.policies()] == [[], ["LogicalResourceId/Table"]]


@pytest.mark.parametrize(("there", "set_"), [({}, 0), ({"StackPolicyBody": "{}"}, 1)])
def test_a_stack_without_locked_ids_gets_no_policy_but_one_that_it_has_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: dict[str, str], set_: int
) -> None:
    cloud = Cloud(monkeypatch, get_stack_policy=there)
    stacks, stack, _ = made(tmp_path, {"prod": {"prod-app": {"Role": Locked("AWS::IAM::Role", "", named="x")}}})
    stacks.keep(stack)
    assert [denied(one) for one in cloud.policies()] == [[]] * set_


def test_a_role_that_may_set_no_policy_is_said_and_nothing_else_is_borne(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = Cloud(monkeypatch, set_stack_policy="AccessDenied")
    stacks, stack, told = made(tmp_path, lock_of())
    stacks.keep(stack)
    assert "prod-app: no stack policy: its deploy role may not set one" in told[0]
    cloud.said[SET] = "Throttling"
    with pytest.raises(ConfigurationError, match="set_stack_policy of prod-app: Throttling"):
        stacks.keep(stack)


def test_without_a_lock_what_the_templates_hold_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = Cloud(monkeypatch)
    stacks, stack, _ = made(tmp_path, None)
    stacks.keep(stack)
    assert [denied(one) for one in cloud.policies()] == [["LogicalResourceId/Table"]]


def test_all_pages_of_a_change_set_are_judged_and_those_nested_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resource(name: str, **more: str) -> dict[str, Any]:
        return {"ResourceChange": {"LogicalResourceId": name, "Action": "Modify", "Replacement": "True", **more}}

    nested = {"Data": Locked(TABLE, "")}
    pages = [
        {"Changes": [resource("Topic", ChangeSetId="cs", PhysicalResourceId="id")], "NextToken": "more"},
        {"Changes": [resource("Table")]},
        {"Changes": [resource("Data")]},
    ]
    cloud = Cloud(monkeypatch, describe_change_set=pages)
    stacks, stack, _ = made(tmp_path, lock_of({"prod": {"prod-app/Topic": nested}}))
    lines = stacks.refused(stack, stacks.changes(stack, "prepared"))
    assert [line.split(" (")[0] for line in lines] == ["prod-app: Topic", "prod-app: Table", "prod-app/Topic: Data"]
    assert cloud.told[-1][1] == {"StackName": "id", "ChangeSetName": "cs"}


def test_a_change_set_without_changes_is_none_and_one_of_outputs_alone_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[Any] = [{"Status": "FAILED"}, {"Status": "CREATE_COMPLETE", "Changes": []}, "AccessDenied"]
    Cloud(monkeypatch, describe_change_set=answers)
    stacks, stack, _ = made(tmp_path, lock_of())
    assert stacks.changes(stack, "prepared") == {}
    assert stacks.changes(stack, "prepared") == {"prod-app": []}
    with pytest.raises(ConfigurationError, match="describe_change_set of prod-app: AccessDenied"):
        stacks.changes(stack, "prepared")


def test_a_stack_that_would_be_emptied_is_refused_where_it_holds_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Cloud(monkeypatch)
    stacks, stack, _ = made(tmp_path, lock_of())
    assert stacks.emptied(stack) == []
    stacks, stack, _ = made(tmp_path, lock_of(), resources={})
    (line,) = stacks.emptied(stack)
    assert line == "prod-app: it has no resources, so that it would be deleted, with prod-app/Table"


def test_a_change_set_that_is_gone_is_discarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = Cloud(monkeypatch, delete_change_set="ChangeSetNotFound")
    stacks, stack, _ = made(tmp_path, lock_of())
    discard: Callable[[], None] = lambda: stacks.discard(stack, "prepared")  # noqa: E731 - said twice
    discard()
    cloud.said["delete_change_set"] = "AccessDenied"
    with pytest.raises(ConfigurationError, match="delete_change_set of prod-app: AccessDenied"):
        discard()


def test_termination_protection_comes_where_the_assembly_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = Cloud(monkeypatch)
    stacks, stack, _ = made(tmp_path, lock_of())
    stacks.protect(stack)
    assert cloud.told == []
    manifest = tmp_path / "out" / "manifest.json"
    body = json.loads(manifest.read_text(encoding="utf-8"))
    body["artifacts"]["prod-app"]["properties"]["terminationProtection"] = True
    manifest.write_text(json.dumps(body), encoding="utf-8")
    Stacks(manifest.parent, Account(region_name=HOME), {}, today=TODAY, tell=print).protect(stack)
    assert cloud.told == [
        ("update_termination_protection", {"StackName": "prod-app", "EnableTerminationProtection": True})
    ]
