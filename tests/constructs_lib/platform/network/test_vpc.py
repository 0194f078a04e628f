from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.platform import GovernedVpc

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

ZONES = ["ap-northeast-2a", "ap-northeast-2c"]
NETWORKS: dict[str, Any] = {
    "cidr": "10.0.0.0/16",
    "availability_zones": ZONES,
    "public_cidrs": ["10.0.0.0/20", "10.0.16.0/20"],
    "private_cidrs": ["10.0.32.0/19", "10.0.64.0/19"],
}


def test_every_subnet_has_the_network_and_zone_that_it_was_given(bench: Bench) -> None:
    GovernedVpc(bench.stack, "Vpc", **NETWORKS)
    found = {subnet["CidrBlock"]: subnet["AvailabilityZone"] for subnet in bench.resources("AWS::EC2::Subnet")}
    given = [*NETWORKS["public_cidrs"], *NETWORKS["private_cidrs"]]
    assert found == dict(zip(given, [*ZONES, *ZONES], strict=True))


def test_no_subnet_gives_out_public_addresses(bench: Bench) -> None:
    GovernedVpc(bench.stack, "Vpc", **NETWORKS)
    assert {subnet["MapPublicIpOnLaunch"] for subnet in bench.resources("AWS::EC2::Subnet")} == {False}


@pytest.mark.parametrize(("nat_gateways", "count"), [("single", 1), ("per-zone", 2)])
def test_each_private_subnet_has_its_own_route_table_so_that_a_nat_gateway_a_zone_is_a_setting(
    bench: Bench, nat_gateways: Any, count: int
) -> None:
    GovernedVpc(bench.stack, "Vpc", **NETWORKS, nat_gateways=nat_gateways)
    assert len(bench.resources("AWS::EC2::NatGateway")) == count
    routes = [route for route in bench.resources("AWS::EC2::Route") if "NatGatewayId" in route]
    assert len({str(route["RouteTableId"]) for route in routes}) == 2
    assert len({str(route["NatGatewayId"]) for route in routes}) == count


def test_all_traffic_is_logged_encrypted_by_a_role_of_flow_logs_alone(bench: Bench) -> None:
    GovernedVpc(bench.stack, "Vpc", **NETWORKS)
    flow_log = bench.only("AWS::EC2::FlowLog")
    assert (flow_log["TrafficType"], flow_log["ResourceType"]) == ("ALL", "VPC")
    groups = {group["LogGroupName"]: group for group in bench.resources("AWS::Logs::LogGroup")}
    assert groups[flow_log["LogGroupName"]]["KmsKeyId"].endswith("key/logs")
    (role,) = [r for r in bench.resources("AWS::IAM::Role") if r.get("RoleName") == "prod-example-flow-log"]
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "vpc-flow-logs.amazonaws.com"}
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": "111122223333"}


def test_the_default_security_group_is_emptied_by_a_function_whose_log_is_governed(bench: Bench) -> None:
    GovernedVpc(bench.stack, "Vpc", **NETWORKS)
    emptying = bench.only("Custom::VpcRestrictDefaultSG")
    assert emptying["DefaultSecurityGroupId"]["Fn::GetAtt"][1] == "DefaultSecurityGroup"
    log_group = bench.only("AWS::Lambda::Function")["LoggingConfig"]["LogGroup"]
    assert log_group in {group["LogGroupName"] for group in bench.resources("AWS::Logs::LogGroup")}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"public_cidrs": ["10.0.0.0/20"]}, "public_cidrs: given '10.0.0.0/20'; allowed: one for each of"),
        ({"private_cidrs": ["10.0.0.0/19", "10.0.64.0/19"]}, "overlaps"),
        ({"cidr": "10.0.0.0/18"}, "outside the VPC"),
    ],
)
def test_networks_that_do_not_fit_the_vpc_or_its_zones_are_refused(
    bench: Bench, changes: dict[str, Any], text: str
) -> None:
    with pytest.raises(ConfigurationError, match=text):
        GovernedVpc(bench.stack, "Vpc", **{**NETWORKS, **changes})
