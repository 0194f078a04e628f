"""An account that answers what a test says. moto's CloudFormation and Cloud Control need packages that nobody pins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

Answer = tuple[dict[str, Any], str]

ABSENT = "ResourceNotFoundException"


class Answers:
    """Answers by `service.operation`, perhaps with `:` and one argument's value; an empty account for all others."""

    def __init__(self, said: Mapping[str, dict[str, Any] | str]) -> None:
        self.said = said
        self.asked: list[str] = []

    def ask(self, service: str, _region: str, operation: str, **arguments: Any) -> Answer:
        keys = [f"{service}.{operation}:{value}" for value in arguments.values()] + [f"{service}.{operation}"]
        self.asked.append(keys[0])
        for key in keys:
            if key in self.said:
                found = self.said[key]
                return ({}, found) if isinstance(found, str) else (found, "")
        return {}, ABSENT if service == "cloudcontrol" else "404" if service == "s3" else ""


def answering(monkeypatch: pytest.MonkeyPatch, **said: dict[str, Any] | str) -> Answers:
    """Let every account answer so; `__` stands for the dot."""
    answers = Answers({key.replace("__", ".", 1): value for key, value in said.items()})
    monkeypatch.setattr("governed_cdk.preflight.account.Account.ask", lambda _self, *a, **b: answers.ask(*a, **b))
    return answers
