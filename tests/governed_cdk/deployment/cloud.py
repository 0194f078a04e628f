"""An account that says what a test wants to hear, and a stack of `prod` with its lock."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

from aspects.judge.lock import Lock, Locked, Replacement
from aspects.judge.template.assembly import read_assembly
from governed_cdk.deployment.stacks import Stacks
from governed_cdk.preflight.account import Account
from tests.governed_cdk.assemblies import HOME, Stack, write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from aspects.judge.template import Template

TODAY = datetime.date(2026, 11, 30)
TABLE = "AWS::DynamoDB::Table"
TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"Tags": [{"Key": "Environment", "Value": "prod"}]}}
SET = "set_stack_policy"
TOPIC_OF_DEV = Locked(TABLE, "")


def lock_of(more: Lock | None = None, *, meant: bool = False) -> Lock:
    replacement = Replacement("it moves to another key", "platform-team", "2026-12-24") if meant else None
    own = {
        "Table": Locked(TABLE, "", replacement=replacement),
        "Role": Locked("AWS::IAM::Role", "", named="prod-app-x"),
    }
    return {"prod": {"prod-app": own, **(more or {}).get("prod", {})}, "dev": {"prod-app": {"Topic": TOPIC_OF_DEV}}}


class Cloud:
    """An account that answers what a test says, and writes down what it was told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **said: Any) -> None:
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.said = {"assume_role": "AccessDenied", **said}

        def ask(_self: Account, _service: str, _region: str, operation: str, **given: Any) -> tuple[Any, str]:
            self.told.append((operation, given))
            found = self.said.get(operation, {})
            answer = found.pop(0) if isinstance(found, list) else found
            return ({}, answer) if isinstance(answer, str) else (answer, "")

        monkeypatch.setattr(Account, "ask", ask)

    def policies(self) -> list[Any]:
        return [json.loads(given["StackPolicyBody"])["Statement"] for name, given in self.told if name == SET]


def made(
    folder: Path, lock: Lock | None, *, resources: dict[str, Any] | None = None, lifted: tuple[str, ...] = ()
) -> tuple[Stacks, Template, list[str]]:
    there = {"Table": {"Type": TABLE, "Properties": {"TableName": "prod-app"}}, "Role": {"Type": "AWS::IAM::Role"}}
    body = Stack(resources={**there, "Topic": TOPIC} if resources is None else resources)
    folder.mkdir(exist_ok=True)
    assembly = write(folder / "out", {"prod-app": body})
    told: list[str] = []
    stacks = Stacks(assembly, Account(region_name=HOME), lock, today=TODAY, tell=told.append, lifted=lifted)
    (stack,) = read_assembly(assembly)
    return stacks, stack, told
