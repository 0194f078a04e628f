"""What a value may turn out to be: each intrinsic function, worked out as far as the template allows."""

from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.template import ABSENT, Import, Lookup, Partial, Reference, Unknown, describe, references
from aspects.judge.template.intrinsics import is_function
from tests.aspects.judge.rules.support import template_of

SECTIONS = """
Parameters:
  Open: {Type: String}
  Sized: {Type: String, Default: small, AllowedValues: [small, large]}
  Plain: {Type: String, Default: plain}
  Number: {Type: Number, Default: 7}
  Listed: {Type: CommaDelimitedList, Default: "a, b"}
  Empty: {Type: CommaDelimitedList, Default: ""}
  Key: {Type: "AWS::SSM::Parameter::Value<String>", Default: /prod/kms/rds-key-arn}
Conditions:
  Chosen: !Equals [!Ref Open, x]
Mappings:
  Sizes:
    eu-west-1: {small: 1, large: 2}
    us-east-1: {small: 3, large: 4}
"""


def value_of(expression: str) -> list[Any]:
    """What a property given by an expression may be."""
    resources = (
        f"It:\n  Type: AWS::SNS::Topic\n  Properties: {{P: {expression}, Q: 1}}\nTopic: {{Type: AWS::SNS::Topic}}"
    )
    found: list[Any] = template_of(resources, SECTIONS).resources["It"].values("P")
    return found


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("x", ["x"]),
        ("3", [3]),
        ("true", [True]),
        ("[a, b]", [["a", "b"]]),
        ("{a: b, c: d}", [{"a": "b", "c": "d"}]),
        ("{Anything: x}", [{"Anything": "x"}]),
        ("null", [ABSENT]),
        ("!Ref AWS::NoValue", [ABSENT]),
        ("!Ref AWS::Partition", ["aws"]),
        ("!Ref Plain", ["plain"]),
        ("!Ref Number", [7]),
        ("!Ref Sized", ["small", "large"]),
        ("!Ref Listed", [["a", "b"]]),
        ("!Ref Empty", [[]]),
        ("!Ref Key", [Lookup("/prod/kms/rds-key-arn")]),
        ("!If [Chosen, a, b]", ["a", "b"]),
        ("!If [Chosen, !If [Chosen, a, b], !Ref AWS::NoValue]", ["a", "b", ABSENT]),
        ("!Join ['-', [a, !Ref Plain, 3, true]]", ["a-plain-3-true"]),
        ("!Join ['', []]", [""]),
        ("!Join ['-', !Ref Listed]", ["a-b"]),
        ("!Join ['-', [a, !If [Chosen, b, c]]]", ["a-b", "a-c"]),
        ("!Sub 'a-${Plain}-${!Literal}'", ["a-plain-${Literal}"]),
        ("!Sub ['${x}-${Plain}', {x: !Ref Sized}]", ["small-plain", "large-plain"]),
        ("!FindInMap [Sizes, eu-west-1, small]", [1]),
        ("!FindInMap [Sizes, !Ref AWS::Region, small]", [1, 3]),
        ("!FindInMap [Sizes, nowhere, small, {DefaultValue: 9}]", [9]),
        ("!Select [1, [a, b]]", ["b"]),
        ("!Select ['0', !Ref Listed]", ["a"]),
        ("!Select [!Ref Open, [a, b]]", ["a", "b"]),
        ("!Split [',', 'a,b']", [["a", "b"]]),
        ("!Select [1, !Split [',', 'a,b']]", ["b"]),
        ("!Base64 x", ["x"]),
        ("!ImportValue x", [Import("x")]),
        ("{Fn::GetStackOutput: {StackName: a, OutputName: b}}", [Import("a.b")]),
        ("'{{resolve:ssm:/prod/x:3}}'", [Lookup("/prod/x")]),
        ("!Sub '{{resolve:ssm:/${Plain}/x}}'", [Lookup("/plain/x")]),
    ],
)
def test_a_value_is_worked_out_as_far_as_the_template_tells(expression: str, values: list[Any]) -> None:
    assert value_of(expression) == values


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("!Ref Open", "parameter Open"),
        ("!Ref AWS::Region", "Region"),
        ("!Ref Nobody", "Nobody, which the template does not have"),
        ("!GetAtt Nobody.Arn", "Nobody, which the template does not have"),
        ("{Fn::Nothing: x}", "Fn::Nothing"),
        ("!If [Chosen, a]", "Fn::If"),
        ("!Join [a, b, c]", "Fn::Join"),
        ("!Sub [3, {}]", "Fn::Sub"),
        ("!FindInMap [Nowhere, a, b]", "Fn::FindInMap"),
        ("!Select [5, [a]]", "Fn::Select"),
        ("!Split ['', 'a']", "Fn::Split"),
        ("'{{resolve:secretsmanager:x}}'", "dynamic reference to secretsmanager"),
    ],
)
def test_what_the_template_does_not_tell_is_unknown_and_says_why(expression: str, why: str) -> None:
    assert value_of(expression) == [Unknown(why)]


@pytest.mark.parametrize(
    ("expression", "reference"), [("!Ref Topic", "Topic"), ("!GetAtt Topic.TopicArn", "Topic.TopicArn")]
)
def test_a_resource_of_the_template_is_meant_by_name(expression: str, reference: str) -> None:
    (found,) = value_of(expression)
    assert isinstance(found, Reference)
    assert str(found) == reference
    assert found.resource.type == "AWS::SNS::Topic"


def test_a_text_that_is_known_in_part_says_which_parts_are_not() -> None:
    (found,) = value_of("!Sub '${Topic}/${Open}/x'")
    assert isinstance(found, Partial)
    assert found == "${Topic}/${parameter Open}/x"
    assert [describe(part) for part in found.parts] == ["Topic", "/", "parameter Open", "/x"]
    assert [reference.logical_id for reference in references(found)] == ["Topic"]


def test_a_piece_of_a_text_that_nobody_knows_is_a_part_of_it() -> None:
    (found,) = value_of("!Select [1, !Split [':', !GetAtt Topic.TopicArn]]")
    assert isinstance(found, Partial)
    assert found == "${piece 1 of Topic.TopicArn}"
    assert [reference.logical_id for reference in references(found)] == ["Topic"]


def test_more_alternatives_than_a_person_would_follow_are_cut_and_said() -> None:
    found = value_of(f"!Join ['', [{', '.join(['!Ref Sized'] * 7)}]]")
    assert len(found) == 65
    assert found[-1] == Unknown("a value with too many alternatives")


def test_functions_nested_without_end_are_not_followed_without_end() -> None:
    expression = "x"
    for _ in range(40):
        expression = f"!If [Chosen, {expression}, {{Fn::Base64: y}}]"
    assert "y" in value_of(expression)
    deep = "x"
    for _ in range(40):
        deep = f"{{Fn::Base64: {deep}}}"
    assert value_of(deep) == [Unknown("Fn::Base64, nested too deeply")]


@pytest.mark.parametrize(
    ("value", "one"),
    [
        ({"Ref": "A"}, True),
        ({"Fn::If": ["A", 1, 2]}, True),
        ({"Fn::Transform": {"Name": "A"}}, True),
        ({"Fn::ForEach::Tags": ["A", ["a"], {}]}, False),
        ({"Reference": "A"}, False),
        ({"Ref": "A", "B": 1}, False),
        ({1: 2}, False),
        ([], False),
        ("Ref", False),
    ],
)
def test_a_function_stands_alone_and_a_loop_is_none(value: Any, one: object) -> None:
    assert is_function(value) is one
