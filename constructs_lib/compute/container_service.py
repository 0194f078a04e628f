"""GovernedContainerService: a container on Fargate that deploys safely, runs with two narrow roles, and is watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from constructs import Construct

from constructs_lib.compute.cluster import GovernedCluster
from constructs_lib.compute.task_definition import CONTAINER_NAME, GovernedTaskDefinition
from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.naming import part_of
from constructs_lib.network.security_group import GovernedSecurityGroup, SecurityGroupRule
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.observability.telemetry.alarms import ecs_service_alarms
from constructs_lib.security.role import GovernedRole
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.storage.file_system import NFS_PORT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_elasticloadbalancingv2 as elbv2

    from constructs_lib.compute.container import Container, Scaling

_GRACE_SECONDS = 60
_SURGE = 100


@jsii.implements(iam.IGrantable, ec2.IConnectable)
class GovernedContainerService(Construct):
    """A Fargate service `<env>-<service>-<kind>` in the private subnets, with a cluster of its own unless given one.

    A deployment that does not get healthy is rolled back. Nobody enters a running container, its root file system is
    read-only, and its log group is encrypted. `role` is what the container works as: give the service rights with the
    grants of buckets and queues, or with `allow`. The execution role can pull this one image, write this one log, and
    read the secrets that the container names.

    Args:
        vpc: where it runs.
        container: what it runs.
        kind: last part of the name; the service's name alone when empty.
        cluster: an existing cluster; its own when absent.
        tasks: how many run; ignored with `scaling`.
        scaling: how their number moves with the load.
        minimum_healthy_percent: of `tasks`, running at any moment of a deployment, 0 to 100.
        maximum_percent: of `tasks`, running at once during a deployment, 100 to 200; 100 with a minimum of 0 means
            that the old task stops before the new one starts.
        statements: what the container may do, each from `allow`.
        egress: where it may connect to; HTTPS to anywhere when absent.
        permissions_boundary: ARN of a policy that bounds the container's role.

    Raises:
        ConfigurationError: percentages or a number of tasks out of bounds, or a container without a port.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        vpc: ec2.IVpc,
        container: Container,
        kind: str = "",
        cluster: ecs.ICluster | None = None,
        tasks: int = 1,
        scaling: Scaling | None = None,
        minimum_healthy_percent: int = 100,
        maximum_percent: int = 200,
        statements: Sequence[iam.PolicyStatement] = (),
        egress: Sequence[SecurityGroupRule] | None = None,
        permissions_boundary: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        self.port = self._check(tasks, minimum_healthy_percent, maximum_percent, container.port)
        self._stack = GovernedStack.of_construct(self)
        self._kind, self._container = kind, container
        self.name = self._stack.names.physical(kind, max_length=255)
        self.cluster = cluster or GovernedCluster(self, "Cluster", vpc=vpc, kind=kind).cluster
        self.log_group = GovernedLogGroup(self, "LogGroup", name=f"/aws/ecs/{self.name}/application")
        says = f"Tasks of {self.name}"
        self.security_group = GovernedSecurityGroup(
            self, "SecurityGroup", vpc=vpc, kind=part_of(kind, "service"), description=says, egress=egress
        )
        self.role = self._task_role(statements, permissions_boundary)
        self.task_definition = GovernedTaskDefinition(
            self, "TaskDefinition", kind=kind, container=container, role=self.role, log_group=self.log_group
        ).task_definition
        self.service = self._service(tasks, scaling, minimum_healthy_percent, maximum_percent)
        self._mount()
        if scaling:
            self._scale(scaling)
        self.runs = tasks > 0
        self._alarm()

    def _task_role(self, statements: Sequence[iam.PolicyStatement], permissions_boundary: str | None) -> iam.Role:
        return GovernedRole(
            self,
            "TaskRole",
            kind=part_of(self._kind, "task"),
            assumed_by="ecs-tasks.amazonaws.com",
            source_arn=f"arn:{cdk.Aws.PARTITION}:ecs:{self._stack.region}:{self._stack.account}:*",
            description=f"What the containers of {self.name} may do",
            statements=[*statements, *(system.access() for system in self._container.mounts.values())],
            permissions_boundary=permissions_boundary,
        ).role

    @property
    def grant_principal(self) -> iam.IPrincipal:
        """What its containers work as: a grant to the service is one to its role."""
        return self.role

    @property
    def connections(self) -> ec2.Connections:
        """Who may connect, for CDK's `allow_from` and `allow_to`."""
        return self.service.connections

    def target(self) -> elbv2.IApplicationLoadBalancerTarget:
        """The container's port, for a load balancer's target group."""
        return self.service.load_balancer_target(container_name=CONTAINER_NAME, container_port=self.port)

    def _check(self, tasks: int, minimum_healthy_percent: int, maximum_percent: int, port: int | None) -> int:
        bounded(self.node.path, 0, 1000, tasks=tasks)
        bounded(self.node.path, 0, 100, minimum_healthy_percent=minimum_healthy_percent)
        bounded(self.node.path, 100, 200, maximum_percent=maximum_percent)
        if minimum_healthy_percent == maximum_percent:
            raise invalid(f"{self.node.path}: maximum_percent", maximum_percent, "over minimum_healthy_percent")
        if port is None:
            raise invalid(f"{self.node.path}: port", port, "the port that the service answers on")
        return port

    def _service(
        self, tasks: int, scaling: Scaling | None, minimum_healthy_percent: int, maximum_percent: int
    ) -> ecs.FargateService:
        return ecs.FargateService(
            self,
            "Resource",
            service_name=self.name,
            cluster=self.cluster,
            task_definition=self.task_definition,
            desired_count=None if scaling else tasks,
            min_healthy_percent=minimum_healthy_percent,
            max_healthy_percent=maximum_percent,
            circuit_breaker=ecs.DeploymentCircuitBreaker(enable=True, rollback=True),
            # Moving a task to another zone needs room for a second one (AvailabilityZoneRebalancing).
            availability_zone_rebalancing=ecs.AvailabilityZoneRebalancing.ENABLED
            if maximum_percent > _SURGE
            else ecs.AvailabilityZoneRebalancing.DISABLED,
            assign_public_ip=False,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS),
            security_groups=[self.security_group.security_group],
            platform_version=ecs.FargatePlatformVersion.VERSION1_4,
            enable_execute_command=False,
            enable_ecs_managed_tags=True,
            propagate_tags=ecs.PropagatedTagSource.SERVICE,
            health_check_grace_period=cdk.Duration.seconds(_GRACE_SECONDS),
        )

    def _mount(self) -> None:
        """Open the way to each file system, whose mount targets must be there before the first task."""
        for system in self._container.mounts.values():
            self.service.connections.allow_to(
                system.file_system, ec2.Port.tcp(NFS_PORT), f"{self.name} mounts {system.name}"
            )
            self.service.node.add_dependency(system.file_system.mount_targets_available)

    def _alarm(self) -> None:
        dimensions = {"ClusterName": self.cluster.cluster_name, "ServiceName": self.service.service_name}
        specs = ecs_service_alarms(running=self.runs)
        GovernedAlarms(self, "Alarms", specs=specs, subject=self._kind or "service", dimensions=dimensions)

    def _scale(self, scaling: Scaling) -> None:
        target = self.service.auto_scale_task_count(min_capacity=scaling.minimum, max_capacity=scaling.maximum)
        scale_in = cdk.Duration.seconds(scaling.scale_in_cooldown_seconds)
        scale_out = cdk.Duration.seconds(scaling.scale_out_cooldown_seconds)
        names = self._stack.names
        target.scale_on_cpu_utilization(
            "Cpu",
            policy_name=names.physical(part_of(self._kind, "scale-on-cpu"), max_length=256),
            target_utilization_percent=scaling.cpu_percent,
            scale_in_cooldown=scale_in,
            scale_out_cooldown=scale_out,
        )
        target.scale_on_memory_utilization(
            "Memory",
            policy_name=names.physical(part_of(self._kind, "scale-on-memory"), max_length=256),
            target_utilization_percent=scaling.memory_percent,
            scale_in_cooldown=scale_in,
            scale_out_cooldown=scale_out,
        )
