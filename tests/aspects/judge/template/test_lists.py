"""Lists: their items, what splits a text into one, networks, zones and lengths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aspects.judge.template import Template, Unknown, describe
from tests.aspects.judge.rules.support import template_of
from tests.aspects.judge.template.support import SECTIONS, value_of


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("!Select ['1', [a, b]]", ["b"]),
        ("!Select [1, !Ref Listed]", ["b"]),
        ("!Select [1, !Ref Numbers]", ["443"]),
        ("!Select [!Ref Open, !Ref Listed]", ["a", "b"]),
        ("!Select [0, !If [Chosen, [a], [b]]]", ["a", "b"]),
        ("!Select [0, !FindInMap [Sizes, prod, list]]", ["z"]),
        ("!Select [1, !Split ['-', !Sub '${Stage}-a']]", ["a"]),
        ("!Split [',', !Join [',', !Ref Listed]]", [["a", "b"]]),
        ("!Split ['|', 'a|b|']", [["a", "b", ""]]),
        ("!Join ['|', !Split [',', 'a,b']]", ["a|b"]),
        ("!Join ['-', [a, !Ref AWS::NoValue, b]]", ["a-b"]),
        ("!Join ['-', [!If [Chosen, a, !Ref AWS::NoValue], b]]", ["a-b", "b"]),
        ("!Cidr [10.0.0.0/16, 2, 8]", [["10.0.0.0/24", "10.0.1.0/24"]]),
        ("!Cidr [10.0.0.0/24, 2, 4]", [["10.0.0.0/28", "10.0.0.16/28"]]),
        ("!Cidr [10.0.0.0/16, 1]", [["10.0.0.0/24"]]),
        ("!Cidr ['2001:db8::/56', 2, 64]", [["2001:db8::/64", "2001:db8:0:1::/64"]]),
        ("!Select [1, !Cidr [10.0.0.0/16, 4, 12]]", ["10.0.16.0/20"]),
        ("{Fn::Length: [a, b, c]}", [3]),
        ("{Fn::Length: !Ref Listed}", [2]),
        ("{Fn::Length: !Split ['.', a.b.c.d]}", [4]),
        ("{Fn::Length: [a, !Ref AWS::NoValue]}", [1]),
    ],
)
def test_a_list_is_worked_out_as_far_as_the_template_tells(expression: str, values: list[Any]) -> None:
    assert value_of(expression) == values


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("!Select [-1, [a, b]]", "Fn::Select"),
        ("!Select ['-1', !Ref OpenList]", "Fn::Select"),
        ("!Select [2, !Ref Listed]", "Fn::Select"),
        ("!Select [x, [a, b]]", "Fn::Select"),
        ("!Select [0, []]", "Fn::Select"),
        ("!Select [0, a]", "Fn::Select"),
        ("!Select [0, !Ref OpenList]", "item 0 of parameter OpenList"),
        ("!Select [!Ref Open, !Ref OpenIds]", "item ? of parameter OpenIds"),
        ("!Select [1, !Ref FromStore]", "item 1 of SSM parameter /prod/names"),
        ("!Select [1, !GetAtt Topic.Names]", "item 1 of Topic.Names"),
        ("!Select [1, !GetAZs '']", "item 1 of zones of Region"),
        ("!Select [0, !GetAZs eu-west-1]", "item 0 of zones of eu-west-1"),
        ("!Select [0, !Cidr [!GetAtt Topic.Block, 4, 8]]", "item 0 of Fn::Cidr of Topic.Block"),
        ("!Cidr [10.0.0.0/16, 2, 20]", "Fn::Cidr"),
        ("!Cidr [nothing, 2, 8]", "Fn::Cidr"),
        ("!Cidr [10.0.0.0/16, 0, 8]", "Fn::Cidr"),
        ("!Cidr [10.0.0.0/16]", "Fn::Cidr"),
        ("{Fn::Length: !Ref OpenList}", "length of parameter OpenList"),
        ("{Fn::Length: x}", "Fn::Length"),
        ("!Join [',', !Ref OpenList]", "Fn::Join of parameter OpenList"),
        ("!Join [',', x]", "Fn::Join"),
        ("!Split [',', [a]]", "Fn::Split"),
    ],
)
def test_what_the_template_does_not_tell_is_unknown_and_says_why(expression: str, why: str) -> None:
    assert [describe(one) for one in value_of(expression)] == [why]
    assert isinstance(value_of(expression)[0], Unknown)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("!Select [0, !Split ['-', !Sub 'prod-${Open}']]", "prod"),
        ("!Select [1, !Split ['-', !Sub 'prod-${Open}']]", "${piece 1 of prod-${parameter Open}}"),
        ("!Select [1, !Split [':', !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x']]", "aws"),
        ("!Select [4, !Split [':', !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x']]", "${AccountId}"),
        ("!Select [5, !Split [':', !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x']]", "role/x"),
        ("!Select [1, !Split ['/', !Sub '${Topic}/x']]", "${piece 1 of ${Topic}/x}"),
        ("!Select [1, !Split ['-', !Ref AWS::Region]]", "${piece 1 of Region}"),
        ("!Select [!Ref Open, !Split [',', !Ref Topic]]", "${piece ? of Topic}"),
        ("!Join [',', !Split [',', !Ref Topic]]", "${Topic}"),
    ],
)
def test_a_piece_is_known_as_far_as_what_stands_before_it(expression: str, text: str) -> None:
    (found,) = value_of(expression)
    assert str(describe(found)) == text or f"${{{describe(found)}}}" == text


@pytest.mark.parametrize(
    ("given", "items"),
    [
        ("a, b", ["a", "b"]),
        ({"Fn::Join": [",", [{"Ref": "Topic"}, "b"]]}, ["Topic", "b"]),
        (
            {"Fn::Join": [",", [{"Fn::GetAtt": "Topic.Names"}, "b"]]},
            [f"${{piece {n} of ${{Topic.Names}},b}}" for n in (0, 1)],
        ),
        ({"Fn::Join": [",", ["a", {"Ref": "Open"}]]}, ["a", "${piece 1 of a,${parameter Open}}"]),
        ({"Ref": "OpenList"}, ["item 0 of parameter OpenList", "item 1 of parameter OpenList"]),
        (["a", "b"], ["a", "b"]),
    ],
)
def test_a_list_that_a_nested_stack_is_given_is_a_list_there(given: Any, items: list[str]) -> None:
    parent = template_of("Topic: {Type: AWS::SNS::Topic}", SECTIONS)
    body = {
        "Parameters": {"Names": {"Type": "CommaDelimitedList"}},
        "Resources": {"It": {"Type": "AWS::SNS::Topic", "Properties": {"Q": 1}}},
    }
    child = Template(Path("child.yaml"), body, callers=[(parent, {"Names": given})])
    found = [child.alternatives({"Fn::Select": [index, {"Ref": "Names"}]}) for index in range(2)]
    assert [describe(one) for (one,) in found] == items
