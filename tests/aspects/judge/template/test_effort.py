"""What many worlds of many resources take is bounded, and no finding is lost by it."""

from __future__ import annotations

from aspects.judge.template.effort import Effort
from aspects.judge.template.exploration import explored
from aspects.judge.template.knowledge import Knowledge
from tests.aspects.judge.template.test_exploration import of_conditions, read

NAMES = ("C0", "C1", "C2", "C3", "C4")


def asked(known: Knowledge) -> list[tuple[bool, ...]]:
    """Of each answer, whether each of five conditions gives one value there, or the other one, or both."""
    template, count = of_conditions(5), list[int]()

    def ask() -> list[list[int]]:
        count.append(1)
        return read(template, *NAMES)

    answers = explored(known, known.universe.all, ask)
    assert {one for answer in answers for values in answer.given for one in values} == {0, 1}
    return [tuple(len(values) > 1 for values in one.given) for one in answers]


def test_all_worlds_that_matter_are_asked_while_something_is_left() -> None:
    known = Knowledge()
    before = known.effort.worlds
    assert asked(known) == [(False,) * 5] * 2**5
    assert before - known.effort.worlds == 2**5 + 1  # all together first


def test_then_every_branch_is_read_at_once_and_is_still_there() -> None:
    known = Knowledge()
    known.effort = Effort(worlds=0)
    assert asked(known) == [(True,) * 5]


def test_what_was_begun_is_ended_with_what_is_left() -> None:
    known = Knowledge()
    known.effort = Effort(worlds=8)
    found = asked(known)
    assert len(found) == 2**5  # they were told apart before it was spent
    again = asked(known)
    assert again == [(True,) * 5]
