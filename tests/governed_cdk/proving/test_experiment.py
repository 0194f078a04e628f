from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from governed_cdk.proving.experiment import Answers, Experiment, InconclusiveError
from governed_cdk.proving.experiments import EXPERIMENTS

if TYPE_CHECKING:
    from governed_cdk.proving.room import Room

ROOM = cast("Room", None)


def answering(answers: Answers, **more: Any) -> Experiment:
    return Experiment(
        name="e", asks="?", makes="nothing", most_usd=0.01, most_minutes=1, control=("plain", "arrives"),
        run=lambda _: answers, **more,
    )  # fmt: skip


def test_answers_count_where_the_control_works() -> None:
    answers = {"plain": "arrives", "with a condition": "does not arrive"}
    assert answering(answers).answers(ROOM) == answers


def test_where_the_control_fails_nothing_is_learnt() -> None:
    with pytest.raises(InconclusiveError, match="e: plain: does not arrive, where only arrives lets one compare"):
        answering({"plain": "does not arrive", "with a condition": "does not arrive"}).answers(ROOM)


def test_an_answer_that_our_constructs_cannot_live_with_is_a_finding() -> None:
    experiment = answering({}, stands_on={"context": "arrives"})
    assert experiment.contradictions({"context": "arrives", "plain": "arrives"}) == []
    (line,) = experiment.contradictions({"context": "does not arrive"})
    assert line == "e: context: does not arrive; our constructs stand on: arrives"


def test_each_experiment_says_what_it_makes_and_is_small() -> None:
    assert 6 <= len({one.name for one in EXPERIMENTS}) == len(EXPERIMENTS)
    for one in EXPERIMENTS:
        assert one.asks.endswith("?")
        assert one.makes
        assert 0 < one.most_usd <= 0.25, one.name
        assert 0 < one.most_minutes <= 75, one.name
