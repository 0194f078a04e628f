"""Asking in every world that matters, and no more often than that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.template.exploration import explored
from aspects.judge.template.knowledge import Knowledge
from tests.aspects.judge.rules.support import template_of

if TYPE_CHECKING:
    from aspects.judge.template import Template


def of_conditions(count: int) -> Template:
    """A template of some conditions that have nothing to do with each other."""
    parameters = ", ".join(f"P{index}: {{Type: String}}" for index in range(count))
    conditions = ", ".join(f"C{index}: !Equals [!Ref P{index}, x]" for index in range(count))
    sections = f"Parameters: {{{parameters}}}\nConditions: {{{conditions}}}"
    found: Template = template_of("Topic: {Type: AWS::SNS::Topic}", sections)
    return found


def read(template: Template, *names: str) -> list[list[Any]]:
    """What `Fn::If`s of some conditions give."""
    return [template.alternatives({"Fn::If": [name, 1, 0]}) for name in names]


def test_each_world_is_asked_once_and_what_is_not_asked_makes_none() -> None:
    template, known = of_conditions(5), Knowledge()
    asked = []

    def ask() -> list[list[Any]]:
        asked.append(1)
        return read(template, "C1", "C3", "C1")

    answers = explored(known, known.universe.all, ask)
    assert sorted(one.given for one in answers) == [[[a], [b], [a]] for a in (0, 1) for b in (0, 1)]
    assert len(asked) == 4


def test_what_is_asked_only_in_some_worlds_is_decided_only_there() -> None:
    template, known = of_conditions(2), Knowledge()

    def ask() -> list[list[Any]]:
        first = read(template, "C0")
        return first + read(template, "C1") if first == [[1]] else first

    assert [one.given for one in explored(known, known.universe.all, ask)] == [[[1], [1]], [[1], [0]], [[0]]]


def test_what_is_asked_only_in_a_branch_is_decided_only_there() -> None:
    template, known = of_conditions(6), Knowledge()
    value: Any = 6
    for index in range(5, -1, -1):
        value = {"Fn::If": [f"C{index}", index, value]}
    asked = []

    def ask() -> list[Any]:
        asked.append(1)
        return template.alternatives(value)

    assert [one.given for one in explored(known, known.universe.all, ask)] == [[index] for index in range(7)]
    assert len(asked) == 7  # and not 2 ** 6


def test_only_the_worlds_of_the_start_are_asked() -> None:
    template, known = of_conditions(2), Knowledge()
    answers = explored(known, known.condition(template, "C0"), lambda: read(template, "C0", "C1"))
    assert [one.given for one in answers] == [[[1], [1]], [[1], [0]]]


@pytest.mark.parametrize(("count", "most"), [(6, 66), (7, 66), (40, 66), (1000, 6)])
def test_beyond_the_bound_both_branches_are_read_and_nothing_is_lost(count: int, most: int) -> None:
    template, known = of_conditions(count), Knowledge()
    names = [f"C{index}" for index in range(count)]
    asked = []

    def ask() -> list[list[Any]]:
        asked.append(1)
        return read(template, *names)

    answers = explored(known, known.universe.all, ask)
    assert len(asked) <= most
    for index in range(count):
        assert {value for one in answers for value in one.given[index]} == {0, 1}


def test_what_was_asked_most_often_is_decided_first() -> None:
    template, known = of_conditions(10), Knowledge()
    names = [f"C{index}" for index in range(10)]
    answers = explored(known, known.universe.all, lambda: read(template, *names, "C9", "C9"))
    assert all(len(one.given[9]) == 1 for one in answers)
