from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError
from tests.support import Templates, environment, synthesize

if TYPE_CHECKING:
    from pathlib import Path


def network(folder: Path, **settings: Any) -> Templates:
    return synthesize(environment("prod", stacks={"network": settings}), folder, only=("network",))


def test_prod_has_the_networks_of_the_plan_in_zones_a_and_c(prod: Templates) -> None:
    vpc = prod.only("network", "AWS::EC2::VPC")
    assert vpc["CidrBlock"] == "10.0.0.0/16"
    assert vpc["EnableDnsHostnames"] is vpc["EnableDnsSupport"] is True
    subnets = {s["CidrBlock"]: s["AvailabilityZone"] for s in prod.resources("network", "AWS::EC2::Subnet").values()}
    assert subnets == {
        "10.0.0.0/20": "ap-northeast-2a",
        "10.0.16.0/20": "ap-northeast-2c",
        "10.0.32.0/19": "ap-northeast-2a",
        "10.0.64.0/19": "ap-northeast-2c",
    }


def test_there_is_room_for_a_third_zone_of_the_same_size(prod: Templates) -> None:
    subnets = prod.resources("network", "AWS::EC2::Subnet").values()
    taken = [ipaddress.ip_network(subnet["CidrBlock"]) for subnet in subnets]
    assert taken
    third = ipaddress.ip_network("10.0.96.0/19")
    assert not any(third.overlaps(network) for network in taken)


def test_no_subnet_gives_out_public_addresses(prod: Templates) -> None:
    subnets = prod.resources("network", "AWS::EC2::Subnet").values()
    assert {subnet["MapPublicIpOnLaunch"] for subnet in subnets} == {False}


def test_the_flow_log_can_cost_less(prod: Templates, tmp_path: Path) -> None:
    assert prod.only("network", "AWS::EC2::FlowLog")["MaxAggregationInterval"] == 60
    changed = environment("prod", stacks={"network": {"flow_log_traffic": "REJECT", "flow_log_seconds": 600}})
    flow_log = synthesize(changed, tmp_path, only=("kms", "network")).only("network", "AWS::EC2::FlowLog")
    assert (flow_log["TrafficType"], flow_log["MaxAggregationInterval"]) == ("REJECT", 600)


def test_all_traffic_is_in_an_encrypted_flow_log(prod: Templates) -> None:
    flow_log = prod.only("network", "AWS::EC2::FlowLog")
    assert flow_log["TrafficType"] == "ALL"
    group = prod.named("network", "AWS::Logs::LogGroup", "FlowLog")
    assert group["LogGroupName"] == flow_log["LogGroupName"] == "/connectly/prod/network/flow-log"
    assert group["KmsKeyId"]
    assert group["RetentionInDays"] == 14


def test_the_default_security_group_is_emptied(prod: Templates) -> None:
    assert len(prod.resources("network", "Custom::VpcRestrictDefaultSG")) == 1


def test_the_function_that_empties_it_carries_the_tags_too(prod: Templates) -> None:
    for type_ in ("AWS::Lambda::Function", "AWS::IAM::Role"):
        resource = prod.named("network", type_, "RestrictDefaultSG")
        assert {"Environment", "Owner", "DataClass", "ManagedBy"} <= {tag["Key"] for tag in resource["Tags"]}


def test_a_zone_of_its_own_for_each_nat_gateway_is_one_setting(prod: Templates, tmp_path: Path) -> None:
    assert len(prod.resources("network", "AWS::EC2::NatGateway")) == 1
    per_zone = network(tmp_path, nat_gateways="per-zone")
    assert len(per_zone.resources("network", "AWS::EC2::NatGateway")) == 2
    assert _stateful(per_zone) == _stateful(prod)


def _stateful(templates: Templates) -> set[str]:
    types = ("AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::RouteTable")
    return {logical_id for type_ in types for logical_id in templates.resources("network", type_)}


def test_the_endpoints_of_prod_are_here_and_restricted_to_the_account(prod: Templates) -> None:
    endpoints = prod.resources("network", "AWS::EC2::VPCEndpoint").values()
    names = {str(endpoint["ServiceName"]) for endpoint in endpoints}
    for service in ("s3", "dynamodb", "ecr.api", "ecr.dkr", "logs", "secretsmanager", "kms", "ssm", "sts"):
        assert any(f".{service}" in name for name in names), service
    for endpoint in endpoints:
        assert "111122223333" in str(endpoint["PolicyDocument"])


def test_dev_pays_for_no_interface_endpoint(dev: Templates) -> None:
    endpoints = dev.resources("network", "AWS::EC2::VPCEndpoint").values()
    assert {endpoint["VpcEndpointType"] for endpoint in endpoints} == {"Gateway"}


def test_a_transit_gateway_is_paid_for_only_when_asked_for(prod: Templates, tmp_path: Path) -> None:
    assert prod.resources("network", "AWS::EC2::TransitGateway") == {}
    asked = network(tmp_path, transit_gateway={"asn": 64600, "routes": ["10.9.0.0/16"]})
    gateway = asked.only("network", "AWS::EC2::TransitGateway")
    assert gateway["AmazonSideAsn"] == 64600
    parameters = asked.resources("network", "AWS::SSM::Parameter").values()
    assert "/prod/network/transit-gateway-id" in {parameter["Name"] for parameter in parameters}


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"public_cidrs": ["10.1.0.0/20", "10.0.16.0/20"]}, "10.1.0.0/20: outside the VPC"),
        ({"private_cidrs": ["10.0.0.0/19", "10.0.64.0/19"]}, "overlaps"),
        ({"transit_gateway": {"routes": ["10.0.0.0/8"]}}, "networks outside the VPC"),
        ({"nat_gateways": "none"}, "'single' or 'per-zone'"),
        ({"interface_endpoints": ["ec2"]}, "interface_endpoints"),
        ({"cidr": "10.0.0.0/8"}, "/16 to /28"),
    ],
)
def test_settings_that_do_not_fit_are_refused_with_their_key(settings: dict[str, Any], text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"prod\.yaml: stacks\.network") as caught:
        environment("prod", stacks={"network": settings})
    assert text in str(caught.value)


def test_one_network_a_zone_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"public_cidrs.*one for each of ap-northeast-2a, ap-northeast-2c"):
        network(tmp_path, public_cidrs=["10.0.0.0/20"])


def test_vpc_and_subnets_are_published_as_before(beside_terraform: Templates) -> None:
    found = {p["Name"]: p["Type"] for p in beside_terraform.resources("network", "AWS::SSM::Parameter").values()}
    assert found["/shared/network/vpc-id"] == "String"
    assert found["/shared/network/public-subnet-ids"] == "StringList"
    assert found["/shared/network/private-subnet-ids"] == "StringList"
