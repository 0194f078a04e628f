"""Who may connect to a load balancer, and where it stands: the security group of its two ports, its subnets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypedDict

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.facts.cloudfront_origins import origin_facing
from constructs_lib.network.security_group import GovernedSecurityGroup, SecurityGroupRule, network_of
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs import Construct

HTTP: Final = 80
HTTPS: Final = 443

_LEAST_SUBNETS, _SHORTEST_REASON = 2, 20
_UNREAD = "The rule cannot read the VPC's network, a parameter that is known when the stack is deployed"


class Clients(TypedDict):
    """Who may connect: IPv4 networks or prefix lists, each with the reason why, or CloudFront alone."""

    networks: Mapping[str, str] | None
    behind_cloudfront: bool


def clients_security_group(
    scope: Construct,
    *,
    vpc: ec2.IVpc,
    kind: str,
    of: str,
    networks: Mapping[str, str] | None,
    public_reason: str | None,
    behind_cloudfront: bool = False,
) -> GovernedSecurityGroup:
    """The security group of a load balancer, which admits its clients and reaches nothing by itself.

    Args:
        scope: the load balancer.
        vpc: the one it is in, which is admitted where `networks` is absent.
        kind: last part of the group's name.
        of: name of the load balancer.
        networks: IPv4 networks or prefix lists (`pl-...`), each with the reason why.
        public_reason: why it may be open to the internet.
        behind_cloudfront: it admits CloudFront, on port 443, and nobody else.

    Raises ConfigurationError for a network that is none, or the open internet without a reason.
    """
    admitted = networks if networks is not None else {network_of(vpc): "clients inside the VPC"}
    group = GovernedSecurityGroup(
        scope,
        "SecurityGroup",
        vpc=vpc,
        kind=kind,
        description=f"Load balancer {of}",
        ingress=[_cloudfront(scope)] if behind_cloudfront else _rules(admitted),
        egress=(),  # only to the service's port, which the target group opens
        public_reason=public_reason,
    )
    if networks is None and not behind_cloudfront and cdk.Token.is_unresolved(network_of(vpc)):
        by_design(group, "AwsSolutions::AwsSolutions-EC23", reason=_UNREAD)
    return group


def reason_to_be_public(
    where: str, *, networks: Mapping[str, str] | None, public_reason: str | None, behind_cloudfront: bool
) -> str | None:
    """Why a load balancer faces the internet, None where it does not.

    Raises ConfigurationError for a reason that says nothing, and where CloudFront shall not be its only client.
    """
    if behind_cloudfront and (networks is not None or public_reason is not None):
        given = "networks" if networks is not None else "public_reason"
        raise invalid(f"{where}: {given}", "one beside behind_cloudfront", "none: CloudFront is its only client")
    if public_reason is not None and len(public_reason) < _SHORTEST_REASON:
        raise invalid(f"{where}: public_reason", public_reason, f"{_SHORTEST_REASON} characters or more")
    return public_reason


def subnets_of(where: str, vpc: ec2.IVpc, *, public: bool) -> ec2.SubnetSelection:
    """Where a load balancer stands. Raises ConfigurationError for fewer than two subnets."""
    kind = ec2.SubnetType.PUBLIC if public else ec2.SubnetType.PRIVATE_WITH_EGRESS
    if public and not vpc.public_subnets:
        raise invalid(f"{where}: vpc", "no public subnets", "contract.NETWORK_PUBLIC_SUBNET_IDS in reads")
    if (found := len(vpc.select_subnets(subnet_type=kind).subnets)) < _LEAST_SUBNETS:
        raise invalid(f"{where}: vpc", f"{found} subnets", "two at least, each in a zone of its own")
    return ec2.SubnetSelection(subnet_type=kind)


def _cloudfront(scope: Construct) -> SecurityGroupRule:
    """The addresses from which CloudFront asks: 55 rules of the 60 that a group has room for, so one port."""
    region = GovernedStack.of_construct(scope).region_name
    found = origin_facing().get(region)
    if found is None:
        raise invalid(f"{scope.node.path}: behind_cloudfront", region, ", ".join(sorted(origin_facing())))
    return SecurityGroupRule(port=HTTPS, prefix_list=found, reason="CloudFront, from where it asks origins")


def _rules(networks: Mapping[str, str]) -> list[SecurityGroupRule]:
    """Both ports for each network: a client that types http:// is sent to https://, not left waiting."""
    return [
        SecurityGroupRule(port=port, prefix_list=network, reason=reason)
        if network.startswith("pl-")
        else SecurityGroupRule(port=port, cidr=network, reason=reason)
        for network, reason in networks.items()
        for port in (HTTP, HTTPS)
    ]
