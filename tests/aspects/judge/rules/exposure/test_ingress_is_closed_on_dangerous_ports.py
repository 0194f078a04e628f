from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.exposure.ingress import GROUP, MYSQL, RULE, inline, places, separate
from tests.aspects.judge.rules.support import findings_of, unknown_of


@pytest.mark.parametrize("port", [22, 3389, 3306, 5432, 6379, 27017, 9200, 5601])
def test_no_dangerous_port_is_open_to_the_world(port: int) -> None:
    rule = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "CidrIp": "0.0.0.0/0"}
    assert places(inline(rule)) == ["SecurityGroupIngress[0].CidrIp"]
    assert findings_of(RULE, separate(rule, group="sg-1")) == [("Rule0", "CidrIp")]


@pytest.mark.parametrize(
    "ports",
    [
        {"IpProtocol": "-1"},
        {"IpProtocol": -1},
        {"IpProtocol": "-1", "FromPort": 443, "ToPort": 443},
        {"IpProtocol": "all"},
        {"IpProtocol": "TCP", "FromPort": 0, "ToPort": 65535},
        {"IpProtocol": "tcp", "FromPort": -1, "ToPort": -1},
        {"IpProtocol": "tcp", "FromPort": "-1", "ToPort": "-1"},
        {"IpProtocol": "tcp"},
        {"IpProtocol": "tcp", "FromPort": 3000, "ToPort": 4000},
        {"IpProtocol": "tcp", "FromPort": "3306", "ToPort": "3306"},
        {"IpProtocol": "tcp", "FromPort": 3306.0, "ToPort": 3306.0},
        {"IpProtocol": "tcp", "FromPort": 4000, "ToPort": 3000},
        {"IpProtocol": "6", "FromPort": 3306, "ToPort": 3306},
        {"IpProtocol": 6, "FromPort": 3306, "ToPort": 3306},
        {"IpProtocol": "udp", "FromPort": 3389, "ToPort": 3389},
        {"IpProtocol": 17, "FromPort": 3389, "ToPort": 3389},
        {"IpProtocol": "tcp", "FromPort": {"Fn::If": ["Odd", 443, 22]}, "ToPort": {"Fn::If": ["Odd", 443, 22]}},
    ],
)
def test_every_spelling_of_a_dangerous_port_counts(ports: dict[str, object]) -> None:
    assert places(inline({**ports, "CidrIp": "0.0.0.0/0"})) == ["SecurityGroupIngress[0].CidrIp"]


