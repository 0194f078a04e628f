"""Network: the VPC that everything private lives in, and its private ways to AWS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field, model_validator

from constructs_lib import (
    Cidr,
    ConfigurationError,
    Distinct,
    PlatformStack,
    StackSettings,
    StrictModel,
    VpcCidr,
    contract,
    invalid,
    setting_kinds,
)
from constructs_lib.platform import (
    PRIVATE_ASNS,
    PRIVATE_ASNS_ALLOWED,
    FlowLogSeconds,
    FlowLogTraffic,
    GatewayService,
    GovernedTransitGateway,
    GovernedVpc,
    GovernedVpcEndpoints,
    InterfaceService,
    NatGateways,
    check_load_balancers_fit,
    check_networks,
    check_vpc,
    is_no_place,
    networks_overlap,
)

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib import Environment


def _private(asn: int) -> int:
    if not any(asn in asns for asns in PRIVATE_ASNS):
        raise setting_kinds.refused(PRIVATE_ASNS_ALLOWED)
    return asn


class TransitGatewaySettings(StrictModel):
    """A Transit Gateway that the VPC is attached to."""

    asn: Annotated[int, Field(ge=64512, le=4_294_967_294), AfterValidator(_private)] = 64512
    """Private Autonomous System Number: 64512 to 65534, or 4200000000 to 4294967294."""
    routes: Distinct[Cidr] = ()
    """Networks that the private subnets reach over it; none of them inside the VPC."""


class Settings(StackSettings):
    """Settings of the network stack."""

    cidr: VpcCidr = "10.0.0.0/16"
    """IPv4 network of the VPC. Changing it replaces the VPC."""
    allow_public_range: bool = False
    """Let cidr be addresses of the internet, which then cannot be reached from inside: only where they are your own."""
    public_cidrs: tuple[VpcCidr, ...] = ("10.0.0.0/20", "10.0.16.0/20")
    """Networks of the public subnets, one for each of the environment's availability_zones, in their order."""
    private_cidrs: tuple[VpcCidr, ...] = ("10.0.32.0/19", "10.0.64.0/19")
    """Networks of the private subnets, one for each of the environment's availability_zones, in their order."""
    nat_gateways: NatGateways = "single"
    """`single`: one, in the first zone, whose failure cuts every zone off the internet. `per-zone`: one in each."""
    gateway_endpoints: Distinct[GatewayService] = ("s3", "dynamodb")
    """Services that private subnets reach by a route, free of charge."""
    interface_endpoints: Distinct[InterfaceService] = (
        "ecr.api", "ecr.dkr", "logs", "secretsmanager", "kms", "ssm", "sts",
    )  # fmt: skip
    """Services that the VPC reaches by a private address; each costs by hour and zone. Without one the NAT gateway
    carries its traffic."""
    flow_log_traffic: FlowLogTraffic = "ALL"
    """Traffic in the flow log; `REJECT`, only what security groups refused, costs a fraction of it."""
    flow_log_seconds: FlowLogSeconds = 60
    """Seconds that a record of the flow log sums up: 60, or 600, which is fewer records, charged by size."""
    transit_gateway: TransitGatewaySettings | None = None
    """A Transit Gateway, `{}` for its defaults. Off until there is a second network: it costs by hour."""

    @model_validator(mode="after")
    def _networks_fit(self) -> Settings:
        check_vpc(self.cidr, allow_public_range=self.allow_public_range)
        tiers = {"public_cidrs": self.public_cidrs, "private_cidrs": self.private_cidrs}
        check_networks(self.cidr, tiers)
        check_load_balancers_fit(tiers)
        for route in self.transit_gateway.routes if self.transit_gateway else ():
            if networks_overlap(route, self.cidr) or is_no_place(route):
                raise invalid(
                    "transit_gateway.routes", route, f"networks outside the VPC ({self.cidr}), where machines are"
                )
        return self

    def check_against(self, environment: Environment) -> None:
        """Refuse tiers of subnets that are not one for each zone of the environment."""
        zones = environment.availability_zones
        wanted = f"one for each of {', '.join(zones)}"
        tiers = {"public_cidrs": self.public_cidrs, "private_cidrs": self.private_cidrs}
        wrong = [invalid(tier, cidrs, wanted) for tier, cidrs in tiers.items() if len(cidrs) != len(zones)]
        if wrong:
            raise ConfigurationError(*(error.mistakes[0] for error in wrong))


class Stack(PlatformStack[Settings]):
    """The VPC, its endpoints, and by setting a Transit Gateway."""

    slug = "network"
    reads = (contract.KMS_LOGS_KEY_ARN,)

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        settings = self.settings
        vpc = GovernedVpc(
            self,
            "Vpc",
            cidr=settings.cidr,
            availability_zones=environment.availability_zones,
            public_cidrs=settings.public_cidrs,
            private_cidrs=settings.private_cidrs,
            nat_gateways=settings.nat_gateways,
            flow_log_traffic=settings.flow_log_traffic,
            flow_log_seconds=settings.flow_log_seconds,
        )
        GovernedVpcEndpoints(
            self,
            "Endpoints",
            vpc=vpc.vpc,
            cidr=settings.cidr,
            gateways=settings.gateway_endpoints,
            interfaces=settings.interface_endpoints,
        )
        if settings.transit_gateway:
            transit = GovernedTransitGateway(
                self,
                "TransitGateway",
                vpc=vpc,
                asn=settings.transit_gateway.asn,
                routes=settings.transit_gateway.routes,
            )
            self.publish(contract.NETWORK_TRANSIT_GATEWAY_ID, transit.transit_gateway_id)
        self.publish(contract.NETWORK_VPC_ID, vpc.vpc)
        self.publish(contract.NETWORK_VPC_CIDR, vpc.cidr)
        self.publish(contract.NETWORK_PUBLIC_SUBNET_IDS, vpc.public_subnet_ids)
        self.publish(contract.NETWORK_PRIVATE_SUBNET_IDS, vpc.private_subnet_ids)
        self.publish(contract.NETWORK_PRIVATE_ROUTE_TABLE_IDS, vpc.private_route_table_ids)
