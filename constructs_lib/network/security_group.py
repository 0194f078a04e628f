"""GovernedSecurityGroup: ingress from named groups or networks only, egress named too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2

from constructs_lib.kernel.errors import ConfigurationError, bounded, invalid
from constructs_lib.kernel.naming import pascal
from constructs_lib.kernel.networks import ipv4_network, is_too_wide
from constructs_lib.kernel.record import Record
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsSecurityGroup

if TYPE_CHECKING:
    import ipaddress
    from collections.abc import Sequence

    from constructs import Construct

    from constructs_lib.compute.container_service import GovernedContainerService
    from constructs_lib.compute.task import GovernedTask

    Client: TypeAlias = ec2.ISecurityGroup | GovernedContainerService | GovernedTask

_SHORTEST_DESCRIPTION = 10


@dataclass(frozen=True, kw_only=True)
class SecurityGroupRule(Record):
    """One rule: exactly one peer (a security group, an IPv4 network or a prefix list), one TCP port, a reason."""

    port: int
    reason: str
    group: ec2.ISecurityGroup | None = None
    cidr: str | None = None
    prefix_list: str | None = None

    def peer(self) -> ec2.IPeer:
        """The CDK peer.

        Raises ConfigurationError unless exactly one is named, for a port outside 1 to 65535, or for no network at all.
        """
        given = [self.group, self.cidr, self.prefix_list]
        if sum(peer is not None for peer in given) != 1:
            raise invalid("security group rule", self, "exactly one of group, cidr, prefix_list")
        bounded("security group rule", 1, 65_535, port=self.port)
        if self.group is not None:
            return self.group
        if self.prefix_list is not None:
            return ec2.Peer.prefix_list(self.prefix_list)
        self.network()
        return ec2.Peer.ipv4(str(self.cidr))

    def network(self) -> ipaddress.IPv4Network | None:
        """The network, where the peer is one that is known before the deploy; raises as `peer` does."""
        if self.cidr is None or cdk.Token.is_unresolved(self.cidr):
            return None
        return ipv4_network("security group rule: cidr", self.cidr)


class GovernedSecurityGroup(IsSecurityGroup):
    """A security group `<env>-<service>-<kind>` that admits what its rules say and nothing else.

    Args:
        vpc: where it lives.
        kind: last part of its name.
        description: what it protects; ten characters or more.
        ingress: rules; no network wider than /8 unless `public_reason` says why the internet is let in.
        egress: rules; HTTPS to anywhere when absent, since AWS's own endpoints are there.
        public_reason: why the internet may reach it; shown in the rule's description.

    Raises:
        ConfigurationError: a description that says nothing, or open ingress without a reason.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        vpc: ec2.IVpc,
        kind: str,
        description: str,
        ingress: Sequence[SecurityGroupRule] = (),
        egress: Sequence[SecurityGroupRule] | None = None,
        public_reason: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        if len(description) < _SHORTEST_DESCRIPTION:
            raise invalid(f"{self.node.path}: description", description, "what it protects, ten characters or more")
        self.name = stack.names.physical(kind, max_length=255)
        self._public_reason = public_reason
        self.security_group = ec2.SecurityGroup(
            self,
            "Resource",
            vpc=vpc,
            security_group_name=self.name,
            description=description,
            allow_all_outbound=False,
        )
        cdk.Tags.of(self.security_group).add("Name", self.name)
        for rule in ingress:
            self.admit(rule)
        for rule in egress if egress is not None else (HTTPS_ANYWHERE,):
            self.release(rule)

    def admit(self, rule: SecurityGroupRule) -> None:
        """Add an ingress rule. Raises ConfigurationError as its `peer`, and for the open internet without a reason."""
        network = rule.network()
        if network and is_too_wide(network) and not self._public_reason:
            raise invalid(f"{self.node.path}: ingress", rule.cidr, "networks of /8 or narrower, or public_reason")
        if network and network.prefixlen == 0:
            finding = "AwsSolutions::AwsSolutions-EC23"
            by_design(self, finding, reason="The internet is let in on purpose: the group was given a public_reason")
        if rule.group is None:
            self.security_group.add_ingress_rule(rule.peer(), ec2.Port.tcp(rule.port), rule.reason)
            return
        ec2.CfnSecurityGroupIngress(
            self,
            _rule_id("From", rule.group, rule),
            description=rule.reason,
            ip_protocol="tcp",
            from_port=rule.port,
            to_port=rule.port,
            group_id=self.security_group.security_group_id,
            source_security_group_id=rule.group.security_group_id,
        )

    def connect(self, client: Client, *, port: int, reason: str) -> None:
        """Admit a security group, or a service or task, whose own group is then opened towards this one as well."""
        group = group_of(self.node.path, client)
        self.admit(SecurityGroupRule(port=port, group=group, reason=reason))
        if group is not client:
            group.release(SecurityGroupRule(port=port, group=self.security_group, reason=reason))

    def release(self, rule: SecurityGroupRule) -> None:
        """Add an egress rule. Raises ConfigurationError as its `peer`."""
        if rule.group is None:
            self.security_group.add_egress_rule(rule.peer(), ec2.Port.tcp(rule.port), rule.reason)
            return
        ec2.CfnSecurityGroupEgress(
            self,
            _rule_id("To", rule.group, rule),
            description=rule.reason,
            ip_protocol="tcp",
            from_port=rule.port,
            to_port=rule.port,
            group_id=self.security_group.security_group_id,
            destination_security_group_id=rule.group.security_group_id,
        )


def group_of(where: str, client: Client) -> Any:
    """The group of who connects: its own, of a service or a task. Raises ConfigurationError for what has none."""
    own = getattr(client, "security_group", None)
    group = own if isinstance(own, GovernedSecurityGroup) else client
    if not hasattr(group, "security_group_id"):
        raise invalid(f"{where}: client", client, "a security group, a container service or a task")
    return group


def _rule_id(prefix: str, group: ec2.ISecurityGroup, rule: SecurityGroupRule) -> str:
    """An id from where the other group stands in its stack. The L2's own would hold the environment's name.

    Raises ConfigurationError unless the group is the rule's only peer; see `SecurityGroupRule.peer`.
    """
    rule.peer()
    place = group.node.path.removeprefix(f"{cdk.Stack.of(group).node.path}/").removesuffix("/Resource")
    return f"{prefix}{pascal(place)}Port{rule.port}"


HTTPS_ANYWHERE = SecurityGroupRule(port=443, cidr="0.0.0.0/0", reason="AWS endpoints and other services over TLS")


def network_of(vpc: ec2.IVpc) -> str:
    """The VPC's IPv4 network. Raises ConfigurationError for a VPC from the contract whose network is not read."""
    try:
        return vpc.vpc_cidr_block
    except RuntimeError:  # jsii's only way to say that an imported VPC has none
        said = "read it by PlatformVpc.read(self), or add contract.NETWORK_VPC_CIDR to the stack's reads"
        raise ConfigurationError(f"{vpc.node.path}: {said}") from None
