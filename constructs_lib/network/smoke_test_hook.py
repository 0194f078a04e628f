"""SmokeTestHook: the function that asks a service's new tasks, and what lets ECS call it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from aws_cdk import aws_ecs as ecs
from constructs import Construct

from constructs_lib.compute.function import GovernedFunction
from constructs_lib.kernel.naming import part_of
from constructs_lib.network.security_group import HTTPS_ANYWHERE, GovernedSecurityGroup, SecurityGroupRule
from constructs_lib.runtime import smoke_test
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.acceptance import by_design

if TYPE_CHECKING:
    from constructs_lib.compute.container_service import GovernedContainerService
    from constructs_lib.compute.smoke_test import SmokeTest
    from constructs_lib.network.load_balancer import GovernedLoadBalancer

_CODE = Path(next(iter(smoke_test.__path__)))
_TIMEOUT_SECONDS = 120  # ten tries of 5 s and their waits

TEST_PORT: Final = 8443


class SmokeTestHook(Construct):
    """A function in the VPC that the test listener admits, called at POST_TEST_TRAFFIC_SHIFT.

    Args:
        balancer: whose test listener is asked.
        service: whose deployments wait for it.
        kind: last part of the service's names at the load balancer.
        asked: what is asked.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        balancer: GovernedLoadBalancer,
        service: GovernedContainerService,
        kind: str,
        asked: SmokeTest,
    ) -> None:
        super().__init__(scope, id)
        self._balancer, self._kind = balancer, part_of(kind, "smoke-test")
        self._function = self._asking(asked)
        role = GovernedRole(
            self,
            "Role",
            kind=f"{self._kind}-hook",
            assumed_by="ecs.amazonaws.com",
            description=f"Calls the smoke test of {service.name} during a deployment",
            statements=[allow("lambda:InvokeFunction", on=self._function.function.function_arn)],
        )
        stages = [ecs.DeploymentLifecycleStage.POST_TEST_TRAFFIC_SHIFT]
        hook = ecs.DeploymentLifecycleLambdaTarget(
            self._function.function, "SmokeTest", lifecycle_stages=stages, role=role.role
        )
        service.service.add_lifecycle_hook(hook)
        service.service.node.add_dependency(role.role.node.find_child("DefaultPolicy"))

    def _asking(self, asked: SmokeTest) -> GovernedFunction:
        balancer, public = self._balancer, self._balancer.public
        described = {"INTERFACES": f"ELB {balancer.full_name}"} if public else {}
        function = GovernedFunction(
            self,
            "Function",
            kind=self._kind,
            description=f"Asks {asked.host} for {asked.path} before production traffic moves",
            code=_CODE,
            distributions=("aws-lambda-powertools", "jmespath", "typing-extensions"),
            environment={
                "HOST": asked.host,
                "PATH_ASKED": asked.path,
                "STATUS": str(asked.status),
                "PORT": str(TEST_PORT),
                "LOAD_BALANCER": balancer.load_balancer.load_balancer_dns_name,
                **described,
            },
            statements=[allow("ec2:DescribeNetworkInterfaces", on="*")] if public else (),
            timeout_seconds=_TIMEOUT_SECONDS,
            vpc=balancer.network,
            security_group=self._security_group(public=public),
        )
        if public:
            finding = "AwsSolutions::AwsSolutions-IAM5[Resource::*]"
            reason = "What describes network interfaces, and X-Ray, have no resource (Service Authorization Reference)"
            by_design(function, finding, reason=reason)
        return function

    def _security_group(self, *, public: bool) -> GovernedSecurityGroup:
        balancer = self._balancer
        asked = SecurityGroupRule(
            port=TEST_PORT, group=balancer.security_group.security_group, reason="Asks the new tasks of a deployment"
        )
        group = GovernedSecurityGroup(
            self,
            "SecurityGroup",
            vpc=balancer.network,
            kind=self._kind,
            description=f"Smoke test of {balancer.name}",
            egress=[asked, *([HTTPS_ANYWHERE] if public else [])],
        )
        balancer.security_group.admit(
            SecurityGroupRule(port=TEST_PORT, group=group.security_group, reason="Smoke test of a deployment")
        )
        return group
