"""GovernedVpcEndpoints: private ways to AWS services, which carry this account's requests only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from constructs import Construct

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.facts.aws_buckets import aws_buckets
from constructs_lib.kernel.naming import pascal
from constructs_lib.network.security_group import GovernedSecurityGroup, SecurityGroupRule
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence


InterfaceService = Literal["ecr.api", "ecr.dkr", "logs", "secretsmanager", "kms", "ssm", "sts"]
GatewayService = Literal["s3", "dynamodb"]

# IAM's name of a service where the endpoint's differs.
_IAM_PREFIX = {"ecr.api": "ecr", "ecr.dkr": "ecr"}
# Requests there are about a resource with an account. Of the others some have none, or one of AWS's own (the public
# parameters of SSM, STS GetCallerIdentity, ECR GetAuthorizationToken), so the caller's account alone is asked for.
_ABOUT_OWN_RESOURCES = frozenset({"s3", "dynamodb", "logs", "secretsmanager", "kms"})


class GovernedVpcEndpoints(Construct):
    """Gateway and interface endpoints whose policies admit principals of this account, on resources of this account.

    By that of S3 also passes what AWS's own services need of buckets of theirs; see `of_aws`.

    Args:
        vpc: where they live; interface endpoints in its private subnets.
        cidr: the VPC's network, from which the interface endpoints take HTTPS.
        gateways: services reached by a route: `s3`, `dynamodb`.
        interfaces: services reached by a private address; paid by hour and zone.

    Raises:
        ConfigurationError: a service that is not known here, or twice the same.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        vpc: ec2.IVpc,
        cidr: str,
        gateways: Sequence[GatewayService] = ("s3", "dynamodb"),
        interfaces: Sequence[InterfaceService] = (),
    ) -> None:
        super().__init__(scope, id)
        self._stack = GovernedStack.of_construct(self)
        self._check("gateways", gateways, get_args(GatewayService))
        self._check("interfaces", interfaces, get_args(InterfaceService))
        for gateway in gateways:
            self._gateway(vpc, gateway)
        if interfaces:
            group = GovernedSecurityGroup(
                self,
                "SecurityGroup",
                vpc=vpc,
                kind="endpoints",
                description="Interface endpoints of the VPC",
                ingress=[SecurityGroupRule(port=443, cidr=cidr, reason="HTTPS from inside the VPC")],
                egress=[],
            )
            for interface in interfaces:
                self._interface(vpc, interface, group)

    def _check(self, name: str, given: Sequence[str], known: Sequence[str]) -> None:
        if not set(given) <= set(known) or len(set(given)) < len(given):
            raise invalid(f"{self.node.path}: {name}", ", ".join(given), f"{', '.join(known)}; each once")

    def _gateway(self, vpc: ec2.IVpc, service: str) -> None:
        endpoint = vpc.add_gateway_endpoint(
            pascal(f"{service}-endpoint"),
            service=ec2.GatewayVpcEndpointAwsService(service),
            subnets=[ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS)],
        )
        endpoint.add_to_policy(own_account(self._stack, service))
        if service == "s3":
            for statement in of_aws(self._stack.region):
                endpoint.add_to_policy(statement)
        self._name(endpoint, service)

    def _interface(self, vpc: ec2.IVpc, service: str, group: GovernedSecurityGroup) -> None:
        endpoint = ec2.InterfaceVpcEndpoint(
            self,
            pascal(service),
            vpc=vpc,
            service=ec2.InterfaceVpcEndpointAwsService(service),
            subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS),
            security_groups=[group.security_group],
            private_dns_enabled=True,
            open=False,
        )
        endpoint.add_to_policy(own_account(self._stack, service))
        self._name(endpoint, service.replace(".", "-"))

    def _name(self, endpoint: Construct, service: str) -> None:
        cdk.Tags.of(endpoint).add("Name", self._stack.names.physical(service))


def own_account(stack: GovernedStack, service: str) -> iam.PolicyStatement:
    """What passes an endpoint: requests of this account's principals, about its resources where the service tells.

    An endpoint policy grants nothing; it filters what IAM has granted (AWS PrivateLink Guide, "VPC endpoint policies").
    """
    only = {"aws:PrincipalAccount": stack.account}
    if service in _ABOUT_OWN_RESOURCES:
        only["aws:ResourceAccount"] = stack.account
    return iam.PolicyStatement(
        sid="OwnAccount",
        principals=[iam.AnyPrincipal()],
        actions=[f"{_IAM_PREFIX.get(service, service)}:*"],
        resources=["*"],
        conditions={"StringEquals": only},
    )


def of_aws(region: str) -> list[iam.PolicyStatement]:
    """What passes the S3 endpoint beside: requests to buckets of AWS's own that nobody of this account signs.

    They have no condition on the principal: those that CloudFormation and ECR presign are theirs, and what reads
    packages signs nothing. They admit to write an answer that CloudFormation waits for, and to read what AWS publishes.
    """
    return [
        iam.PolicyStatement(sid=statement, principals=[iam.AnyPrincipal()], actions=[action], resources=buckets)
        for (statement, action), buckets in aws_buckets(region).items()
    ]
