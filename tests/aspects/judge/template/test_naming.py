"""Worlds are named by what tells them apart."""

from __future__ import annotations

from typing import Any

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
