from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2

from constructs_lib import ConfigurationError, GovernedSecurityGroup, SecurityGroupRule
from tests.constructs_lib.web_service import make_container, make_service

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

DESCRIPTION = "What the tests protect"
INSIDE = SecurityGroupRule(port=443, cidr="10.0.0.0/16", reason="HTTPS from inside")


def vpc_of(bench: Bench) -> ec2.IVpc:
    return ec2.Vpc.from_vpc_attributes(bench.stack, "Vpc", vpc_id="vpc-1", availability_zones=["ap-northeast-2a"])


def test_a_group_admits_what_its_rules_say_and_lets_out_https_only(bench: Bench) -> None:
    GovernedSecurityGroup(
        bench.stack, "Group", vpc=vpc_of(bench), kind="web", description=DESCRIPTION, ingress=[INSIDE]
    )
    group = bench.only("AWS::EC2::SecurityGroup")
    assert group["GroupName"] == "prod-example-web"
    assert group["SecurityGroupIngress"] == [
        {
            "CidrIp": "10.0.0.0/16",
            "Description": "HTTPS from inside",
            "FromPort": 443,
            "IpProtocol": "tcp",
            "ToPort": 443,
        }
    ]
    assert [(rule["IpProtocol"], rule["ToPort"]) for rule in group["SecurityGroupEgress"]] == [("tcp", 443)]


def test_the_open_internet_needs_a_reason(bench: Bench) -> None:
    vpc, everybody = vpc_of(bench), SecurityGroupRule(port=443, cidr="0.0.0.0/0", reason="HTTPS")
    with pytest.raises(ConfigurationError, match=r"ingress: given '0.0.0.0/0'.*public_reason"):
        GovernedSecurityGroup(bench.stack, "Shut", vpc=vpc, kind="web", description=DESCRIPTION, ingress=[everybody])
    GovernedSecurityGroup(
        bench.stack, "Open", vpc=vpc, kind="open", description=DESCRIPTION, ingress=[everybody],
        public_reason="a public website",
    )  # fmt: skip


def test_a_group_says_what_it_protects(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="ten characters or more"):
        GovernedSecurityGroup(bench.stack, "Group", vpc=vpc_of(bench), kind="web", description="sg")


@pytest.mark.parametrize(
    "rule",
    [
        SecurityGroupRule(port=443, reason="nobody"),
        SecurityGroupRule(port=443, cidr="10.0.0.0/16", prefix_list="pl-1", reason="two"),
        SecurityGroupRule(port=0, cidr="10.0.0.0/16", reason="no port"),
        SecurityGroupRule(port=65536, cidr="10.0.0.0/16", reason="no port"),
    ],
)
def test_a_rule_names_exactly_one_peer_and_one_port(rule: SecurityGroupRule) -> None:
    with pytest.raises(ConfigurationError, match="security group rule"):
        rule.peer()


@pytest.mark.parametrize(
    "cidr",
    [
        "10.0.0.1/16", "10.0.0.0/33", "10.0.0.0", "10.0.0/16", "::/0", "fd00::/8", "", "everybody",
        "10.0.0.0/255.255.0.0", "10.0.0.0/08", "10.0.0.0/16\n", " 10.0.0.0/16",
    ],
)  # fmt: skip
@pytest.mark.parametrize("way", ["ingress", "egress"])
def test_what_is_no_network_is_refused_in_one_line(bench: Bench, cidr: str, way: str) -> None:
    rules: dict[str, Any] = {way: [SecurityGroupRule(port=443, cidr=cidr, reason="nobody")]}
    with pytest.raises(
        ConfigurationError, match=r"security group rule: cidr: given .*; allowed: an IPv4 network"
    ) as found:
        GovernedSecurityGroup(bench.stack, "Group", vpc=vpc_of(bench), kind="web", description=DESCRIPTION, **rules)
    assert "\n" not in str(found.value)


def test_a_network_that_is_known_at_the_deploy_only_is_taken_as_it_is(bench: Bench) -> None:
    inside = SecurityGroupRule(port=443, cidr=cdk.Fn.import_value("network"), reason="HTTPS from inside")
    group = GovernedSecurityGroup(bench.stack, "Group", vpc=vpc_of(bench), kind="web", description=DESCRIPTION)
    group.admit(inside)
    assert bench.only("AWS::EC2::SecurityGroup")["SecurityGroupIngress"][0]["CidrIp"] == {"Fn::ImportValue": "network"}


def test_who_connects_is_admitted_and_a_service_s_own_group_is_opened_towards_it(bench: Bench) -> None:
    service = make_service(bench, container=make_container(bench, port=None))
    vpc: Any = bench.stack.node.find_child("Vpc")
    group = GovernedSecurityGroup(bench.stack, "Group", vpc=vpc, kind="cache", description=DESCRIPTION, egress=())
    alone = ec2.SecurityGroup.from_security_group_id(bench.stack, "Alone", "sg-1")
    group.connect(service, port=6379, reason="Cache")
    group.connect(alone, port=6379, reason="Cache")
    assert len(bench.resources("AWS::EC2::SecurityGroupIngress")) == 2
    (out,) = bench.resources("AWS::EC2::SecurityGroupEgress")
    assert (out["ToPort"], out["Description"]) == (6379, "Cache")
    nobody: Any = "sg-1"
    with pytest.raises(ConfigurationError, match=r"client: given 'sg-1'; allowed: a security group, a container"):
        group.connect(nobody, port=6379, reason="Cache")
