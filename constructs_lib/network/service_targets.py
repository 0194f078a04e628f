"""ServiceTargets: the target groups of one service behind a load balancer, and what watches them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import aws_cdk as cdk
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_elasticloadbalancingv2 as elbv2

from constructs_lib.kernel.errors import bounded
from constructs_lib.kernel.naming import part_of
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import deployment_alarms, target_group_alarms
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from aws_cdk import aws_ec2 as ec2
    from constructs import Construct

    from constructs_lib.compute.container_service import GovernedContainerService
    from constructs_lib.network.health_check import HealthCheck
    from constructs_lib.observability.telemetry.alarms import AlarmSpec

NAME_LENGTH = 32
"""Of load balancers and target groups (ELB API reference)."""


class ServiceTargets:
    """One target group, or two where the service's deployments shift traffic between them.

    Port, protocol and VPC of a group cannot change in place: with the port in its name the next one fits beside it.
    """

    def __init__(
        self,
        scope: Construct,
        *,
        service: GovernedContainerService,
        kind: str,
        vpc: ec2.IVpc,
        check: HealthCheck,
        drain_seconds: int,
    ) -> None:
        bounded(scope.node.path, 0, 3600, drain_seconds=drain_seconds)
        self._scope, self.service, self._kind = scope, service, kind
        self._vpc, self._check, self._drain_seconds = vpc, check, drain_seconds
        port = str(service.answering_port())
        self.groups = [self._group("Targets", port)]
        if service.deployment.shifts:
            self.groups.append(self._group("AlternateTargets", f"{port}-alternate"))

    def register(self, alternate: ecs.AlternateTarget | None = None) -> None:
        """Let ECS register the service's tasks; with the alternate group, where traffic is shifted between the two."""
        self.groups[0].add_target(self.service.target(alternate))
        made = cast("ecs.CfnService", self.service.service.node.find_child("Service"))
        made.health_check_grace_period_seconds = self._check.grace_seconds

    def dimensions(self, load_balancer: str) -> list[dict[str, str]]:
        """The dimensions of each group's metrics."""
        return [{"TargetGroup": group.target_group_full_name, "LoadBalancer": load_balancer} for group in self.groups]

    def specs(self, load_balancer: str) -> tuple[AlarmSpec, ...]:
        """The alarms on whether anybody answers; a single group is given by its dimensions."""
        several = self.dimensions(load_balancer) if self.groups[1:] else ()
        return target_group_alarms(running=self.service.runs, groups=several)

    def watch_deployments(self, load_balancer: str, *, subject: str) -> None:
        """Let a deployment be undone by what its tasks answer, and the number of tasks follow what they are asked."""
        if self.service.deployment.alarms_roll_back:
            specs = deployment_alarms(self.dimensions(load_balancer))
            alarms = GovernedAlarms(self._scope, "DeploymentAlarms", specs=specs, subject=subject, dimensions={})
            self.service.undo_on(alarms)
        if self.service.scaling:
            names = [group.target_group_full_name for group in self.groups]
            self.service.scaling.on_requests(names, load_balancer)

    def _group(self, id_: str, kind: str) -> elbv2.ApplicationTargetGroup:
        names = GovernedStack.of_construct(self._scope).names
        return elbv2.ApplicationTargetGroup(
            self._scope,
            id_,
            target_group_name=names.physical(part_of(self._kind, kind), max_length=NAME_LENGTH),
            vpc=self._vpc,
            port=self.service.port,
            protocol=elbv2.ApplicationProtocol.HTTP,
            target_type=elbv2.TargetType.IP,
            deregistration_delay=cdk.Duration.seconds(self._drain_seconds),
            health_check=self._check.as_cdk(),
        )
