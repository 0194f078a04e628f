from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.support import findings_of

RULE = "egress-is-not-open-to-everything"


def inline(**rule: object) -> str:
    properties = {"GroupDescription": "x", "SecurityGroupEgress": [rule]}
    return "It: " + json.dumps({"Type": "AWS::EC2::SecurityGroup", "Properties": properties})


def separate(**rule: object) -> str:
    return "It: " + json.dumps({"Type": "AWS::EC2::SecurityGroupEgress", "Properties": {"GroupId": "sg-1", **rule}})


@pytest.mark.parametrize(
    "rule",
    [
        {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"},
        {"IpProtocol": -1, "CidrIpv6": "::/0"},
        {"IpProtocol": "tcp", "FromPort": 0, "ToPort": 65535, "CidrIp": "0.0.0.0/1"},
        {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 65535, "CidrIp": {"Fn::If": ["Odd", "10.0.0.0/8", "0.0.0.0/0"]}},
    ],
)
def test_every_port_of_the_world_is_a_warning(rule: dict[str, object]) -> None:
    network = "CidrIp" if "CidrIp" in rule else "CidrIpv6"
    assert findings_of(RULE, inline(**rule)) == [("It", f"SecurityGroupEgress[0].{network}")]
    assert findings_of(RULE, separate(**rule)) == [("It", network)]


@pytest.mark.parametrize(
    "rule",
    [
        {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"},
        {"IpProtocol": "-1", "CidrIp": "10.0.0.0/8"},
        {"IpProtocol": "-1", "DestinationSecurityGroupId": "sg-2"},
        {"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1, "CidrIp": "0.0.0.0/0"},
    ],
)
def test_a_port_or_a_peer_that_is_named_is_fine(rule: dict[str, object]) -> None:
    assert findings_of(RULE, inline(**rule)) == []
    assert findings_of(RULE, separate(**rule)) == []


def test_a_group_without_egress_rules_is_left_alone() -> None:
    assert findings_of(RULE, "It: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: x}}") == []
