"""What many worlds of many resources take is bounded, and no finding is lost by it."""

from __future__ import annotations

import pytest

from aspects.judge.judgement import judge
from aspects.judge.template.decisions import TooManyWorldsError
from aspects.judge.template.effort import Effort
from aspects.judge.template.exploration import explored
from aspects.judge.template.knowledge import Knowledge
from tests.aspects.judge.rules.support import template_of
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


def test_sets_are_combined_no_further_than_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    template, known = of_conditions(6), Knowledge()
    zero, one, two = (known.condition(template, f"C{index}") for index in range(3))
    both = known.universe.both(zero, one)
    monkeypatch.setattr("aspects.judge.template.decisions._MOST_IN_ALL", 1)
    assert known.universe.both(zero, one) is both  # it is known
    with pytest.raises(TooManyWorldsError):
        known.universe.both(both, two)


@pytest.mark.parametrize("most", [0, 1, 5, 50])
def test_what_is_wrong_in_a_branch_is_found_however_little_is_combined(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aspects.judge.template.decisions._MOST_IN_ALL", most)
    parameters = ", ".join(f"P{index}: {{Type: String}}" for index in range(4))
    conditions = "A: !Equals [!Ref P0, x], B: !Not [{Condition: A}], C: !And [{Condition: A}, !Equals [!Ref P1, y]]"
    sections = f"Parameters: {{{parameters}}}\nConditions: {{{conditions}}}"
    properties = "{KmsMasterKeyId: !If [C, alias/aws/sns, alias/ours], TopicName: !If [A, Nobody, prod-shop-orders]}"
    verdict = judge(
        [template_of(f"Topic: {{Type: AWS::SNS::Topic, Condition: A, Properties: {properties}}}", sections)]
    )
    assert verdict.faults == []
    found = {one.rule.id for one in verdict.findings}
    assert {"encryption-uses-a-customer-managed-key", "physical-names-follow-the-scheme"} <= found