@pytest.mark.parametrize(
    "ports",
    [
        {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443},
        {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 3305},
        {"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1},
        {"IpProtocol": 1, "FromPort": 8, "ToPort": 0},
        {"IpProtocol": "icmpv6", "FromPort": -1, "ToPort": -1},
        {"IpProtocol": "58", "FromPort": 22, "ToPort": 22},
        {"IpProtocol": "50"},
    ],
)
def test_other_ports_and_protocols_without_ports_may_be_open(ports: dict[str, object]) -> None:
    assert places(inline({**ports, "CidrIp": "0.0.0.0/0"})) == []
    assert unknown_of(RULE, inline({**ports, "CidrIp": "0.0.0.0/0"})) == []


def test_a_private_rule_beside_an_open_one_is_no_finding() -> None:
    rules = inline({**MYSQL, "CidrIp": "0.0.0.0/0"}, {**MYSQL, "CidrIp": "10.0.0.0/16"})
    assert places(rules) == ["SecurityGroupIngress[0].CidrIp"]


@pytest.mark.parametrize(
    ("value", "sections"),
    [
        ({"Fn::If": ["Odd", "10.0.0.0/16", "0.0.0.0/0"]}, ""),
        ({"Ref": "From"}, "Parameters: {From: {Type: String, Default: 0.0.0.0/0}}"),
        ({"Ref": "From"}, "Parameters: {From: {Type: String, AllowedValues: [10.0.0.0/16, 0.0.0.0/0]}}"),
        ({"Fn::FindInMap": ["Net", {"Ref": "AWS::Region"}, "All"]}, "Mappings: {Net: {x: {All: 0.0.0.0/0}}}"),
        ({"Fn::Sub": "0.0.0.0/0"}, ""),
        ({"Fn::Join": ["", ["0.0.0.0/", 0]]}, ""),
        ({"Fn::Sub": "${From}/0"}, "Parameters: {From: {Type: String}}"),
    ],
)
def test_intrinsic_functions_are_followed(value: object, sections: str) -> None:
    assert places(inline({**MYSQL, "CidrIp": value}), sections) == ["SecurityGroupIngress[0].CidrIp"]


def test_branches_around_rules_and_lists_of_rules_are_followed() -> None:
    open_rule = {**MYSQL, "CidrIp": "0.0.0.0/0"}
    assert places(inline({"Fn::If": ["Odd", {"Ref": "AWS::NoValue"}, open_rule]})) == ["SecurityGroupIngress[0].CidrIp"]
    assert places(GROUP % json.dumps({"Fn::If": ["Odd", [], [open_rule]]})) == ["SecurityGroupIngress[0].CidrIp"]
    assert places(inline({"Fn::If": ["Odd", [], [open_rule]]})) == ["SecurityGroupIngress[0][0].CidrIp"]


def test_a_single_rule_may_stand_where_a_list_is_due() -> None:
    rule = {**MYSQL, "CidrIp": "0.0.0.0/0"}
    assert places(GROUP % json.dumps(rule)) == ["SecurityGroupIngress.CidrIp"]
    assert unknown_of(RULE, GROUP % json.dumps(rule)) == []


@pytest.mark.parametrize(
    "rule",
    [
        {**MYSQL, "CidrIp": {"Ref": "Given"}},
        {**MYSQL, "CidrIp": {"Fn::ImportValue": "network"}},
        {**MYSQL, "CidrIp": "{{resolve:ssm:/prod/network/vpc-cidr}}"},
        {**MYSQL, "CidrIp": "no network"},
        {**MYSQL, "SourcePrefixListId": "pl-0a1b2c3d"},
        {"IpProtocol": "tcp", "FromPort": {"Ref": "Given"}, "ToPort": {"Ref": "Given"}, "CidrIp": "0.0.0.0/0"},
        {"IpProtocol": {"Ref": "Given"}, "FromPort": 3306, "ToPort": 3306, "CidrIp": "0.0.0.0/0"},
        {"Fn::ImportValue": "rule"},
    ],
)
def test_what_nobody_can_know_is_unknown(rule: dict[str, object]) -> None:
    sections = "Parameters: {Given: {Type: String}}"
    assert places(inline(rule), sections) == []
    assert len(unknown_of(RULE, inline(rule), sections)) == 1


def test_old_groups_of_databases_and_other_types_with_ingress_are_judged() -> None:
    resources = """
    Old: {Type: AWS::RDS::DBSecurityGroup, Properties: {DBSecurityGroupIngress: [{CIDRIP: 0.0.0.0/0}]}}
    OldRule: {Type: AWS::RDS::DBSecurityGroupIngress, Properties: {DBSecurityGroupName: x, CIDRIP: 0.0.0.0/1}}
    Warehouse: {Type: AWS::Redshift::ClusterSecurityGroupIngress, Properties: {CIDRIP: 0.0.0.0/0}}
    Fleet:
      Type: AWS::GameLift::Fleet
      Properties: {EC2InboundPermissions: [{IpRange: 0.0.0.0/0, Protocol: TCP, FromPort: 22, ToPort: 22}]}
    Server:
      Type: AWS::Lightsail::Instance
      Properties: {Networking: {Ports: [{Protocol: tcp, FromPort: 22, ToPort: 22}]}}
    Inside: {Type: AWS::RDS::DBSecurityGroupIngress, Properties: {DBSecurityGroupName: x, CIDRIP: 10.0.0.0/16}}
    """
    found = ["Old", "OldRule", "Warehouse", "Fleet", "Server"]
    assert [logical_id for logical_id, _ in findings_of(RULE, resources)] == found


def test_one_open_network_is_one_finding_however_many_ports_it_reaches() -> None:
    rules = inline({"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}, {"IpProtocol": "-1", "CidrIpv6": "::/0"})
    assert places(rules) == ["SecurityGroupIngress[0].CidrIp", "SecurityGroupIngress[1].CidrIpv6"]
