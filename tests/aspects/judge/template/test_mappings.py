"""`Fn::FindInMap`: the rows that its keys leave open, and no others."""

from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.template import Unknown
from tests.aspects.judge.rules.support import findings_of
from tests.aspects.judge.template.support import value_of


@pytest.mark.parametrize(
    ("keys", "values"),
    [
        ("Sizes, dev, small, {DefaultValue: 9}", [1]),
        ("Sizes, dev, tiny, {DefaultValue: 9}", [9]),
        ("Sizes, nowhere, small, {DefaultValue: !Ref Stage}", ["dev"]),
        ("Nowhere, dev, small, {DefaultValue: 9}", [9]),
        ("Sizes, !Ref Stage, small", [1]),
        ("Sizes, !Ref Stages, small", [1, 3]),
        ("Sizes, !Ref Stages, tiny, {DefaultValue: 9}", [9]),
        ("Sizes, !Ref Stage, small, {DefaultValue: 9}", [1]),
        ("Sizes, !Select [1, [dev, prod]], small", [3]),
        ("Sizes, !Select [1, !Split ['-', 'x-prod']], small", [3]),
        ("Sizes, !Sub '${Stage}', large", [2]),
        ("Sizes, !Join ['', [pr, od]], large", [4]),
        ("Sizes, !If [Chosen, dev, prod], large", [2, 4]),
        ("!Sub Sizes, dev, !Ref Open", [1, 2, ["x", "y"]]),
        ("Sizes, !Ref AWS::Region, small", [1, 3, 5]),
        ("Sizes, !Sub '${Open}v', small", [1]),
        ("Sizes, !Sub 'd${Open}x${Open}v', small, {DefaultValue: 9}", [9]),
        ("Accounts, '111122223333', name", ["ours"]),
        ("Accounts, !Ref Open, name, {DefaultValue: theirs}", ["ours", "theirs"]),
        ("Included, dev, large, {DefaultValue: 9}", [Unknown("Fn::Transform")]),
        ("Included, dev, small", [1]),
    ],
)
def test_a_key_that_is_known_takes_its_row_and_no_other(keys: str, values: list[Any]) -> None:
    assert value_of(f"!FindInMap [{keys}]") == values


@pytest.mark.parametrize(
    "keys", ["Sizes, dev, tiny", "Sizes, !Ref Stage", "Sizes, dev", "Sizes, [dev], small", "Sizes, !Ref Nobody, tiny"]
)
def test_what_cloudformation_would_refuse_is_unknown(keys: str) -> None:
    assert value_of(f"!FindInMap [{keys}]") == [Unknown("Fn::FindInMap")]


def test_a_pseudo_parameter_whose_value_is_known_takes_its_row() -> None:
    assert value_of("!FindInMap [Sizes, !Ref AWS::Region, small]", region="ap-northeast-2") == [5]
    assert value_of("!FindInMap [Accounts, !Ref AWS::AccountId, name]", account="111122223333") == ["ours"]
    assert value_of("!FindInMap [Sizes, !Ref AWS::Region, small, {DefaultValue: 9}]", region="eu-west-1") == [9]


def test_the_rows_of_other_keys_reach_no_rule() -> None:
    sections = """
    Parameters: {Stage: {Type: String, Default: prod, AllowedValues: [prod]}}
    Mappings: {From: {prod: {ssh: 10.0.0.0/16}, lab: {ssh: 0.0.0.0/0}}}
    """
    group = """
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties:
        GroupDescription: Bastion hosts of the platform
        SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !FindInMap [From, KEY, ssh]}]
    """
    rule = "ingress-is-closed-on-dangerous-ports"
    assert findings_of(rule, group.replace("KEY", "!Ref Stage"), sections) == []
    assert findings_of(rule, group.replace("KEY", "!Ref AWS::StackName"), sections) != []
