"""A path decides what it is asked, and what it was answered before that holds to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.template.deciding import DecidingWorld, TooManyPathsError
from aspects.judge.template.exploration import by_paths
from aspects.judge.template.knowledge import Knowledge
from aspects.judge.template.once import once, remembered
from aspects.judge.template.world import entered
from tests.aspects.judge.rules.support import template_of
from tests.aspects.judge.template.test_exploration import of_conditions, read

if TYPE_CHECKING:
    from aspects.judge.template import Resource, Template

HERE = "Parameters: {Name: {Type: String, Default: shop}}\nConditions: {Near: !Equals [!Ref AWS::Region, eu-west-1], "
HERE += "Plain: !Equals [!Ref Name, shop], Other: !Equals [!Ref Name, other]}"


def template() -> Template:
    """One of a condition of the Region, and two of a parameter that may have any value."""
    found: Template = template_of("Topic: {Type: AWS::SNS::Topic, Condition: Plain}", HERE)
    return found


def given(judged: Template, *values: Any) -> list[list[Any]]:
    """What some values are, in one world after the other."""
    known = Knowledge()
    for name in judged.conditions:
        known.condition(judged, name)
    answers = by_paths(known, known.universe.all, lambda: [judged.alternatives(one) for one in values])
    assert answers is not None
    return [one.given for one in answers]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("value", "choice", "expected"),
    [
        ({"Ref": "AWS::Region"}, {"Fn::If": ["Near", 1, 0]}, {1: "['eu-west-1']", 0: "[Unknown(why='Region')]"}),
        ({"Ref": "Name"}, {"Fn::If": ["Other", 1, 0]}, {1: "['other']", 0: "['shop']"}),
        ({"Ref": "Name"}, {"Fn::If": ["Plain", 1, 0]}, {1: "['shop']", 0: "[Unknown(why='parameter Name')]"}),
    ],
)
def test_what_was_read_before_something_was_decided_is_as_if_after_it(
    value: Any, choice: Any, expected: dict[int, str], order: int
) -> None:
    answers = given(template(), *(value, choice)[::order])
    found = {one[::order][1][0]: str(one[::order][0]) for one in answers}
    assert found == expected


def test_what_is_there_is_so_at_the_end_of_the_path() -> None:
    judged, known = template(), Knowledge()
    there = known.stands(judged.resources["Topic"])

    def ask() -> tuple[bool, list[Any]]:
        with entered(world):
            return world.allows(there), read(judged, "Plain")

    world = DecidingWorld(known, known.universe.all, most=1)
    assert ask() == (True, [[1]])
    assert not world.is_stale
    world = DecidingWorld(known, world.others[0])
    assert ask() == (False, [[0]])
    world = DecidingWorld(known, known.universe.all, most=1)
    assert world.allows(there)
    world.left = known.universe.but(there)
    assert world.is_stale


def test_no_more_ways_are_left_open_than_allowed() -> None:
    judged, known = of_conditions(3), Knowledge()
    with entered(DecidingWorld(known, known.universe.all, most=2)), pytest.raises(TooManyPathsError):
        read(judged, "C0", "C1", "C2")
    assert by_paths(known, known.universe.all, lambda: read(judged, "C0", "C1", "C2")) is not None
    four = of_conditions(4)
    assert by_paths(Knowledge(), known.universe.all, lambda: read(four, "C0", "C1", "C2", "C3")) is None


def test_what_was_read_on_a_path_is_known_where_the_same_is_decided() -> None:
    judged, known, done = of_conditions(3), Knowledge(), list[str]()

    @once
    def reading(resource: Resource) -> list[list[Any]]:
        done.append("read")
        return read(resource.template, "C1", "C2")

    topic = judged.resources["Topic"]
    first = by_paths(known, known.universe.all, lambda: reading(topic))
    second = by_paths(known, known.universe.all, lambda: (read(judged, "C0"), reading(topic)))
    assert [one.given for one in first or ()] == [[[1], [1]], [[1], [0]], [[0], [1]], [[0], [0]]]
    assert len(done) == 4
    assert len(second or ()) == 8
    assert {(one.given[0][0][0], *(value[0] for value in one.given[1])) for one in second or ()} == {
        (a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)
    }
    assert {choice.name for one in second or () for choice in one.decided} == {"C0", "C1", "C2"}


def test_what_was_read_before_the_region_was_asked_for_is_not_known_where_it_is_decided() -> None:
    judged, known = template(), Knowledge()
    topic = judged.resources["Topic"]

    def region() -> list[Any]:
        return remembered(topic, "region", lambda: judged.alternatives({"Ref": "AWS::Region"}))

    assert [str(one.given) for one in by_paths(known, known.universe.all, region) or ()] == ["[Unknown(why='Region')]"]
    near = known.condition(judged, "Near")
    assert [one.given for one in by_paths(known, near, region) or ()] == [["eu-west-1"]]


def test_what_comes_round_to_itself_gives_what_it_gives_meanwhile() -> None:
    judged, known = of_conditions(1), Knowledge()
    topic = judged.resources["Topic"]

    def circle() -> list[Any]:
        return remembered(topic, "circle", lambda: [*circle(), *read(judged, "C0")], meanwhile=["meanwhile"])

    found = by_paths(known, known.universe.all, circle)
    assert [one.given for one in found or ()] == [["meanwhile", [1]], ["meanwhile", [0]]]
