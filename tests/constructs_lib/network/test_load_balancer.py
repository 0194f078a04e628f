from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_route53 as route53

from constructs_lib import ConfigurationError, GovernedLoadBalancer, HealthCheck
from tests.constructs_lib.web_service import make_load_balancer
from tests.support import resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

REASON = "Customers use it from anywhere in the world"


def attributes(bench: Bench) -> dict[str, Any]:
    found = bench.only("AWS::ElasticLoadBalancingV2::LoadBalancer")["LoadBalancerAttributes"]
    return {attribute["Key"]: attribute["Value"] for attribute in found}


def listeners(bench: Bench) -> dict[int, dict[str, Any]]:
    return {found["Port"]: found for found in bench.resources("AWS::ElasticLoadBalancingV2::Listener")}


def group(bench: Bench, part: str) -> dict[str, Any]:
    (found,) = (g for g in bench.resources("AWS::EC2::SecurityGroup") if g["GroupName"].endswith(part))
    return dict(found)


def test_it_is_internal_and_admits_the_vpc_unless_told_otherwise(bench: Bench) -> None:
    make_load_balancer(bench)
    balancer = bench.only("AWS::ElasticLoadBalancingV2::LoadBalancer")
    assert balancer["Scheme"] == "internal"
    assert balancer["Subnets"] == ["private-ap-northeast-2a", "private-ap-northeast-2b"]
    assert {rule["CidrIp"] for rule in group(bench, "alb")["SecurityGroupIngress"]} == {"10.0.0.0/16"}


def test_it_faces_the_internet_for_a_stated_reason_that_the_template_keeps(bench: Bench) -> None:
    make_load_balancer(bench, public_reason=REASON, networks={"0.0.0.0/0": "customers"})
    (found,) = (
        r for r in bench.template()["Resources"].values() if r["Type"] == "AWS::ElasticLoadBalancingV2::LoadBalancer"
    )
    assert found["Properties"]["Scheme"] == "internet-facing"
    assert found["Metadata"]["PublicReason"] == REASON


def test_it_speaks_tls_1_2_and_1_3_with_post_quantum_keys_and_sends_http_there(bench: Bench) -> None:
    make_load_balancer(bench)
    found = listeners(bench)
    assert set(found) == {80, 443}
    assert found[443]["SslPolicy"] == "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
    assert found[443]["DefaultActions"][0]["Type"] == "forward"
    assert found[80]["DefaultActions"][0]["RedirectConfig"] == {
        "Port": "443",
        "Protocol": "HTTPS",
        "StatusCode": "HTTP_301",
    }


def test_it_is_logged_protected_and_drops_invalid_headers(bench: Bench) -> None:
    make_load_balancer(bench)
    found = attributes(bench)
    assert found["access_logs.s3.enabled"] == "true"
    assert found["access_logs.s3.bucket"] == "access-logs"
    assert found["access_logs.s3.prefix"] == "alb/prod-example"
    assert found["deletion_protection.enabled"] == "true"
    assert found["routing.http.drop_invalid_header_fields.enabled"] == "true"
    assert bench.resources("AWS::S3::BucketPolicy") == []


def test_dev_can_delete_it(dev_bench: Bench) -> None:
    make_load_balancer(dev_bench)
    assert attributes(dev_bench)["deletion_protection.enabled"] == "false"


def test_it_reaches_the_services_port_and_nothing_else(bench: Bench) -> None:
    make_load_balancer(bench)
    assert "SecurityGroupEgress" not in group(bench, "alb")  # a rule beside the group replaces EC2's own "to anywhere"
    (egress,) = bench.resources("AWS::EC2::SecurityGroupEgress")
    (ingress,) = bench.resources("AWS::EC2::SecurityGroupIngress")
    assert (egress["FromPort"], ingress["FromPort"]) == (8080, 8080)
    assert "LoadBalancerSecurityGroup" in resolve(ingress["SourceSecurityGroupId"])


def test_prefix_lists_are_admitted_on_both_ports(bench: Bench) -> None:
    make_load_balancer(bench, networks={"pl-0123456789abcdef0": "offices", "192.0.2.0/24": "a partner"})
    apart = [rule for rule in bench.resources("AWS::EC2::SecurityGroupIngress") if rule["FromPort"] != 8080]
    rules = [*group(bench, "alb")["SecurityGroupIngress"], *apart]
    assert {(rule.get("SourcePrefixListId") or rule.get("CidrIp"), rule["FromPort"]) for rule in rules} == {
        (network, port) for network in ("pl-0123456789abcdef0", "192.0.2.0/24") for port in (80, 443)
    }


def test_names_fit_into_32_characters(bench: Bench) -> None:
    make_load_balancer(bench, kind="a-kind-that-is-much-longer-than-any-name-may-be")
    assert len(bench.only("AWS::ElasticLoadBalancingV2::LoadBalancer")["Name"]) <= 32
    assert len(bench.only("AWS::ElasticLoadBalancingV2::TargetGroup")["Name"]) <= 32


