from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.platform import GovernedTransitGateway, GovernedVpc

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def transit(bench: Bench, **arguments: Any) -> None:
    vpc = GovernedVpc(
        bench.stack,
        "Vpc",
        cidr="10.0.0.0/16",
        availability_zones=["ap-northeast-2a", "ap-northeast-2c"],
        public_cidrs=["10.0.0.0/20", "10.0.16.0/20"],
        private_cidrs=["10.0.32.0/19", "10.0.64.0/19"],
    )
    GovernedTransitGateway(bench.stack, "Transit", vpc=vpc, **arguments)


def test_every_private_subnet_is_attached_and_routed(bench: Bench) -> None:
    transit(bench, routes=["10.9.0.0/16", "172.16.0.0/12"])
    assert len(bench.only("AWS::EC2::TransitGatewayAttachment")["SubnetIds"]) == 2
    assert bench.only("AWS::EC2::TransitGateway")["AutoAcceptSharedAttachments"] == "disable"
    routes = [route for route in bench.resources("AWS::EC2::Route") if "TransitGatewayId" in route]
    assert len({(str(route["RouteTableId"]), route["DestinationCidrBlock"]) for route in routes}) == 4


@pytest.mark.parametrize("asn", [64511, 65535, 4_199_999_999, 4_294_967_295])
def test_a_public_or_reserved_asn_is_refused(bench: Bench, asn: int) -> None:
    with pytest.raises(ConfigurationError, match=f"asn: given {asn}"):
        transit(bench, asn=asn)


@pytest.mark.parametrize("route", ["10.0.4.0/24", "10.0.0.0/8"])
def test_a_route_into_the_vpc_itself_is_refused(bench: Bench, route: str) -> None:
    with pytest.raises(ConfigurationError, match="networks outside the VPC"):
        transit(bench, routes=[route])
