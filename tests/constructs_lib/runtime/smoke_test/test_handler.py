from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.runtime.smoke_test import handler

SAID = {"HOST": "api.example.com", "PATH_ASKED": "/healthz", "PORT": "8443", "STATUS": "200", "LOAD_BALANCER": "lb.x"}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Address and host of each question; the first answer is a bad one."""
    for name, value in SAID.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("INTERFACES", raising=False)
    found: list[tuple[str, str]] = []

    def ask(question: Any, connection: Any) -> str:
        found.append((connection._address, question.host))
        return "" if len(found) > 1 else "answered 404, expected 200"

    monkeypatch.setattr(handler, "ask", ask)
    monkeypatch.setattr("time.sleep", lambda _: None)
    return found


def test_it_tells_ecs_what_it_has_found(asked: list[tuple[str, str]]) -> None:
    event = {"executionDetails": {"targetServiceRevisionArn": "arn:aws:ecs:x"}}
    assert handler.handler(event, None) == {"hookStatus": "SUCCEEDED"}  # type: ignore[arg-type] # unused
    assert asked == [("lb.x", "api.example.com")] * 4


def test_the_addresses_of_a_public_load_balancer_are_asked_in_turn(
    asked: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "addresses", lambda: ["10.0.1.5", "10.0.2.5"])
    handler.handler({}, None)  # type: ignore[arg-type] # unused
    assert [address for address, _ in asked] == ["10.0.1.5", "10.0.2.5"] * 2
