"""GovernedVpc: a VPC of explicit networks, public and private subnets in each Availability Zone, and flow logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

import aws_cdk as cdk
import jsii
from aws_cdk import aws_ec2 as ec2

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.networks import check_networks
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsVpc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct


NatGateways = Literal["single", "per-zone"]
FlowLogTraffic = Literal["ALL", "ACCEPT", "REJECT"]
FlowLogSeconds = Literal[60, 600]

_PROVIDER = "Custom::VpcRestrictDefaultSGCustomResourceProvider"
_FLOW_LOG_ROLE_ACTIONS = ("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents")


@jsii.implements(ec2.IIpAddresses)
class _ExplicitNetworks:
    """Gives the VPC and its subnets the networks that they are told, where CDK would divide the VPC evenly."""

    def __init__(self, vpc: str, subnets: Sequence[str]) -> None:
        self._vpc = vpc
        self._subnets = subnets

    def allocate_vpc_cidr(self) -> ec2.VpcIpamOptions:
        return ec2.VpcIpamOptions(cidr_block=self._vpc)

    def allocate_subnets_cidr(
        self,
        *,
        requested_subnets: Sequence[ec2.RequestedSubnet | dict[str, Any]],
        vpc_cidr: str,  # noqa: ARG002 - part of the interface
    ) -> ec2.SubnetIpamOptions:
        pairs = zip(requested_subnets, self._subnets, strict=True)  # CDK asks zone by zone, a tier after the other
        return ec2.SubnetIpamOptions(allocated_subnets=[ec2.AllocatedSubnet(cidr=cidr) for _, cidr in pairs])


class GovernedVpc(IsVpc):
    """A VPC `<env>-<service>`: every subnet has its own route table, none gives out public addresses.

    The default security group is emptied, so that nothing works by accident. The traffic is in the flow log
    `/<org>/<env>/<service>/flow-log`. Network ACLs stay as AWS makes them, open: security groups are
    stateful and named after what they protect, while stateless lists would have to admit every ephemeral port again.

    Args:
        cidr: the VPC's network, /16 to /28.
        availability_zones: where the subnets are.
        public_cidrs, private_cidrs: a network for each zone, in the same order.
        nat_gateways: one for all zones (`single`), or one a zone, so that a zone's end stops no other (`per-zone`).
        flow_log_traffic: what is logged: all, or only what was accepted or rejected.
        flow_log_seconds: what a record sums up (EC2 API reference, CreateFlowLogs, MaxAggregationInterval).

    Raises:
        ConfigurationError: networks outside the VPC, overlapping, or not one for each zone.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        cidr: str,
        availability_zones: Sequence[str],
        public_cidrs: Sequence[str],
        private_cidrs: Sequence[str],
        nat_gateways: NatGateways = "single",
        flow_log_traffic: FlowLogTraffic = "ALL",
        flow_log_seconds: FlowLogSeconds = 60,
    ) -> None:
        super().__init__(scope, id)
        for name, given in (("public_cidrs", public_cidrs), ("private_cidrs", private_cidrs)):
            if len(given) != len(availability_zones):
                wanted = f"one for each of {', '.join(availability_zones)}"
                raise invalid(f"{self.node.path}: {name}", ", ".join(given), wanted)
        check_networks(cidr, {"public_cidrs": public_cidrs, "private_cidrs": private_cidrs})
        stack = GovernedStack.of_construct(self)
        self.cidr = cidr
        self.vpc = ec2.Vpc(
            self,
            "Resource",
            vpc_name=stack.names.physical(),
            ip_addresses=_ExplicitNetworks(cidr, [*public_cidrs, *private_cidrs]),
            availability_zones=list(availability_zones),
            nat_gateways=1 if nat_gateways == "single" else len(availability_zones),
            restrict_default_security_group=True,
            subnet_configuration=[
                ec2.SubnetConfiguration(
                    name="Public", subnet_type=ec2.SubnetType.PUBLIC, map_public_ip_on_launch=False
                ),
                ec2.SubnetConfiguration(name="Private", subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS),
            ],
        )
        self._name_parts(stack)
        self._log_traffic(stack, flow_log_traffic, flow_log_seconds)
        self._log_provider(stack)

    @property
    def public_subnet_ids(self) -> list[str]:
        """In the order of the zones."""
        return [subnet.subnet_id for subnet in self.vpc.public_subnets]

    @property
    def private_subnet_ids(self) -> list[str]:
        """In the order of the zones."""
        return [subnet.subnet_id for subnet in self.vpc.private_subnets]

    @property
    def private_route_table_ids(self) -> list[str]:
        """Of the private subnets, in the order of the zones."""
        return [subnet.route_table.route_table_id for subnet in self.vpc.private_subnets]

    def _name_parts(self, stack: GovernedStack) -> None:
        """Name tags `<env>-<service>-public-a` for subnets and what is in them; CDK would take construct paths."""
        for tier, subnets in (("public", self.vpc.public_subnets), ("private", self.vpc.private_subnets)):
            for subnet in subnets:
                name = stack.names.physical(f"{tier}-{subnet.availability_zone[-1]}", max_length=255)
                cdk.Tags.of(subnet).add("Name", name)
                by_design(
                    subnet.node.find_child("Subnet"),
                    "CloudFormation-Validate::W3010",
                    reason="the environment names its zones, so that a synth needs no look-up in the account",
                )
        cdk.Tags.of(self.vpc.node.find_child("IGW")).add("Name", stack.names.physical("internet"))

    def _log_traffic(self, stack: GovernedStack, traffic: FlowLogTraffic, seconds: FlowLogSeconds) -> None:
        group = GovernedLogGroup(self, "FlowLogGroup", kind="flow-log")
        role = GovernedRole(
            self,
            "FlowLogRole",
            kind="flow-log",
            assumed_by="vpc-flow-logs.amazonaws.com",
            source_arn=f"arn:aws:ec2:{stack.region}:{stack.account}:vpc-flow-log/*",
            description="Writes the VPC's flow log",
            statements=[allow(*_FLOW_LOG_ROLE_ACTIONS, on=group.log_group.log_group_arn)],
        ).role
        flow_log = ec2.CfnFlowLog(
            self,
            "FlowLog",
            resource_id=self.vpc.vpc_id,
            resource_type="VPC",
            traffic_type=traffic,
            max_aggregation_interval=seconds,
            log_destination_type="cloud-watch-logs",
            log_group_name=group.name,
            deliver_logs_permission_arn=role.role_arn,
        )
        # The group goes by its name and the right to write by a policy of its own: CDK sees neither.
        flow_log.node.add_dependency(group, role.node.find_child("DefaultPolicy"))
        cdk.Tags.of(flow_log).add("Name", stack.names.physical("flow-log"))

    def _log_provider(self, stack: GovernedStack) -> None:
        """Let CDK's function that empties the default security group log where retention and key are ours."""
        provider = stack.node.find_child(_PROVIDER)
        group = GovernedLogGroup(self, "DefaultSecurityGroupLog", kind="default-security-group")
        handler = cast("cdk.CfnResource", provider.node.find_child("Handler"))
        handler.add_property_override("LoggingConfig", {"LogGroup": group.name, "LogFormat": "JSON"})
        handler.node.add_dependency(group)
