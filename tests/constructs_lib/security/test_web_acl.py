from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, GovernedWebAcl
from tests.constructs_lib.web_service import make_load_balancer
from tests.support import resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

OFFICE = "198.51.100.0/24"


def rules(bench: Bench) -> dict[str, dict[str, Any]]:
    return {rule["Name"]: rule for rule in bench.only("AWS::WAFv2::WebACL")["Rules"]}


def matches(statement: dict[str, Any], *, path: str, source: str, networks: list[str]) -> bool:
    """Whether a request matches a statement, as WAF evaluates the few kinds that are used here."""
    match statement:
        case {"AndStatement": {"Statements": parts}}:
            return all(matches(part, path=path, source=source, networks=networks) for part in parts)
        case {"NotStatement": {"Statement": part}}:
            return not matches(part, path=path, source=source, networks=networks)
        case {"ByteMatchStatement": {"SearchString": text, "PositionalConstraint": "EXACTLY"}}:
            return path == str(text)
        case {"IPSetReferenceStatement": _}:
            return any(ipaddress.ip_address(source) in ipaddress.ip_network(network) for network in networks)
    raise AssertionError(f"the web ACL uses {statement}: teach the test what it means")


@pytest.mark.parametrize(
    ("path", "source", "blocked"),
    [
        ("/events", "192.30.252.1", False),
        ("/", "192.30.252.1", True),
        ("/events/../locks", "192.30.252.1", True),
        ("/", "198.51.100.7", False),
    ],
)
def test_only_public_paths_are_for_everybody(bench: Bench, path: str, source: str, *, blocked: bool) -> None:
    GovernedWebAcl(bench.stack, "WebAcl", public_paths=["/events", "/healthz"], networks=[OFFICE])
    rule = rules(bench)["PrivatePaths"]
    networks = bench.only("AWS::WAFv2::IPSet")["Addresses"]
    assert rule["Action"] == {"Block": {}}
    assert rule["Priority"] == min(found["Priority"] for found in rules(bench).values())
    assert matches(rule["Statement"], path=path, source=source, networks=networks) is blocked


def test_before_cloudfront_it_is_of_cloudfront_and_in_its_region(bench: Bench, virginia: Bench) -> None:
    GovernedWebAcl(virginia.stack, "WebAcl", before_cloudfront=True, public_paths=["/events"], networks=[OFFICE])
    scopes = {virginia.only(f"AWS::WAFv2::{kind}")["Scope"] for kind in ("WebACL", "IPSet")}
    assert scopes == {"CLOUDFRONT"}
    with pytest.raises(
        ConfigurationError, match="region before CloudFront: given 'ap-northeast-2'; allowed: us-east-1"
    ):
        GovernedWebAcl(bench.stack, "WebAcl", before_cloudfront=True)


def test_it_asks_awss_groups_and_limits_the_rate(bench: Bench) -> None:
    GovernedWebAcl(bench.stack, "WebAcl")
    found = rules(bench)
    assert list(found) == ["Rate", "IpReputation", "Common", "KnownBadInputs", "SqlInjection"]
    assert found["Rate"]["Statement"]["RateBasedStatement"]["Limit"] == 2000
    assert found["Rate"]["Action"] == {"Block": {}}
    assert all(rule["OverrideAction"] == {"None": {}} for name, rule in found.items() if name != "Rate")


def test_named_common_rules_count_and_the_others_still_block(bench: Bench) -> None:
    GovernedWebAcl(bench.stack, "WebAcl", counted_rules=["SizeRestrictions_BODY"], sql_injection=False)
    groups = {name: r["Statement"]["ManagedRuleGroupStatement"] for name, r in rules(bench).items() if name != "Rate"}
    assert "SqlInjection" not in groups
    assert groups["Common"]["RuleActionOverrides"] == [{"Name": "SizeRestrictions_BODY", "ActionToUse": {"Count": {}}}]
    assert "RuleActionOverrides" not in groups["KnownBadInputs"]


def test_requests_are_logged_encrypted_and_without_credentials(bench: Bench) -> None:
    GovernedWebAcl(bench.stack, "WebAcl")
    group = bench.only("AWS::Logs::LogGroup")
    assert group["LogGroupName"] == "aws-waf-logs-prod-example-web"
    assert group["KmsKeyId"].endswith("key/logs")
    logging = bench.only("AWS::WAFv2::LoggingConfiguration")
    assert resolve(logging["LogDestinationConfigs"][0]).endswith(":log-group:aws-waf-logs-prod-example-web")
    headers = {field["SingleHeader"]["Name"] for field in logging["RedactedFields"]}
    assert {"authorization", "cookie"} <= headers
    assert bench.only("AWS::WAFv2::WebACL")["VisibilityConfig"]["SampledRequestsEnabled"] is False


def test_it_protects_a_load_balancer(bench: Bench) -> None:
    GovernedWebAcl(bench.stack, "WebAcl").protect(make_load_balancer(bench))
    association = bench.only("AWS::WAFv2::WebACLAssociation")
    assert resolve(association["ResourceArn"]).startswith("${LoadBalancer")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rate_limit": 9}, "10 to 2000000000"),
        ({"public_paths": ["events"]}, "start with /"),
        ({"networks": [OFFICE]}, "none without public_paths"),
        ({"networks": ["10.0.0.1/8"], "public_paths": ["/"]}, "an IPv4 network"),
        ({"networks": ["office"], "public_paths": ["/"]}, "an IPv4 network"),
    ],
    ids=str,
)
def test_a_wrong_web_acl_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        GovernedWebAcl(bench.stack, "WebAcl", **changes)
