"""Sets of worlds are sets: each operation is that of sets of all worlds written out, and one set has one form."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspects.judge.template.decisions import TooManyWorldsError, Universe, size

if TYPE_CHECKING:
    from collections.abc import Callable

    from aspects.judge.template.decisions import Worlds

Written = frozenset[tuple[str, ...]]
# Two variables with a whole domain, and one that may have any value: `else` stands for what was never asked for.
VALUES = {"a": ("x", "y", "z"), "b": ("x", "y"), "c": ("x", "y", "else")}
EVERY = frozenset(itertools.product(*VALUES.values()))

_LEAVES = st.tuples(st.sampled_from(sorted(VALUES)), st.sampled_from(["x", "y", "z", "w"]))
SETS = st.recursive(
    _LEAVES, lambda inner: st.tuples(st.sampled_from(["both", "either", "but"]), inner, inner), max_leaves=12
)


def made(universe: Universe, formula: object) -> tuple[Worlds, Written]:
    """A set of worlds by the universe, and the same written out."""
    match formula:
        case (str(name), str(value)):
            variable = universe.variable(name, () if name == "c" else VALUES[name])
            at = list(VALUES).index(name)
            return universe.where(variable, value), frozenset(one for one in EVERY if one[at] == value)
        case ("but", one, _):
            worlds, written = made(universe, one)
            return universe.but(worlds), EVERY - written
        case (operation, one, two):
            (worlds, written), (other, other_written) = made(universe, one), made(universe, two)
            if operation == "both":
                return universe.both(worlds, other), written & other_written
            return universe.either(worlds, other), written | other_written
    raise AssertionError(formula)


def asked_of_all(formula: object) -> bool:
    """Whether a formula asks the open variable for what the written worlds do not have."""
    if isinstance(formula, tuple) and len(formula) == 2:
        return formula[0] != "c" or formula[1] in VALUES["c"]
    return isinstance(formula, tuple) and all(map(asked_of_all, formula[1:]))


@given(SETS.filter(asked_of_all), SETS.filter(asked_of_all))
def test_a_set_is_what_its_worlds_written_out_are_and_has_one_form(one: object, two: object) -> None:
    universe = Universe()
    (worlds, written), (other, other_written) = made(universe, one), made(universe, two)
    assert (worlds is universe.none) == (not written)
    assert (worlds is universe.all) == (written == EVERY)
    assert universe.meet(worlds, other) == bool(written & other_written)
    assert (worlds is other) == (written == other_written)


def test_a_value_that_a_variable_cannot_have_is_in_no_world() -> None:
    universe = Universe()
    closed = universe.variable("a", ("x", "y"))
    assert universe.where(closed, "z") is universe.none
    assert universe.where(universe.variable("b", (), lambda value: value != ""), "") is universe.none


def chain(universe: Universe, join: Callable[[Worlds, Worlds], Worlds], length: int) -> Worlds:
    """Several variables, joined one after the other."""
    found = universe.where(universe.variable(0), "x")
    for index in range(1, length):
        found = join(found, universe.where(universe.variable(index), "x"))
    return found


def test_work_grows_with_the_variables_and_not_with_their_products() -> None:
    universe = Universe()
    assert chain(universe, universe.both, 100) is not universe.none
    assert chain(universe, universe.either, 100) is not universe.all


def test_a_set_of_too_many_variables_is_refused() -> None:
    universe = Universe()
    with pytest.raises(TooManyWorldsError):
        chain(universe, universe.both, 300)


def test_a_set_is_as_large_as_the_sets_that_it_is_made_of() -> None:
    universe = Universe()
    switches = [universe.where(universe.variable(at, (False, True)), value=True) for at in range(5)]
    all_on = functools.reduce(universe.both, switches)
    assert [size(one, 100) for one in (universe.all, switches[0], all_on)] == [1, 3, 7]
    assert size(all_on, 4) == 4


@given(st.lists(SETS, max_size=5))
def test_one_of_some_sets_is_each_of_them_after_the_other(formulas: list[object]) -> None:
    universe = Universe()
    sets = [made(universe, formula)[0] for formula in formulas]
    assert universe.any_of(sets) is functools.reduce(universe.either, sets, universe.none)
