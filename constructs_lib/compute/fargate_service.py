"""The ECS service behind a GovernedContainerService: on Fargate, in private subnets, with a way back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs

from constructs_lib.compute.connect import connection
from constructs_lib.compute.deployment import Deployment
from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.storage.file_system import NFS_PORT

if TYPE_CHECKING:
    from constructs_lib.compute.container import Container
    from constructs_lib.compute.container_service import GovernedContainerService
    from constructs_lib.compute.spot import Spot

_SURGE = 100


def check_counts(
    where: str, *, tasks: int | None, minimum_healthy_percent: int, maximum_percent: int, deployment: object
) -> None:
    """Refuse a number of tasks, or percentages of it, that no deployment could keep to, and what is no deployment.

    Raises ConfigurationError.
    """
    if not isinstance(deployment, Deployment):
        raise invalid(f"{where}: deployment", deployment, "Rolling(), BlueGreen(), Canary() or Linear()")
    bounded(where, 0, 1000, tasks=tasks)
    bounded(where, 0, 100, minimum_healthy_percent=minimum_healthy_percent)
    bounded(where, 100, 200, maximum_percent=maximum_percent)
    if minimum_healthy_percent == maximum_percent:
        raise invalid(f"{where}: maximum_percent", maximum_percent, "over minimum_healthy_percent")


def fargate_service(
    of: GovernedContainerService,
    *,
    tasks: int | None,
    spot: Spot | None,
    minimum_healthy_percent: int,
    maximum_percent: int,
    execute: bool,
) -> ecs.FargateService:
    """The service; `tasks` None leaves the number of a running one to whoever scales it."""
    return ecs.FargateService(
        of,
        "Resource",
        service_name=of.name,
        cluster=of.cluster,
        task_definition=of.task_definition,
        desired_count=tasks,
        capacity_provider_strategies=spot.as_cdk() if spot else None,
        min_healthy_percent=minimum_healthy_percent,
        max_healthy_percent=maximum_percent,
        circuit_breaker=ecs.DeploymentCircuitBreaker(enable=True, rollback=True),
        # Moving a task to another zone needs room for a second one (AvailabilityZoneRebalancing).
        availability_zone_rebalancing=ecs.AvailabilityZoneRebalancing.ENABLED
        if maximum_percent > _SURGE
        else ecs.AvailabilityZoneRebalancing.DISABLED,
        assign_public_ip=False,
        vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS),
        security_groups=[of.security_group.security_group],
        platform_version=ecs.FargatePlatformVersion.VERSION1_4,
        enable_execute_command=execute,
        enable_ecs_managed_tags=True,
        propagate_tags=ecs.PropagatedTagSource.SERVICE,
        deployment_alarms=_alarms(of.deployment),
        service_connect_configuration=connection(of),
        **of.deployment.as_cdk(),
    )


def _alarms(deployment: Deployment) -> ecs.DeploymentAlarmConfig | None:
    if not deployment.alarms:
        return None
    behavior = ecs.AlarmBehavior.ROLLBACK_ON_ALARM
    return ecs.DeploymentAlarmConfig(alarm_names=list(deployment.alarms), behavior=behavior)


def completed(of: GovernedContainerService, container: Container, *, exec_reason: str | None) -> Container:
    """The container with its collector beside it, and open to the agent of ECS Exec where that is on."""
    if container.collector:
        stack = GovernedStack.of_construct(of)
        beside = container.collector.sidecar(stack, cluster=of.cluster.cluster_name, service=of.name)
        container = replace(container, sidecars=(*container.sidecars, beside))
    return replace(container, writable_root_reason=exec_reason) if exec_reason else container


def mount(of: GovernedContainerService) -> None:
    """Open the way to each file system, whose mount targets must be there before the first task."""
    for system in of.container.mounts.values():
        reason = f"{of.name} mounts {system.name}"
        of.service.connections.allow_to(system.file_system, ec2.Port.tcp(NFS_PORT), reason)
        of.service.node.add_dependency(system.file_system.mount_targets_available)
