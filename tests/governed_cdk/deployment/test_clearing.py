"""What a failed creation left is taken away before a stack is deployed again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.deployment.stacks import Stacks
from governed_cdk.preflight.account import Account
from tests.governed_cdk.assemblies import HOME, Stack, write
from tests.governed_cdk.deployment.cloud import TODAY, Cloud, lock_of, made

if TYPE_CHECKING:
    from pathlib import Path


def status(*statuses: str) -> list[Any]:
    """What CloudFormation says one after the other; nothing stands for a stack that is not there."""
    return [{"Stacks": [{"StackStatus": one}]} if one else "ValidationError" for one in statuses]


def test_what_a_failed_creation_left_is_taken_away_in_a_session_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    cloud = Cloud(monkeypatch, describe_stacks=status("ROLLBACK_COMPLETE", "DELETE_IN_PROGRESS", ""))
    assembly = write(tmp_path / "out", {"prod-app": Stack()})
    body = json.loads((assembly / "manifest.json").read_text(encoding="utf-8"))
    body["artifacts"]["prod-app"]["properties"]["assumeRoleArn"] = "arn:aws:iam::111122223333:role/deploy"
    (assembly / "manifest.json").write_text(json.dumps(body), encoding="utf-8")
    (stack,) = read_assembly(assembly)
    Stacks(assembly, Account(region_name=HOME), {}, today=TODAY, tell=print).clear(stack)
    tags = [given.get("Tags") for name, given in cloud.told if name == "assume_role"]
    assert tags == [None, [{"Key": "governed-cdk-failed-creation", "Value": "true"}]]
    assert ("delete_stack", {"StackName": "prod-app"}) in cloud.told
    assert cloud.said["describe_stacks"] == []


@pytest.mark.parametrize("there", ["", "REVIEW_IN_PROGRESS", "CREATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"])
def test_no_other_stack_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str) -> None:
    cloud = Cloud(monkeypatch, describe_stacks=status(there))
    stacks, stack, _ = made(tmp_path, lock_of())
    stacks.clear(stack)
    assert [name for name, _ in cloud.told] == ["describe_stacks"]


@pytest.mark.parametrize(("after", "code"), [("DELETE_FAILED", ""), ("", "AccessDenied")])
def test_what_does_not_go_is_said_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: str, code: str
) -> None:
    Cloud(monkeypatch, describe_stacks=status("ROLLBACK_FAILED", after), delete_stack=code or {})
    stacks, stack, _ = made(tmp_path, lock_of())
    said = f"prod-app: its creation failed, and it does not go: {code or after}; see docs"
    with pytest.raises(ConfigurationError, match=said):
        stacks.clear(stack)
