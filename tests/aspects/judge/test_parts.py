"""What is judged part by part is found as it was as a whole, and asked as often as the parts add up to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.parts import InParts, Part, in_parts
from aspects.judge.registry import BY_ID
from aspects.judge.rule import Breach
from aspects.judge.worlds import Asking
from tests.aspects.judge.rules.support import template_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

RULE = BY_ID["policies-name-their-actions"]


def template(tags: str, conditions: int = 8) -> Any:
    """A topic with tags, in a template of some conditions that have nothing to do with each other."""
    parameters = ", ".join(f"P{at}: {{Type: String}}" for at in range(conditions))
    named = ", ".join(f"C{at}: !Equals [!Ref P{at}, x]" for at in range(conditions))
    topic = f"Topic: {{Type: AWS::SNS::Topic, Properties: {{Tags: [{tags}]}}}}"
    return template_of(topic, f"Parameters: {{{parameters}}}\nConditions: {{{named}}}")


def judged_by(asked: list[str]) -> InParts:
    """A rule that finds each tag `bad`, and writes down which one it looked at."""

    def of_tag(resource: Resource, tag: dict[str, Any], at: str) -> Iterator[Breach]:
        asked.append(at)
        for value in resource.template.alternatives(tag["Value"]):
            if value == "bad":
                yield Breach("It is bad.", at=at)

    @in_parts
    def check(resource: Resource) -> Iterator[Part]:
        """Each tag by itself."""
        for place in resource.places("Tags", "*"):
            yield Part(of_tag, place.value, place.path)

    return check


def found(of: Any, check: Any) -> list[tuple[str, str]]:
    """What a check finds in every world."""
    breaches = Asking().breaches(replace(RULE, check=check), of.resources["Topic"], today=None)
    return [(one.at, one.found) for one in breaches]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("{Value: bad}, {Value: good}", [("Tags[0]", "It is bad.")]),
        ("{Value: !If [C0, bad, good]}", [("Tags[0]", "It is bad. That is so when C0 is true.")]),
        ("!If [C0, {Value: bad}, !Ref AWS::NoValue]", [("Tags[0]", "It is bad. That is so when C0 is true.")]),
        ("!If [C0, {Value: !If [C0, good, bad]}, {Value: good}]", []),
        ("!If [C0, {Value: !If [C1, bad, good]}, !Ref AWS::NoValue]",
         [("Tags[0]", "It is bad. That is so when C0 is true and C1 is true.")]),
        ("!If [C0, {Value: bad}, {Value: bad}]", [("Tags[0]", "It is bad.")]),
        ("{Value: !If [C0, bad, good]}, {Value: !If [C0, good, bad]}",
         [("Tags[0]", "It is bad. That is so when C0 is true."),
          ("Tags[1]", "It is bad. That is so when C0 is false.")]),
    ],
)  # fmt: skip
def test_a_part_is_judged_in_the_worlds_that_matter_to_it(tags: str, expected: list[tuple[str, str]]) -> None:
    check = judged_by([])
    assert found(template(tags), check) == expected
    assert sorted(found(template(tags), check.__call__)) == sorted(expected)  # as a rule that knows of no parts


def test_parts_are_asked_as_often_as_they_add_up_to_and_not_as_they_multiply() -> None:
    asked: list[str] = []
    tags = ", ".join(f"{{Value: !If [C{at}, bad, good]}}" for at in range(8))
    told = found(template(tags), judged_by(asked))
    assert told == [(f"Tags[{at}]", f"It is bad. That is so when C{at} is true.") for at in range(8)]
    assert len(asked) == 2 * 8


def test_many_parts_of_many_branches_are_asked_in_few_worlds_each() -> None:
    asked: list[str] = []
    value = "!Join ['', [" + ", ".join(f"!If [C{at}, a, b]" for at in range(8)) + "]]"
    found(template(", ".join([f"{{Value: {value}}}"] * 30)), judged_by(asked))
    assert len(asked) <= 30 * 5 + 1  # the first is asked path by path, until these are too many


def test_without_a_world_every_part_is_judged() -> None:
    check = judged_by([])
    topic = template("{Value: bad}, {Value: !If [C0, bad, good]}").resources["Topic"]
    assert [one.at for one in check(topic)] == ["Tags[0]", "Tags[1]"]
    assert check.__doc__ == "Each tag by itself."