def test_its_errors_latency_targets_and_objectives_have_alarms(bench: Bench) -> None:
    make_load_balancer(bench)
    names = {alarm["AlarmName"] for alarm in bench.resources("AWS::CloudWatch::Alarm")}
    assert {
        "prod-example-load-balancer-error-ratio-critical",
        "prod-example-load-balancer-latency-p95-high",
        "prod-example-load-balancer-no-healthy-target",
    } <= names
    composites = " ".join(alarm["AlarmName"] for alarm in bench.resources("AWS::CloudWatch::CompositeAlarm"))
    for objective in ("availability", "latency", "error-rate"):
        assert objective in composites


def test_aliases_lead_to_it_each_once(bench: Bench) -> None:
    balancer = make_load_balancer(bench)
    zone = route53.HostedZone.from_hosted_zone_attributes(
        bench.stack, "Zone", hosted_zone_id="Z1", zone_name="example.com"
    )
    balancer.alias(zone=zone, host="api.example.com")
    balancer.alias(zone=zone, host="www.example.com")
    records = bench.resources("AWS::Route53::RecordSet")
    assert [(one["Name"], one["Type"]) for one in records] == [("api.example.com.", "A"), ("www.example.com.", "A")]
    with pytest.raises(ConfigurationError, match=r"alias: host: given 'www.example.com'; allowed: a name that"):
        balancer.alias(zone=zone, host="www.example.com")


def test_behind_cloudfront_it_is_internal_and_admits_its_addresses_on_one_port_and_nobody_else(bench: Bench) -> None:
    make_load_balancer(bench, behind_cloudfront=True)
    balancer = bench.only("AWS::ElasticLoadBalancingV2::LoadBalancer")
    assert balancer["Scheme"] == "internal"
    assert "SecurityGroupIngress" not in group(bench, "alb")
    into = [one for one in bench.resources("AWS::EC2::SecurityGroupIngress") if "SourcePrefixListId" in one]
    assert [(one["SourcePrefixListId"], one["FromPort"], one["ToPort"]) for one in into] == [("pl-22a6434b", 443, 443)]


def test_behind_cloudfront_it_is_asked_over_tls_by_a_vpc_origin_whose_id_the_stack_says(bench: Bench) -> None:
    make_load_balancer(bench, behind_cloudfront=True)
    config = bench.only("AWS::CloudFront::VpcOrigin")["VpcOriginEndpointConfig"]
    assert config["Name"] == "prod-example"
    assert config["OriginProtocolPolicy"] == "https-only"
    assert config["OriginSSLProtocols"] == ["TLSv1.2"]
    outputs = [one["Value"] for name, one in bench.template()["Outputs"].items() if "VpcOriginId" in name]
    assert [list(one) for one in outputs] == [["Fn::GetAtt"]]


@pytest.mark.parametrize("more", [{"networks": {"10.0.0.0/8": "x"}}, {"public_reason": REASON}], ids=str)
def test_behind_cloudfront_nobody_else_is_a_client(bench: Bench, more: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="one beside behind_cloudfront'; allowed: none: CloudFront is"):
        make_load_balancer(bench, behind_cloudfront=True, **more)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"zones": 1}, "two at least"),
        ({"public_reason": "because"}, "20 characters or more"),
        ({"idle_timeout_seconds": 0}, "1 to 4000"),
        ({"idle_timeout_seconds": 4001}, "1 to 4000"),
        ({"drain_seconds": 3601}, "0 to 3600"),
        ({"networks": {"0.0.0.0/0": "all"}}, "or public_reason"),
    ],
    ids=str,
)
def test_a_wrong_load_balancer_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        make_load_balancer(bench, **changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"interval_seconds": 4}, "5 to 300"),
        ({"timeout_seconds": 1}, "2 to 120"),
        ({"interval_seconds": 10, "timeout_seconds": 10}, "under 10"),
        ({"healthy_threshold": 1}, "2 to 10"),
        ({"unhealthy_threshold": 11}, "2 to 10"),
        ({"path": "healthz"}, "starts with /"),
    ],
    ids=str,
)
def test_a_wrong_health_check_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        HealthCheck(**changes)


def test_a_health_check_is_what_the_target_group_does(bench: Bench) -> None:
    balancer = make_load_balancer(bench, health_check=HealthCheck(path="/ready", codes="200-204", interval_seconds=15))
    assert isinstance(balancer, GovernedLoadBalancer)
    found = bench.only("AWS::ElasticLoadBalancingV2::TargetGroup")
    assert (found["HealthCheckPath"], found["HealthCheckIntervalSeconds"]) == ("/ready", 15)
    assert found["Matcher"] == {"HttpCode": "200-204"}
