from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.runtime.smoke_test.asking.verdict import TRIES, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator


def asked(answers: str) -> tuple[str, list[str], int]:
    """The status after answers, a dot for a good one; what was told, and how often it waited."""
    told: list[str] = []
    waits: list[float] = []
    given: Iterator[str] = iter(answers)
    found = verdict(lambda: "" if next(given) == "." else "bad", tell=told.append, wait=waits.append)
    return found["hookStatus"], told, len(waits)


@pytest.mark.parametrize("answers", ["...", "x...", "..x...", "xxxxxxx..."])
def test_three_good_answers_in_a_row_let_the_traffic_through(answers: str) -> None:
    status, told, waits = asked(answers)
    assert (status, len(told), waits) == ("SUCCEEDED", answers.count("x"), len(answers) - 1)


@pytest.mark.parametrize("answers", ["xxxxxxxx", ".x.x.x.xx", "..x..x..x."])
def test_without_them_the_deployment_is_undone_as_soon_as_they_cannot_come_any_more(answers: str) -> None:
    status, told, _ = asked(answers + "." * 3)
    assert (status, bool(told)) == ("FAILED", True)


def test_it_never_asks_more_often_than_its_timeout_bears() -> None:
    count = 0

    def ask() -> str:
        nonlocal count
        count += 1
        return "" if count % 3 else "bad"

    assert verdict(ask, tell=lambda _: None, wait=lambda _: None) == {"hookStatus": "FAILED"}
    assert count <= TRIES
