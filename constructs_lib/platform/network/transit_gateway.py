"""GovernedTransitGateway: a Transit Gateway with one VPC attached, and the routes that lead to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.networks import networks_overlap
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.platform.network.vpc import GovernedVpc

PRIVATE_ASNS = (range(64512, 65535), range(4_200_000_000, 4_294_967_295))
"""Private Autonomous System Numbers (EC2 API reference, TransitGatewayRequestOptions)."""
PRIVATE_ASNS_ALLOWED = "64512 to 65534, or 4200000000 to 4294967294"


class GovernedTransitGateway(Construct):
    """A Transit Gateway `<env>-<service>-transit` that accepts no attachment by itself.

    Args:
        vpc: the VPC to attach, by its private subnets.
        asn: the Amazon side's private Autonomous System Number; 64512 to 65534 or 4200000000 to 4294967294.
        routes: networks that the private subnets reach over it.

    Raises:
        ConfigurationError: an ASN outside these ranges, or a route into the VPC itself.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        vpc: GovernedVpc,
        asn: int = 64512,
        routes: Sequence[str] = (),
    ) -> None:
        super().__init__(scope, id)
        self._check(asn, routes, vpc.cidr)
        stack = GovernedStack.of_construct(self)
        gateway = ec2.CfnTransitGateway(
            self,
            "Resource",
            amazon_side_asn=asn,
            description=f"{stack.environment_settings.name}: connects VPCs and networks",
            auto_accept_shared_attachments="disable",
            default_route_table_association="enable",
            default_route_table_propagation="enable",
            dns_support="enable",
            vpn_ecmp_support="enable",
        )
        attachment = ec2.CfnTransitGatewayAttachment(
            self,
            "Attachment",
            transit_gateway_id=gateway.attr_id,
            vpc_id=vpc.vpc.vpc_id,
            subnet_ids=vpc.private_subnet_ids,
            options={"DnsSupport": "enable", "Ipv6Support": "disable", "ApplianceModeSupport": "disable"},
        )
        for construct in (gateway, attachment):
            cdk.Tags.of(construct).add("Name", stack.names.physical("transit"))
        self.transit_gateway_id = gateway.attr_id
        for zone, table in enumerate(vpc.private_route_table_ids, start=1):
            for number, cidr in enumerate(routes, start=1):
                self._route(f"Route{zone}To{number}", table, cidr).node.add_dependency(attachment)

    def _check(self, asn: int, routes: Sequence[str], vpc_cidr: str) -> None:
        if not any(asn in asns for asns in PRIVATE_ASNS):
            raise invalid(f"{self.node.path}: asn", asn, PRIVATE_ASNS_ALLOWED)
        for cidr in routes:
            if networks_overlap(cidr, vpc_cidr):
                raise invalid(f"{self.node.path}: routes", cidr, f"networks outside the VPC ({vpc_cidr})")

    def _route(self, construct_id: str, table: str, cidr: str) -> ec2.CfnRoute:
        return ec2.CfnRoute(
            self,
            construct_id,
            route_table_id=table,
            destination_cidr_block=cidr,
            transit_gateway_id=self.transit_gateway_id,
        )
