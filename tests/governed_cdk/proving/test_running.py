from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from governed_cdk.proving import running
from governed_cdk.proving.experiment import Experiment, InconclusiveError
from governed_cdk.proving.room import Room

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def cleaned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The prefixes that were taken away."""
    prefixes: list[str] = []

    def clean(_: Room, prefix: str) -> tuple[list[str], list[str]]:
        prefixes.append(prefix)
        return [], []

    monkeypatch.setattr(running, "clean", clean)
    return prefixes


def room() -> Room:
    return Room(None, "111122223333", "ap-northeast-2")


def experiment(name: str, run: Callable[[Room], dict[str, str]], **more: Any) -> Experiment:
    return Experiment(
        name=name, asks="?", makes="", most_usd=0.01, most_minutes=1, control=("a", "yes"), run=run, **more
    )


def raising(error: BaseException) -> Callable[[Room], dict[str, str]]:
    def run(_: Room) -> dict[str, str]:
        raise error

    return run


def test_each_is_taken_away_before_the_next(cleaned: list[str]) -> None:
    made, outcome = room(), running.Outcome()
    seen: list[int] = []

    def run(_: Room) -> dict[str, str]:
        seen.append(len(cleaned))
        return {"a": "yes", "b": "no"}

    running.run([experiment("x", run, stands_on={"b": "yes"}), experiment("y", run)], made, outcome)
    assert seen == [0, 1]
    assert cleaned == [made.run, made.run]
    assert set(outcome.answers) == {"x", "y"}
    assert outcome.contradictions == ["x: b: no; our constructs stand on: yes"]


def test_one_that_fails_is_recorded_without_an_answer_and_the_next_is_made(cleaned: list[str]) -> None:
    outcome = running.Outcome()
    refused = ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "CreateTrail")
    running.run(
        [
            experiment("x", raising(refused)),
            experiment("y", raising(InconclusiveError("y: nothing is learnt"))),
            experiment("z", lambda _: {"a": "yes"}),
        ],
        room(), outcome,
    )  # fmt: skip
    assert [line.split(":")[0] for line in outcome.failures] == ["x", "y"]
    assert set(outcome.answers) == {"z"}
    assert len(cleaned) == 3


@pytest.mark.parametrize("end", [KeyboardInterrupt(), SystemExit(143)])
def test_one_that_is_interrupted_is_taken_away_and_ends_the_run(cleaned: list[str], end: BaseException) -> None:
    made, outcome = room(), running.Outcome()
    with pytest.raises(type(end)):
        running.run([experiment("x", raising(end)), experiment("y", raising(AssertionError()))], made, outcome)
    assert cleaned == [made.run]
    assert outcome.answers == {}


def test_what_is_left_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "clean", lambda *_: ([], ["bucket b: AccessDenied"]))
    outcome = running.Outcome()
    running.run([experiment("x", lambda _: {"a": "yes"})], room(), outcome)
    assert outcome.left == ["bucket b: AccessDenied"]
