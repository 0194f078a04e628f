from __future__ import annotations

import itertools

import pytest

from aspects.judge.iam.truth import Truth, both, either, negated

NO, MAYBE, YES = Truth


@pytest.mark.parametrize(("left", "right"), list(itertools.product(Truth, repeat=2)))
def test_the_laws_of_de_morgan_hold_over_three_answers(left: Truth, right: Truth) -> None:
    assert negated(both(left, right)) == either([negated(left), negated(right)])
    assert negated(either([left, right])) == both(negated(left), negated(right))


def test_nothing_is_all_of_nothing_and_none_of_it() -> None:
    assert (both(), either([])) == (YES, NO)
    assert [negated(one) for one in (NO, MAYBE, YES)] == [YES, MAYBE, NO]
    assert (Truth.of(True), Truth.of(False)) == (YES, NO)
