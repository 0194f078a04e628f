"""Who comes first is one choice: each resource is read once, and the asker decides nothing but that."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from aspects.judge.template.exploration import explored
from aspects.judge.template.first_of import first_of
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


def firsts_of(template: Template, known: Knowledge, read: Counter[str]) -> list[tuple[str, int]]:
    """Who is before the last topic in each world, and how many choices told it."""
    topics = list(template.resources.values())

    def counted(resource: Resource) -> list[str]:
        read[resource.logical_id] += 1
        return names_of(resource)

    def ask() -> str:
        first = first_of("a", topics, topics[-1], counted)
        return first.logical_id if first else ""

    answers = explored(known, known.universe.all, ask)
    assert all(choice.kind == "condition" for one in answers for choice in one.decided)
    return [(one.given, len(one.decided)) for one in answers]


def test_each_is_the_first_where_those_before_it_are_not_there() -> None:
    read = Counter[str]()
    assert firsts_of(template_with(3), Knowledge(), read) == [("T0", 3), ("T1", 3), ("T2", 3), ("", 3)]
    assert set(read.values()) == {3}  # all worlds together, and each of the two


def test_beyond_some_resources_the_next_one_is_taken_to_be_there() -> None:
    read = Counter[str]()
    found = [first for first, _ in firsts_of(template_with(COUNT), Knowledge(), read)]
    assert found == [f"T{at}" for at in range(33)]
    assert len(read) == 32


def test_without_a_world_it_is_the_first_that_may_have_the_key() -> None:
    topics = list(template_with(2).resources.values())
    assert first_of("a", topics, topics[-1], names_of) is topics[0]
    assert first_of("a", topics, topics[0], names_of) is None
    assert first_of("b", topics, topics[-1], names_of) is None
