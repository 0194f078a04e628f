from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest
from aws_cdk import aws_ec2 as ec2

from constructs_lib import ConfigurationError
from constructs_lib.platform import GovernedVpcEndpoints
from constructs_lib.platform.network.vpc_endpoints import GatewayService, InterfaceService

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

CIDR = "10.0.0.0/16"
ACCOUNT = "111122223333"


def endpoints(bench: Bench, **arguments: Any) -> list[dict[str, Any]]:
    vpc = ec2.Vpc(bench.stack, "Vpc", ip_addresses=ec2.IpAddresses.cidr(CIDR), restrict_default_security_group=False)
    GovernedVpcEndpoints(bench.stack, "Endpoints", vpc=vpc, cidr=CIDR, **arguments)
    return bench.resources("AWS::EC2::VPCEndpoint")


def test_every_endpoint_carries_requests_of_this_account_only_but_for_container_layers(bench: Bench) -> None:
    found = endpoints(bench, gateways=get_args(GatewayService), interfaces=get_args(InterfaceService))
    assert len(found) == 9
    for endpoint in found:
        for statement in endpoint["PolicyDocument"]["Statement"]:
            if statement["Sid"] == "ContainerLayers":
                assert statement["Resource"] == "arn:aws:s3:::prod-ap-northeast-2-starport-layer-bucket/*"
                assert statement["Action"] == "s3:GetObject"
            else:
                assert statement["Condition"]["StringEquals"]["aws:PrincipalAccount"] == ACCOUNT


@pytest.mark.parametrize("service", ["s3", "dynamodb"])
def test_a_gateway_reaches_this_accounts_data_only_so_that_none_leaves_by_it(bench: Bench, service: str) -> None:
    (endpoint,) = endpoints(bench, gateways=[service])
    statement = endpoint["PolicyDocument"]["Statement"][0]
    assert statement["Condition"]["StringEquals"]["aws:ResourceAccount"] == ACCOUNT
    assert endpoint["VpcEndpointType"] == "Gateway"


def test_interfaces_take_https_from_the_vpc_and_send_nothing(bench: Bench) -> None:
    endpoints(bench, gateways=[], interfaces=["kms"])
    group = bench.only("AWS::EC2::SecurityGroup")
    assert [(rule["CidrIp"], rule["FromPort"], rule["ToPort"]) for rule in group["SecurityGroupIngress"]] == [
        (CIDR, 443, 443)
    ]
    assert [rule["CidrIp"] for rule in group["SecurityGroupEgress"]] == ["255.255.255.255/32"]


def test_without_interfaces_there_is_no_security_group_to_pay_attention_to(bench: Bench) -> None:
    endpoints(bench, gateways=["s3"])
    assert bench.resources("AWS::EC2::SecurityGroup") == []


@pytest.mark.parametrize("arguments", [{"interfaces": ["s3"]}, {"gateways": ["kms"]}, {"interfaces": ["kms", "kms"]}])
def test_a_service_that_is_unknown_or_named_twice_is_refused(bench: Bench, arguments: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="each once"):
        endpoints(bench, **arguments)
