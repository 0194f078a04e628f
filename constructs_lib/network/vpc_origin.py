"""The VPC origin of an internal load balancer: how distributions of this account reach it, and those of others do not.

CloudFront Developer Guide, "Restrict access with VPC origins" and "Restrict access to Application Load Balancers": a
load balancer with public addresses that admits CloudFront admits every distribution in the world, whoever's it is; a
VPC origin is of one account. It takes a VPC with an internet gateway, and a security group that admits CloudFront's
prefix list. gRPC does not pass. Seoul has it in every zone, Tokyo in all but apne1-az3 ("Supported AWS Regions for VPC
origins").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from aws_cdk import aws_elasticloadbalancingv2 as elbv2
    from constructs import Construct

    from constructs_lib.network.cdn import GovernedCdn
    from constructs_lib.network.load_balancer import GovernedLoadBalancer

_OUTPUT: Final = "VpcOriginId"
# CloudFront API reference, VpcOriginConfig.
_ID: Final = re.compile(r"vo_[A-Za-z0-9]+")


def open_to_cloudfront(scope: Construct, balancer: elbv2.ApplicationLoadBalancer, *, name: str) -> str:
    """Make the VPC origin of a load balancer, with its id as an output of the stack; the id."""
    made = cloudfront.VpcOrigin(
        scope,
        "VpcOrigin",
        endpoint=cloudfront.VpcOriginEndpoint.application_load_balancer(balancer),
        vpc_origin_name=name,
        protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
        origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
    )
    cdk.CfnOutput(scope, _OUTPUT, value=made.vpc_origin_id, description=f"CloudFront's way to {name}: vpc_origin_id")
    return made.vpc_origin_id


def id_for(cdn: GovernedCdn, balancer: GovernedLoadBalancer, given: str | None) -> str:
    """By which id a distribution knows the VPC origin of a load balancer.

    CloudFront gives it, so a stack in another region has to be told; the load balancer's own knows it. That one is
    deployed first and goes last, since CloudFront keeps a VPC origin that is in use.

    Raises ConfigurationError where it is missing, or is none.
    """
    if given is not None and not _ID.fullmatch(given):
        raise invalid(
            f"{cdn.node.path}: vpc_origin_id", given, "an id that CloudFront gives, such as vo_BQwjxxQxjCaBcQLz"
        )
    stack = GovernedStack.of_construct(balancer)
    if stack is cdn.edge:
        return given or str(balancer.vpc_origin_id)
    cdn.edge.add_stack_dependency(stack, "asks its load balancer")
    if given is None:
        raise ConfigurationError(
            f"{cdn.node.path}: vpc_origin_id: missing; {balancer.node.path} has it when it is deployed, as the output "
            f"{_OUTPUT} of its stack; until then leave the distribution out"
        )
    return given
