"""Rules of one security group count together: of one that is provably the same, and of no other."""

from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of

RULE = "ingress-is-closed-on-dangerous-ports"
SECTIONS = """
Parameters:
  Groups: {Type: "List<AWS::EC2::SecurityGroup::Id>"}
  One: {Type: "AWS::EC2::SecurityGroup::Id"}
  Other: {Type: "AWS::EC2::SecurityGroup::Id"}
"""
# Two of these networks name somebody, three of them nobody any more.
NETWORKS = ("2.0.0.0/9", "3.0.0.0/9", "4.0.0.0/9")


def rules_of(first: str, second: str) -> list[tuple[str, str]]:
    """What is found where a group admits the first network, and the same or another one the two others."""
    resources = "".join(
        f"R{index}:\n  Type: AWS::EC2::SecurityGroupIngress\n"
        f"  Properties: {{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: {network}, GroupId: {group}}}\n"
        for index, (network, group) in enumerate(zip(NETWORKS, [first, second, second], strict=True))
    )
    return findings_of(RULE, resources, SECTIONS)


@pytest.mark.parametrize(
    "group", ["!Ref One", "!Select [0, !Ref Groups]", "sg-1", "!ImportValue group", "'{{resolve:ssm:/prod/group}}'"]
)
def test_rules_of_one_group_count_together(group: str) -> None:
    assert len(rules_of(group, group)) == 3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("!Ref One", "!Ref Other"),
        ("!Select [0, !Ref Groups]", "!Select [1, !Ref Groups]"),
        ("!Select [0, !Split [',', !Ref One]]", "!Select [1, !Split [',', !Ref One]]"),
        ("!GetAtt Made.GroupId", "!GetAtt Made.OtherGroupId"),
        ("!ImportValue group", "!ImportValue other"),
    ],
)
def test_rules_of_groups_that_may_be_two_do_not(first: str, second: str) -> None:
    assert rules_of(first, second) == []
