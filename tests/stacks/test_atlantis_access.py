"""Who reaches Atlantis, and whom it reaches."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.platform.atlantis.atlantis_config import GITHUB_HOOKS, HEALTH_CHECKERS
from tests.stacks.atlantis import container, variables, variant
from tests.support import environment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Templates

OPEN = ipaddress.ip_network("0.0.0.0/0")


def test_no_security_group_of_atlantis_admits_the_internet(prod: Templates, dev: Templates) -> None:
    for templates in (prod, dev):
        groups = templates.resources("atlantis", "AWS::EC2::SecurityGroup").values()
        rules = [rule for group in groups for rule in group.get("SecurityGroupIngress", [])]
        rules += templates.resources("atlantis", "AWS::EC2::SecurityGroupIngress").values()
        networks = [ipaddress.ip_network(rule["CidrIp"]) for rule in rules if "CidrIp" in rule]
        assert len(networks) > len(GITHUB_HOOKS)
        assert all(network.prefixlen >= 16 for network in networks)
        assert not any("CidrIpv6" in rule for rule in rules)


@pytest.mark.parametrize("key", ["allowed_networks", "github_hook_networks", "health_checker_networks"])
@pytest.mark.parametrize("network", ["0.0.0.0/0", "0.0.0.0/1"])
def test_no_setting_opens_it_to_the_internet(key: str, network: str) -> None:
    with pytest.raises(ConfigurationError, match="not for the internet"):
        environment("prod", stacks={"atlantis": {key: [network]}})


def test_only_hooks_and_health_checks_pass_the_web_acl_and_the_page_is_for_named_networks(tmp_path: Path) -> None:
    templates = variant(tmp_path, allowed_networks=["198.51.100.0/24"])
    rules = templates.only("atlantis", "AWS::WAFv2::WebACL")["Rules"]
    first = min(rules, key=lambda rule: rule["Priority"])
    parts = [part["NotStatement"]["Statement"] for part in first["Statement"]["AndStatement"]["Statements"]]
    paths = {part["ByteMatchStatement"]["SearchString"] for part in parts if "ByteMatchStatement" in part}
    assert (first["Action"], paths) == ({"Block": {}}, {"/events", "/healthz"})
    assert templates.only("atlantis", "AWS::WAFv2::IPSet")["Addresses"] == ["198.51.100.0/24"]
    assert len(templates.resources("atlantis", "AWS::WAFv2::WebACLAssociation")) == 1


def test_a_hook_of_more_than_8_kilobytes_is_not_blocked_for_its_size(prod: Templates) -> None:
    rules = {rule["Name"]: rule for rule in prod.only("atlantis", "AWS::WAFv2::WebACL")["Rules"]}
    overrides = rules["Common"]["Statement"]["ManagedRuleGroupStatement"]["RuleActionOverrides"]
    assert {"Name": "SizeRestrictions_BODY", "ActionToUse": {"Count": {}}} in overrides


def test_github_and_the_health_checkers_are_admitted(prod: Templates) -> None:
    rules = prod.named("atlantis", "AWS::EC2::SecurityGroup", "LoadBalancer")["SecurityGroupIngress"]
    assert {rule["CidrIp"] for rule in rules} == {*GITHUB_HOOKS, *HEALTH_CHECKERS}


def test_the_web_page_asks_for_a_password_that_is_a_secret(prod: Templates) -> None:
    assert variables(prod)["ATLANTIS_WEB_BASIC_AUTH"] == "true"
    assert {"ATLANTIS_WEB_USERNAME", "ATLANTIS_WEB_PASSWORD"} <= {s["Name"] for s in container(prod)["Secrets"]}


def test_the_load_balancer_is_logged_and_protected_from_deletion(prod: Templates) -> None:
    balancer = prod.only("atlantis", "AWS::ElasticLoadBalancingV2::LoadBalancer")
    attributes = {entry["Key"]: entry["Value"] for entry in balancer["LoadBalancerAttributes"]}
    assert attributes["deletion_protection.enabled"] == "true"
    assert attributes["access_logs.s3.enabled"] == "true"


def test_its_name_leads_to_the_load_balancer(prod: Templates) -> None:
    record = prod.only("atlantis", "AWS::Route53::RecordSet")
    assert record["Name"] == "atlantis.set-of.com."
    assert variables(prod)["ATLANTIS_ATLANTIS_URL"] == "https://atlantis.set-of.com"


def test_each_security_group_names_where_it_may_connect_to(prod: Templates) -> None:
    ports = {
        (rule["CidrIp"], rule["ToPort"])
        for group in prod.resources("atlantis", "AWS::EC2::SecurityGroup").values()
        for rule in group.get("SecurityGroupEgress", [])
        if ipaddress.ip_network(rule["CidrIp"]) == OPEN
    }
    assert ports == {("0.0.0.0/0", 443)}
    apart = prod.resources("atlantis", "AWS::EC2::SecurityGroupEgress").values()
    assert sorted(rule["ToPort"] for rule in apart) == [2049, 4141]
