"""Templates that stand in a template."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.template.inline import inline, with_inline
from constructs_lib.kernel.environment_traits import EnvironmentTraits
from tests.aspects.judge.rules.support import template_of

if TYPE_CHECKING:
    from aspects.judge.template import Resource

TOPIC = "Resources: {Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: NAME}}}\n"


def holder(body: Any, parameters: str = "[]", sections: str = "") -> Resource:
    properties = f"{{TemplateBody: {json.dumps(body)}, Parameters: {parameters}}}"
    template = template_of(f"Set: {{Type: AWS::CloudFormation::StackSet, Properties: {properties}}}", sections)
    template.environment = EnvironmentTraits.by_name("prod")
    found: Resource = template.resources["Set"]
    return found


def test_it_has_an_app_an_origin_and_a_line_of_its_own_and_the_environment_around_it() -> None:
    around = holder(TOPIC)
    (found,) = inline(around).templates
    assert found.app == (found,)
    assert found.origin == f"{around.template.origin}: Set.TemplateBody"
    assert found.line_of("Topic") == around.template.line_of("Set")
    assert found.environment == around.template.environment


def test_what_the_set_passes_its_template_takes() -> None:
    body = "Parameters: {Name: {Type: String}}\n" + TOPIC.replace("NAME", "!Ref Name")
    (found,) = inline(holder(body, "[{ParameterKey: Name, ParameterValue: orders}]")).templates
    assert found.resources["Topic"].values("TopicName") == ["orders"]


def test_what_is_filled_in_stays_what_it_is_in_yaml_as_in_json() -> None:
    sections = "Parameters: {Given: {Type: String}}"
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "a-${Given}"}}
    for text in (TOPIC.replace("NAME", "a-${Given}"), json.dumps({"Resources": {"Topic": topic}})):
        (found,) = inline(holder({"Fn::Sub": text}, sections=sections)).templates
        assert [str(value) for value in found.resources["Topic"].values("TopicName")] == ["a-${parameter Given}"]


def test_each_way_in_which_a_text_may_turn_out_is_one() -> None:
    body = {"Fn::If": ["Chosen", TOPIC, TOPIC.replace("NAME", "other")]}
    found = inline(holder(body, sections="Conditions: {Chosen: !Equals [a, b]}"))
    assert [one.resources["Topic"].values("TopicName") for one in found.templates] == [["NAME"], ["other"]]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("text", "allowed: a CloudFormation template"),
        ("{", "Expecting property name"),
        ("a: [", "expected node content"),
        ("Resources: []", "allowed: a CloudFormation template"),
        ("x" * 60_000, "60,000 characters"),
        ("[" * 20_000, "nested more than 200 levels deep"),
        ("- " * 20_000, "nested more than 200 levels deep"),
        ("a: &a {b: c}\nd: {<<: *a}", "allowed: a CloudFormation template"),
        ("Resources: {A: {Type: 1}}", "Resources.A"),
        ("Resources: {A: &a {Type: b, C: *a}}", "nested more than 200 levels deep"),
    ],
)
def test_what_cannot_be_read_says_why(body: str, why: str) -> None:
    found = inline(holder(body))
    assert found.templates == ()
    assert why in found.unread[0]
    assert "\n" not in found.unread[0]


def test_a_template_comes_before_those_that_stand_in_it() -> None:
    inner = {"Resources": {"Set": {"Type": "AWS::CloudFormation::StackSet", "Properties": {"TemplateBody": TOPIC}}}}
    around = holder(json.dumps(inner)).template
    assert [one.origin.count("TemplateBody") for one in with_inline([around])] == [0, 1, 2]
