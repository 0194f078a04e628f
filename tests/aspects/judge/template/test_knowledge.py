"""What is known of conditions by name, of the parameters behind them, and of whether a resource is there."""

from __future__ import annotations

from aspects.judge.template.knowledge import Knowledge
from aspects.judge.template.world import TemplateWorld
from tests.aspects.judge.rules.support import template_of

TOPIC = "Topic: {Type: AWS::SNS::Topic, Condition: Last}"


def test_conditions_by_name_are_worked_out_once_each_however_they_stand() -> None:
    names = [
        f"  C{index}: !Or [!Condition C{index - 1}, !Not [!Condition C{index - 1}]]" for index in range(400, 0, -1)
    ]
    sections = "Conditions:\n" + "\n".join([*names, "  C0: !Equals [!Ref AWS::Region, a]"])
    known = Knowledge()
    assert known.condition(template_of(TOPIC, sections), "C400") is known.universe.all


def test_conditions_that_go_round_in_circles_are_true_or_false() -> None:
    sections = "Conditions: {A: !Not [!Condition B], B: !Not [!Condition A], C: !Condition C}"
    known, template = Knowledge(), template_of(TOPIC, sections)
    for name in "ABC":
        assert known.condition(template, name) not in (known.universe.all, known.universe.none)


def test_a_condition_of_too_many_parameters_stands_for_itself() -> None:
    parameters = ", ".join(f"P{index}: {{Type: String}}" for index in range(200))
    parts = ", ".join(f"!Equals [!Ref P{index}, x]" for index in range(200))
    template = template_of(TOPIC, f"Parameters: {{{parameters}}}\nConditions: {{Last: !And [{parts}]}}")
    known = Knowledge()
    worlds = known.condition(template, "Last")
    assert worlds.depth == 1
    assert known.condition(template, "Last") is worlds


def test_a_resource_is_there_where_its_condition_and_the_rules_of_its_template_hold() -> None:
    sections = """
Parameters: {Stage: {Type: String, AllowedValues: [dev, prod]}}
Conditions: {Last: !Equals [!Ref AWS::Region, a], Prod: !Equals [!Ref Stage, prod]}
Rules: {Only: {Assertions: [{Assert: !Equals [!Ref Stage, prod]}, nothing]}, Odd: 3}
"""
    known, template = Knowledge(), template_of(TOPIC, sections)
    there = known.universe.both(known.condition(template, "Last"), known.condition(template, "Prod"))
    assert known.stands(template.resources["Topic"]) is there


def test_a_template_that_could_never_be_deployed_is_judged_as_it_stands() -> None:
    sections = "Rules: {Never: {Assertions: [{Assert: !Equals [a, b]}]}}"
    known = Knowledge()
    assert (
        known.stands(template_of("Topic: {Type: AWS::SNS::Topic}", sections).resources["Topic"]) is known.universe.all
    )


def test_a_value_is_forced_where_a_world_leaves_no_other() -> None:
    sections = "Parameters: {Name: {Type: String}}\nConditions: {A: !Equals [!Ref Name, a], B: !Equals [!Ref Name, b]}"
    known, template = Knowledge(), template_of(TOPIC, sections)
    one, other = known.condition(template, "A"), known.condition(template, "B")
    assert known.forced(TemplateWorld(known, one), template, "Name") == ["a"]
    assert known.forced(TemplateWorld(known, known.universe.either(one, other)), template, "Name") == []
    assert known.forced(TemplateWorld(known, known.universe.but(one)), template, "Name") == []


def test_a_parameter_that_nobody_may_read_is_not_told() -> None:
    sections = "Parameters: {Secret: {Type: String, NoEcho: true, AllowedValues: [hidden, other]}}"
    assert Knowledge().parameter_choice(template_of(TOPIC, sections), "Secret") is None
