"""What a condition says: in which worlds it is true, as far as the template tells."""

from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.template.conditions import named_in
from aspects.judge.template.knowledge import Knowledge
from tests.aspects.judge.rules.support import template_of

SECTIONS = """
Parameters:
  Stage: {Type: String, AllowedValues: [dev, stg, prod]}
  Count: {Type: Number, AllowedValues: [1, 2]}
  Flag: {Type: String, AllowedValues: [true, false]}
  Same: {Type: String, AllowedValues: [prod, none]}
  Name: {Type: String, Default: ""}
  Long: {Type: String, MinLength: 1}
  Ids: {Type: CommaDelimitedList, Default: ""}
  Path: {Type: "AWS::SSM::Parameter::Value<String>", Default: /prod/x}
Mappings: {Sizes: {dev: {size: small}, stg: {size: small}, prod: {size: large}}}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
"""
TOPIC = "Topic: {Type: AWS::SNS::Topic}"


def relation(one: str, two: str) -> str:
    """How a condition stands to another: `same`, `implies`, `excludes`, `free`; `always` or `never` by itself."""
    template = template_of(TOPIC, f"{SECTIONS}  One: {one}\n  Two: {two}\n")
    known = Knowledge()
    first, second, universe = known.condition(template, "One"), known.condition(template, "Two"), known.universe
    if first in (universe.all, universe.none):
        return "always" if first is universe.all else "never"
    both = universe.both(first, second)
    found = {first is second: "same", both is universe.none: "excludes"}.get(True)
    return found or ("implies" if both is first else "free")


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("!Equals [!Ref Stage, prod]", "!Equals [prod, !Ref Stage]", "same"),
        ("!Equals [!Ref Stage, prod]", "!Equals [!Ref Stage, dev]", "excludes"),
        ("!Equals [!Ref Stage, prod]", "!Not [!Equals [!Ref Stage, dev]]", "implies"),
        ("!Or [!Equals [!Ref Stage, dev], !Equals [!Ref Stage, stg]]", "!Not [!Condition Prod]", "same"),
        ("!And [!Condition Prod, !Equals [!Ref Count, 1]]", "!Condition Prod", "implies"),
        ("!Equals [!Ref Count, '1']", "!Not [!Equals [!Ref Count, 2]]", "same"),
        ("!Equals [!Ref Flag, 'true']", "!Equals [!Ref Flag, true]", "same"),
        ("!Equals [!Ref Stage, other]", "!Condition Prod", "never"),
        ("!Equals [!Ref Stage, !Ref Same]", "!Condition Prod", "implies"),
        ("!Equals [!FindInMap [Sizes, !Ref Stage, size], large]", "!Condition Prod", "same"),
        ("!Equals [!Sub '${Stage}-${Count}', prod-1]", "!Condition Prod", "implies"),
        ("!Equals [!Join ['', [!Ref Stage, x]], devx]", "!Condition Prod", "excludes"),
        ("!Equals [!Select [0, !Split ['-', !Sub '${Stage}-x']], prod]", "!Condition Prod", "same"),
        ("!Equals [!Ref Name, '']", "!Equals [!Ref Name, x]", "excludes"),
        ("!Equals [!Sub 'arn:${Name}', '']", "!Condition Prod", "never"),
        ("!Equals [!Ref Long, '']", "!Condition Prod", "never"),
        ("!Equals [!Join ['', !Ref Ids], '']", "!Equals [!Join ['', !Ref Ids], '']", "same"),
        ("!Equals [!Ref AWS::Region, a]", "!Equals [!Ref AWS::Region, b]", "excludes"),
        ("!Equals [!Ref AWS::Partition, aws-cn]", "!Equals [!Ref AWS::Partition, aws]", "excludes"),
        ("!Equals [!Ref Path, /prod/x]", "!Equals [!Ref Path, y]", "excludes"),
        ("!Equals [!Ref Name, !Ref Long]", "!Equals [!Ref Long, !Ref Name]", "same"),
        ("!Equals [a, a]", "!Condition Prod", "always"),
        ("!Equals ['1', 1]", "!Condition Prod", "always"),
        ("!Equals [!If [Prod, x, y], x]", "!Condition Prod", "same"),
        ("{Fn::Contains: [[dev, stg], !Ref Stage]}", "!Condition Prod", "excludes"),
        ("{Fn::EachMemberEquals: [[!Ref Stage, prod], prod]}", "!Condition Prod", "same"),
        ("{Fn::EachMemberIn: [[!Ref Stage], [prod, other]]}", "!Condition Prod", "same"),
        ("{Fn::Nothing: [x]}", "{Fn::Nothing: [x]}", "same"),
        ("!Condition Lost", "!Not [!Condition Lost]", "excludes"),
        ("x", "!Condition Prod", "free"),
    ],
)
def test_conditions_imply_and_exclude_each_other(one: str, two: str, expected: str) -> None:
    assert relation(one, two) == expected


def test_what_only_the_deploy_knows_is_the_same_wherever_it_is_asked() -> None:
    asked = "!Equals [!GetAtt Topic.TopicName, x]"
    assert relation(asked, f"!Not [{asked}]") == "excludes"
    assert relation(asked, "!Equals [!GetAtt Topic.TopicName, y]") == "excludes"
    assert relation(asked, "!Condition Prod") == "free"


def test_the_conditions_that_one_is_made_of_are_found_at_any_depth() -> None:
    body: dict[str, Any] = {"Fn::And": [{"Condition": "A"}, {"Fn::Not": [{"Fn::Or": [{"Condition": "B"}, 1]}]}]}
    assert named_in(body) == {"A", "B"}
