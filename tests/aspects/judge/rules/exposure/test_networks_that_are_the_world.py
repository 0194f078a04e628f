"""Which networks, alone or together, are everybody."""

from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.exposure.ingress import MYSQL, RULE, inline, places, separate
from tests.aspects.judge.rules.support import findings_of, unknown_of


@pytest.mark.parametrize(
    "network",
    [
        "0.0.0.0/0",
        "0.0.0.0/1",
        "128.0.0.0/1",
        "64.0.0.0/2",
        "2.0.0.0/7",
        "10.1.2.3/0",
        " 0.0.0.0/0 ",
        "0.0.0.0/0.0.0.0",
    ],
)
def test_every_network_too_wide_to_name_somebody_is_the_world(network: str) -> None:
    assert places(inline({**MYSQL, "CidrIp": network})) == ["SecurityGroupIngress[0].CidrIp"]


@pytest.mark.parametrize(
    "network", ["::/0", "::/1", "8000::/1", "2000::/3", "2600::/12", "0::0/0", "::ffff:0.0.0.0/96"]
)
def test_ipv6_counts_as_well(network: str) -> None:
    assert places(inline({**MYSQL, "CidrIpv6": network})) == ["SecurityGroupIngress[0].CidrIpv6"]


@pytest.mark.parametrize(
    "rule",
    [
        {"CidrIp": "10.0.0.0/8"},
        {"CidrIp": "100.64.0.0/10"},
        {"CidrIp": "172.16.0.0/12"},
        {"CidrIp": "203.0.113.7/32"},
        {"CidrIp": "203.0.113.7"},
        {"CidrIp": "17.0.0.0/8"},
        {"CidrIpv6": "fc00::/7"},
        {"CidrIpv6": "2001:db8::/32"},
        {"SourceSecurityGroupId": "sg-1"},
        {"CidrIp": {"Fn::GetAtt": ["Vpc", "CidrBlock"]}},
        {"CidrIp": {"Fn::Sub": "${Address}/32"}},
        {"CidrIp": {"Ref": "AWS::NoValue"}},
    ],
)
def test_named_peers_and_private_networks_are_no_world(rule: dict[str, object]) -> None:
    others = "\nVpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\nAddress: {Type: AWS::EC2::EIP}"
    assert places(inline({**MYSQL, **rule}) + others) == []
    assert unknown_of(RULE, inline({**MYSQL, **rule}) + others) == []


def test_pieces_of_the_address_space_are_put_together_over_the_rules_of_a_group() -> None:
    pieces = [{**MYSQL, "CidrIp": f"{first}.0.0.0/8"} for first in range(20, 24)]
    assert len(places(inline(*pieces))) == 4
    mixed = inline(pieces[0]) + "\n" + separate(*pieces[1:], group={"Fn::GetAtt": ["Group", "GroupId"]})
    assert [logical_id for logical_id, _ in findings_of(RULE, mixed)] == ["Group", "Rule0", "Rule1", "Rule2"]
    assert len(findings_of(RULE, separate(*pieces, group="sg-1"))) == 4
    assert len(findings_of(RULE, separate(*pieces, group={"Ref": "Id"}), "Parameters: {Id: {Type: String}}")) == 4


def test_pieces_of_different_groups_or_ports_stay_apart() -> None:
    pieces = [{**MYSQL, "CidrIp": f"{first}.0.0.0/8"} for first in (20, 21)]
    assert len(findings_of(RULE, separate(*pieces, group="sg-1"))) == 2
    assert findings_of(RULE, inline(pieces[0]) + "\n" + separate(pieces[1], group="sg-1")) == []
    assert places(inline(pieces[0], {**pieces[1], "FromPort": 443, "ToPort": 443})) == []


def test_the_networks_that_one_rule_may_have_are_not_added_up() -> None:
    sections = "Parameters: {From: {Type: String, AllowedValues: [20.0.0.0/8, 21.0.0.0/8]}}"
    assert places(inline({**MYSQL, "CidrIp": {"Ref": "From"}}), sections) == []


def test_prefix_lists_of_the_template_are_read() -> None:
    def lists(*networks: object) -> str:
        entries = json.dumps([{"Cidr": network} for network in networks])
        rule = inline({**MYSQL, "SourcePrefixListId": {"Fn::GetAtt": ["List", "PrefixListId"]}})
        return f"{rule}\nList: {{Type: AWS::EC2::PrefixList, Properties: {{Entries: {entries}}}}}"

    place = "SecurityGroupIngress[0].SourcePrefixListId"
    assert places(lists("0.0.0.0/0")) == [place]
    assert places(lists("::/0")) == [place]
    assert places(lists("20.0.0.0/8", "21.0.0.0/8")) == [place]
    assert places(lists("10.0.0.0/8", "192.30.252.0/22")) == []
    assert unknown_of(RULE, lists({"Ref": "Where"}), "Parameters: {Where: {Type: String}}") == [("Group", place)]
