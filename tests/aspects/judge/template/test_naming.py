"""Worlds are named by what tells them apart."""

from __future__ import annotations

import functools
from typing import Any

from aspects.judge.template.effort import Effort
from aspects.judge.template.knowledge import Knowledge
from aspects.judge.template.naming import named
from tests.aspects.judge.template.test_exploration import of_conditions


def test_worlds_are_named_by_the_fewest_choices_and_those_that_are_all_not_at_all() -> None:
    template, known = of_conditions(4), Knowledge()
    universe = known.universe
    choices = [known.choice(template, f"C{index}") for index in range(4)]
    zero, one, two, three = (known.condition(template, f"C{index}") for index in range(4))

    def said(worlds: Any, start: Any = universe.all) -> str:
        return named(universe, worlds, choices, start=start, seen_from=template)

    assert said(universe.all) == ""
    assert said(zero, zero) == ""
    assert said(one) == "C1 is true"
    assert said(universe.but(one)) == "C1 is false"
    assert said(universe.both(zero, universe.but(three))) == "C0 is true and C3 is false"
    assert said(universe.both(zero, one), zero) == "C1 is true"
    assert said(universe.either(zero, one)) == "C0 is true, or when C1 is true"
    every = universe.either(universe.either(zero, one), universe.either(two, three))
    assert said(every) == "C0 is true, or when C1 is true, or when C2 is true, or in other worlds"


def test_many_choices_are_told_without_their_ways_where_the_effort_is_spent_and_few_are_told_all_the_same() -> None:
    template, known = of_conditions(12), Knowledge()
    universe = known.universe
    choices = [known.choice(template, f"C{index}") for index in range(12)]
    conditions = [known.condition(template, f"C{index}") for index in range(12)]

    def said(some: int, effort: Effort) -> str:
        worlds = functools.reduce(universe.both, conditions[:some])
        return named(universe, worlds, choices[:some], start=universe.all, seen_from=template, effort=effort)

    every = " and ".join(f"C{index} is true" for index in range(12))
    assert said(12, Effort(names=12)) == every
    assert said(12, Effort(names=11)) == "C0, C1, C2 and 9 more turn out in some of their ways"
    assert said(8, Effort(names=0)) == every.rpartition(" and C8")[0]


def test_what_is_named_takes_from_the_effort() -> None:
    template, known = of_conditions(3), Knowledge()
    zero, one = known.condition(template, "C0"), known.condition(template, "C1")
    choices = [known.choice(template, f"C{index}") for index in range(3)]
    effort, either = Effort(names=100), known.universe.either(zero, one)
    named(known.universe, either, choices, start=known.universe.all, seen_from=template, effort=effort)
    assert effort.names == 100 - 2 * 2  # two that hang together, tried for each of two ways to say it
