"""Who comes first is told at once, in which worlds who: each resource is read once, and the asker decides nothing."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from aspects.judge.template.exploration import asked
from aspects.judge.template.first_of import firsts_of
from aspects.judge.template.knowledge import Knowledge
from tests.aspects.judge.rules.support import template_of

if TYPE_CHECKING:
    from aspects.judge.template import Resource, Template

COUNT = 50


def template_with(count: int) -> Template:
    """Topics of one name, each under a condition that has nothing to do with the others, and one more of that name."""
    parameters = ", ".join(f"P{at}: {{Type: String}}" for at in range(count))
    conditions = ", ".join(f"C{at}: !Equals [!Ref P{at}, x]" for at in range(count))
    topics = [
        f"T{at}: {{Type: AWS::SNS::Topic, Condition: C{at}, Properties: {{TopicName: a}}}}" for at in range(count)
    ]
    last = "Last: {Type: AWS::SNS::Topic, Properties: {TopicName: a}}"
    found: Template = template_of(
        "\n".join([*topics, last]), f"Parameters: {{{parameters}}}\nConditions: {{{conditions}}}"
    )
    return found


def names_of(resource: Resource) -> list[str]:
    """The names of a topic."""
    return [str(value) for value in resource.values("TopicName")]


def told(template: Template, read: Counter[str]) -> list[tuple[str, int]]:
    """Who is the first before the last topic, and how many choices tell in which worlds."""
    topics = list(template.resources.values())

    def counted(resource: Resource) -> list[str]:
        read[resource.logical_id] += 1
        return names_of(resource)

    known = Knowledge()
    given = asked(known, known.universe.all, lambda: list(firsts_of("a", topics, topics[-1], counted)))
    assert not given.open  # the asker has nothing to decide
    assert all(choice.kind == "condition" for _, within in given.given if within for choice in within.by)
    return [(first.logical_id, len(within.by) if within else 0) for first, within in given.given]


def test_each_is_the_first_where_those_before_it_are_not_there() -> None:
    read = Counter[str]()
    assert told(template_with(3), read) == [("T0", 3), ("T1", 3), ("T2", 3)]
    assert set(read.values()) == {2}  # each of the two worlds that matter to one


def test_the_worlds_of_two_have_none_in_common() -> None:
    template, known = template_with(3), Knowledge()
    topics = list(template.resources.values())
    firsts = asked(known, known.universe.all, lambda: list(firsts_of("a", topics, topics[-1], names_of))).given
    worlds = [within.worlds for _, within in firsts if within]
    assert len(worlds) == 3
    assert not any(known.universe.meet(one, other) for one, other in itertools.combinations(worlds, 2))


def test_beyond_some_resources_the_next_one_is_taken_to_be_there() -> None:
    read = Counter[str]()
    assert [first for first, _ in told(template_with(COUNT), read)] == [f"T{at}" for at in range(33)]
    assert len(read) == 32


def test_one_that_is_the_first_in_every_world_is_told_without_any() -> None:
    template, known = template_with(1), Knowledge()
    topics = list(template.resources.values())
    last, there = topics[-1], known.choice(template, "C0").ways[0][1]
    answer = asked(known, there, lambda: list(firsts_of("a", topics, last, names_of)))
    assert answer.given == [(topics[0], None)]


def test_without_a_world_it_is_the_first_that_may_have_the_key() -> None:
    topics = list(template_with(2).resources.values())
    assert list(firsts_of("a", topics, topics[-1], names_of)) == [(topics[0], None)]
    assert list(firsts_of("a", topics, topics[0], names_of)) == []
    assert list(firsts_of("b", topics, topics[-1], names_of)) == []
