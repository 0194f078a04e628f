"""Unknown is never equal to unknown, unless it is provably the same value."""

from __future__ import annotations

from pathlib import Path

import pytest

from aspects.judge.template import Template, same_value
from tests.aspects.judge.template.support import values_of

SAME = [
    "!Ref Open",
    "!Ref AWS::Region",
    "!Ref Topic",
    "!GetAtt Topic.Arn",
    "!GetAtt Made.Name",
    "!Sub 'x-${Open}'",
    "!Select [1, !Ref OpenList]",
    "!Select [1, !GetAZs '']",
    "!Select [1, !Split ['-', !Ref Open]]",
    "!Select [0, !Cidr [!GetAtt Topic.Block, 4, 8]]",
    "!Join [',', !Ref OpenList]",
    "!ImportValue x",
    "{Fn::ImportValue: !Sub '${Open}-x'}",
    "'{{resolve:ssm:/x:1}}'",
    "'{{resolve:secretsmanager:a:SecretString:b}}'",
    "!Sub '{{resolve:secretsmanager:${Topic}:SecretString:b}}'",
    "!Sub 'x-{{resolve:ssm:/${Open}/x}}-y'",
    "{Fn::Length: !Ref OpenList}",
]


@pytest.mark.parametrize("expression", SAME)
def test_what_names_the_same_is_one_value(expression: str) -> None:
    (first,), (second,) = values_of(expression, expression)
    assert same_value(first) is not None
    assert same_value(first) == same_value(second)


def test_the_same_is_one_value_however_it_is_spelled() -> None:
    (first,), (second,) = values_of("!Join ['-', [x, !Ref Open]]", "!Sub 'x-${Open}'")
    assert same_value(first) == same_value(second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("!Ref Open", "!Ref OpenList"),
        ("!Ref Topic", "!Ref Other"),
        ("!GetAtt Topic.Arn", "!GetAtt Topic.Name"),
        ("!GetAtt Topic.Arn", "!GetAtt Other.Arn"),
        ("!Sub 'x-${Topic.Arn}'", "!Sub 'x-${Topic.Name}'"),
        ("!Select [0, !Ref OpenList]", "!Select [1, !Ref OpenList]"),
        ("!Select [0, !Ref OpenList]", "!Select [0, !Ref OpenIds]"),
        ("!Select [!Ref Open, !Ref OpenList]", "!Select [!Ref Open, !Ref OpenList]"),
        ("!Select [0, !Split ['-', !Ref Open]]", "!Select [1, !Split ['-', !Ref Open]]"),
        ("!Select [0, !Split ['-', !Ref Open]]", "!Select [0, !Split ['.', !Ref Open]]"),
        ("!Select [0, !Split [':', !Ref Topic]]", "!Select [0, !Split [':', !Ref Other]]"),
        ("!Select [0, !GetAZs '']", "!Select [1, !GetAZs '']"),
        ("!GetAZs eu-west-1", "!GetAZs eu-central-1"),
        ("!Cidr [!GetAtt Topic.Block, 4, 8]", "!Cidr [!GetAtt Topic.Block, 4, 6]"),
        ("!Join [',', !Ref OpenList]", "!Join ['-', !Ref OpenList]"),
        ("'{{resolve:ssm:/x:1}}'", "'{{resolve:ssm:/x:2}}'"),
        ("'{{resolve:secretsmanager:a}}'", "'{{resolve:secretsmanager:b}}'"),
        ("{Fn::ImportValue: !Sub '${Open}-x'}", "{Fn::ImportValue: !Sub '${AWS::StackName}-x'}"),
        ("{Fn::Transform: {Name: x}}", "{Fn::Transform: {Name: x}}"),
        ("!Ref Open", "!Sub '${Open}x'"),
        ("'${parameter Open}'", "!Sub '${Open}${AWS::StackName}'"),
    ],
)
def test_two_unknown_values_are_not_one_for_having_words_in_common(one: str, other: str) -> None:
    (first,), (second,) = values_of(one, other)
    assert same_value(first) is None or same_value(first) != same_value(second)


def test_parameters_of_one_name_in_two_stacks_are_two_values() -> None:
    body = {"Parameters": {"Open": {"Type": "String"}}, "Resources": {}}
    first, second = (Template(Path(f"{name}.yaml"), body).alternatives({"Ref": "Open"}) for name in "ab")
    assert first == second
    assert same_value(first[0]) != same_value(second[0])


def test_what_is_known_is_itself() -> None:
    assert [same_value(one) for one in ("a", 3, True, ["a", 3])] == ["a", 3, True, ("a", 3)]
