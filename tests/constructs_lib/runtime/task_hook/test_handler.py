from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.runtime.task_hook import handler
from constructs_lib.runtime.task_hook.running.run import UnstartedError

SAID = {
    "CLUSTER": "prod",
    "FAMILY": "f",
    "TASK_DEFINITION": "f:1",
    "SUBNETS": "subnet-1,subnet-2",
    "SECURITY_GROUP": "sg-1",
}
EVENT = {"executionDetails": {"targetServiceRevisionArn": "arn:aws:ecs:x"}}


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is asked of the run; it has ended well unless the test says otherwise."""
    found: list[dict[str, Any]] = []
    for name, value in SAID.items():
        monkeypatch.setenv(name, value)

    def outcome(_: object, **given: Any) -> tuple[str, str]:
        found.append(given)
        return "IN_PROGRESS" if len(found) == 1 else "SUCCEEDED", "it runs"

    monkeypatch.setattr(handler, "ecs", lambda: None)
    monkeypatch.setattr(handler, "outcome", outcome)
    return found


def test_ecs_is_told_to_ask_again_until_it_has_ended(runs: list[dict[str, Any]]) -> None:
    assert handler.handler(EVENT, None) == {"hookStatus": "IN_PROGRESS", "callBackDelay": 15}  # type: ignore[arg-type] # unused
    assert handler.handler(EVENT, None) == {"hookStatus": "SUCCEEDED"}  # type: ignore[arg-type] # unused
    network = runs[0]["run"]["networkConfiguration"]["awsvpcConfiguration"]
    assert network == {"subnets": ["subnet-1", "subnet-2"], "securityGroups": ["sg-1"], "assignPublicIp": "DISABLED"}
    assert runs[0]["mark"] == runs[1]["mark"]


def test_what_cannot_be_started_or_told_apart_fails(
    runs: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> tuple[str, str]:
        raise UnstartedError("no room")

    monkeypatch.setattr(handler, "outcome", refused)
    assert handler.handler(EVENT, None) == {"hookStatus": "FAILED"}  # type: ignore[arg-type] # unused
    assert handler.handler({}, None) == {"hookStatus": "FAILED"}  # type: ignore[arg-type] # unused
    assert runs == []
