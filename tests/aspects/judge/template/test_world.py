"""The world that is being asked: what it leaves open is noted, and what is read in it is remembered with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.template.knowledge import Knowledge
from aspects.judge.template.once import once
from aspects.judge.template.world import TemplateWorld, current, entered
from tests.aspects.judge.rules.support import template_of

if TYPE_CHECKING:
    from aspects.judge.template import Resource, Template

SECTIONS = """
Parameters:
  Stage: {Type: String, AllowedValues: [dev, stg, prod]}
  Empty: {Type: String, AllowedValues: ["", x]}
  Many: {Type: Number, AllowedValues: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]}
Conditions: {Prod: !Equals [!Ref Stage, prod], Last: !Equals [!Ref Many, 17]}
"""
TEMPLATE = template_of("Topic: {Type: AWS::SNS::Topic, Properties: {A: 1, B: !If [Prod, x, y]}}", SECTIONS)
TOPIC = TEMPLATE.resources["Topic"]


def test_a_world_is_left_behind_with_its_block() -> None:
    world = TemplateWorld(Knowledge(), Knowledge().universe.all)
    with entered(world):
        assert current() is world
        with entered(None):
            assert current() is None
    assert current() is None


def test_a_world_notes_what_it_leaves_open_and_answers_what_it_does_not() -> None:
    known = Knowledge()
    open_, decided = (TemplateWorld(known, one) for one in (known.universe.all, known.condition(TEMPLATE, "Prod")))
    with entered(open_):
        assert TOPIC.values("B") == ["x", "y"]
        assert TEMPLATE.alternatives({"Ref": "Stage"}) == ["dev", "stg", "prod"]
    with entered(decided):
        assert TOPIC.values("B") == ["x"]
        assert TEMPLATE.alternatives({"Ref": "Stage"}) == ["prod"]
    assert [choice.name for choice in open_.notes.open] == ["Prod", "Stage"]
    assert decided.notes.open == {}
    assert decided.notes.consulted


def test_a_branch_is_read_as_in_the_world_where_it_is_taken() -> None:
    known = Knowledge()
    with entered(TemplateWorld(known, known.universe.all)):
        assert TEMPLATE.alternatives({"Fn::If": ["Prod", {"Ref": "Stage"}, "none"]}) == ["prod", "none"]
        nested = {"Fn::If": ["Prod", {"Fn::If": ["Prod", 1, 2]}, {"Fn::If": ["Prod", 3, 4]}]}
        assert TEMPLATE.alternatives(nested) == [1, 4]


def test_a_parameter_of_many_values_is_read_as_each_and_not_decided() -> None:
    known = Knowledge()
    world = TemplateWorld(known, known.universe.but(known.condition(TEMPLATE, "Last")))
    with entered(world):
        assert TEMPLATE.alternatives({"Ref": "Many"}) == list(range(1, 17))
    assert world.notes.open == {}


def test_a_reading_of_a_resource_is_done_once_in_each_world_that_makes_a_difference() -> None:
    asked = []

    @once
    def reading(resource: Resource, path: str) -> list[object]:
        asked.append(path)
        return resource.values(path)

    known = Knowledge()
    prod = known.condition(TEMPLATE, "Prod")
    for worlds, expected in ((prod, ["x"]), (known.universe.but(prod), ["y"]), (prod, ["x"])):
        with entered(TemplateWorld(known, worlds)):
            assert [reading(TOPIC, "A"), reading(TOPIC, "B")] == [[1], expected]
    assert asked == ["A", "B", "B"]
    assert reading(TOPIC, "B") == ["x", "y"]


def test_a_reading_that_was_remembered_notes_what_it_left_open_again() -> None:
    known = Knowledge()

    @once
    def reading(resource: Resource) -> list[object]:
        return resource.values("B")

    for _ in range(2):
        world = TemplateWorld(known, known.universe.all)
        with entered(world):
            assert reading(TOPIC) == ["x", "y"]
        assert [choice.name for choice in world.notes.open] == ["Prod"]


def test_a_reading_of_a_whole_template_is_of_every_world() -> None:
    @once
    def reading(template: Template) -> list[object]:
        return template.resources["Topic"].values("B")

    known = Knowledge()
    with entered(TemplateWorld(known, known.condition(TEMPLATE, "Prod"))):
        assert reading(TEMPLATE) == ["x", "y"]


def test_values_are_told_in_the_fewest_words() -> None:
    stage = Knowledge().parameter_choice(TEMPLATE, "Stage")
    empty = Knowledge().parameter_choice(TEMPLATE, "Empty")
    assert stage is not None
    assert empty is not None
    assert stage.said(["dev"], TEMPLATE) == "Stage is dev"
    assert stage.said(["dev", "stg"], TEMPLATE) == "Stage is not prod"
    assert empty.said([""], TEMPLATE) == "Empty is empty"
