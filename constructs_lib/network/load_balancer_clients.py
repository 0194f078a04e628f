"""Who may connect to a load balancer: the security group of its two ports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import aws_cdk as cdk

from constructs_lib.network.security_group import GovernedSecurityGroup, SecurityGroupRule, network_of
from constructs_lib.stack.acceptance import by_design

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk import aws_ec2 as ec2
    from constructs import Construct

HTTP: Final = 80
HTTPS: Final = 443


def clients_security_group(
    scope: Construct,
    *,
    vpc: ec2.IVpc,
    kind: str,
    of: str,
    networks: Mapping[str, str] | None,
    public_reason: str | None,
) -> GovernedSecurityGroup:
    """The security group of a load balancer, which admits its clients and reaches nothing by itself.

    Args:
        scope: the load balancer.
        vpc: the one it is in, which is admitted where `networks` is absent.
        kind: last part of the group's name.
        of: name of the load balancer.
        networks: IPv4 networks or prefix lists (`pl-...`), each with the reason why.
        public_reason: why it may be open to the internet.

    Raises:
        ConfigurationError: a network that is none, or the open internet without a reason.
    """
    group = GovernedSecurityGroup(
        scope,
        "SecurityGroup",
        vpc=vpc,
        kind=kind,
        description=f"Load balancer {of}",
        ingress=_rules(networks if networks is not None else {network_of(vpc): "clients inside the VPC"}),
        egress=(),  # only to the service's port, which the target group opens
        public_reason=public_reason,
    )
    if networks is None and cdk.Token.is_unresolved(network_of(vpc)):
        by_design(
            group,
            "AwsSolutions::AwsSolutions-EC23",
            reason="The rule cannot read the VPC's network, a parameter that is known when the stack is deployed",
        )
    return group


def _rules(networks: Mapping[str, str]) -> list[SecurityGroupRule]:
    """Both ports for each network: a client that types http:// is sent to https://, not left waiting."""
    return [
        SecurityGroupRule(port=port, prefix_list=network, reason=reason)
        if network.startswith("pl-")
        else SecurityGroupRule(port=port, cidr=network, reason=reason)
        for network, reason in networks.items()
        for port in (HTTP, HTTPS)
    ]
