"""GovernedContainerService: a container on Fargate that deploys safely, runs with two narrow roles, and is watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsii
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from constructs import Construct

from constructs_lib.compute.cluster import cluster_of, vpc_of
from constructs_lib.compute.connect import PORT_NAME, Connect
from constructs_lib.compute.container import MAIN
from constructs_lib.compute.deployment import Deployment, Rolling
from constructs_lib.compute.fargate_service import check_counts, completed, fargate_service, mount
from constructs_lib.compute.service_scaling import ServiceScaling
from constructs_lib.compute.task_definition import GovernedTaskDefinition
from constructs_lib.compute.task_hook import TaskHook
from constructs_lib.compute.task_role import task_role
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.naming import part_of, pascal
from constructs_lib.network.security_group import GovernedSecurityGroup
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.observability.telemetry.alarms import ecs_service_alarms
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_elasticloadbalancingv2 as elbv2

    from constructs_lib.compute.container import Container
    from constructs_lib.compute.scaling import Scaling
    from constructs_lib.compute.spot import Spot
    from constructs_lib.compute.task import GovernedTask
    from constructs_lib.network.security_group import SecurityGroupRule

_ROLLING = Rolling()


@jsii.implements(iam.IGrantable, ec2.IConnectable)
class GovernedContainerService(Construct):
    """A Fargate service `<env>-<service>-<kind>` in the private subnets, with a cluster of its own unless given one.

    A deployment that does not get healthy is rolled back. Nobody enters a running container, its root file system is
    read-only, and its log group is encrypted. `role` is what the container works as: give the service rights with the
    grants of buckets and queues, or with `allow`. The execution role can pull the task's images, write this one log,
    and read the secrets that the containers name. One without a port is a worker.

    Args:
        vpc: where it runs; its cluster's when absent.
        container: what it runs.
        kind: last part of the name; the service's name alone when empty.
        cluster: an existing cluster; its own when absent.
        tasks: how many run; ignored with `scaling`. None where something else says it, such as a scaling of your own:
            a deployment then leaves the number as it is.
        scaling: how their number moves with the load.
        spot: which of them run on spare capacity; all on demand when absent.
        deployment: how new tasks take over: Rolling, BlueGreen, Canary or Linear. All but the first need a load
            balancer.
        minimum_healthy_percent: of `tasks`, running at any moment of a deployment, 0 to 100.
        maximum_percent: of `tasks`, running at once during a deployment, 100 to 200; 100 with a minimum of 0 means
            that the old task stops before the new one starts.
        statements: what the containers may do, each from `allow`.
        egress: where it may connect to; HTTPS to anywhere when absent.
        connect: how it takes part in its cluster's namespace, for services that call each other by name; the cluster is
            a `GovernedCluster(service_connect=True)`.
        exec_reason: why somebody may enter its containers (ECS Exec), 20 characters or more. The container's root file
            system is then writable, which the agent needs, and what is done there is logged. In a cluster of others
            that one must have a reason too.
        permissions_boundary: ARN of a policy that bounds the containers' role.

    Raises:
        ConfigurationError: percentages or a number of tasks out of bounds, neither VPC nor cluster, or ECS Exec
            without a log.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        vpc: ec2.IVpc | None = None,
        container: Container,
        kind: str = "",
        cluster: ecs.ICluster | None = None,
        tasks: int | None = 1,
        scaling: Scaling | None = None,
        spot: Spot | None = None,
        deployment: Deployment = _ROLLING,
        minimum_healthy_percent: int = 100,
        maximum_percent: int = 200,
        statements: Sequence[iam.PolicyStatement] = (),
        egress: Sequence[SecurityGroupRule] | None = None,
        connect: Connect | None = None,
        exec_reason: str | None = None,
        permissions_boundary: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        healthy = {"minimum_healthy_percent": minimum_healthy_percent, "maximum_percent": maximum_percent}
        check_counts(self.node.path, tasks=tasks, deployment=deployment, **healthy)
        self._stack = GovernedStack.of_construct(self)
        vpc = vpc_of(self.node.path, vpc, cluster)
        self.kind, self.port, self.connect = kind, container.port, connect
        self.name = self._stack.names.physical(kind, max_length=255)
        self.cluster, audit = cluster_of(self, cluster, vpc=vpc, exec_reason=exec_reason)
        self.container = completed(self, container, exec_reason=exec_reason)
        self._surround(vpc, egress)
        self.role = task_role(self, statements=statements, audit=audit, permissions_boundary=permissions_boundary)
        self.task_definition = self._defined()
        self.deployment, count = deployment, None if scaling else tasks
        self.service = fargate_service(self, tasks=count, spot=spot, execute=audit is not None, **healthy)
        mount(self)
        self._attend(tasks, scaling)
        if deployment.shifts:
            self._stack.owed[self.node.path] = f"{type(deployment).__name__} needs a GovernedLoadBalancer before it"

    def _surround(self, vpc: ec2.IVpc, egress: Sequence[SecurityGroupRule] | None) -> None:
        self.log_group = GovernedLogGroup(self, "LogGroup", name=f"/aws/ecs/{self.name}/application")
        kind, says = part_of(self.kind, "service"), f"Tasks of {self.name}"
        self.security_group = GovernedSecurityGroup(
            self, "SecurityGroup", vpc=vpc, kind=kind, description=says, egress=egress
        )

    def _defined(self) -> ecs.FargateTaskDefinition:
        return GovernedTaskDefinition(
            self,
            "TaskDefinition",
            kind=self.kind,
            container=self.container,
            role=self.role,
            log_group=self.log_group,
            port_name=PORT_NAME if self.connect and self.connect.name and self.answering_port() else None,
        ).task_definition

    def _attend(self, tasks: int | None, scaling: Scaling | None) -> None:
        """What follows its load, and what watches it."""
        kind, dimensions = (
            self.kind,
            {"ClusterName": self.cluster.cluster_name, "ServiceName": self.service.service_name},
        )
        self.scaling = ServiceScaling(self.service, scaling, kind=kind, dimensions=dimensions) if scaling else None
        self.runs = tasks != 0 and not (scaling and any(moment.maximum == 0 for moment in scaling.schedule))
        specs = ecs_service_alarms(running=self.runs)
        self.alarms = GovernedAlarms(self, "Alarms", specs=specs, subject=kind or "service", dimensions=dimensions)

    @property
    def grant_principal(self) -> iam.IPrincipal:
        """What its containers work as: a grant to the service is one to its role."""
        return self.role

    @property
    def connections(self) -> ec2.Connections:
        """Who may connect, for CDK's `allow_from` and `allow_to`."""
        return self.service.connections

    def target(self, alternate: ecs.AlternateTarget | None = None) -> elbv2.IApplicationLoadBalancerTarget:
        """The container's port, for a load balancer's target group; a shifted one has an alternate group as well.

        Raises ConfigurationError for a worker.
        """
        port = self.answering_port()
        self._stack.owed.pop(self.node.path, None)
        return self.service.load_balancer_target(container_name=MAIN, container_port=port, alternate_target=alternate)

    def admit(self, caller: GovernedContainerService, *, reason: str) -> None:
        """Let another service connect to the port, and this one only. Raises ConfigurationError for a worker."""
        self.security_group.connect(caller, port=self.answering_port(), reason=reason)

    def run_first(self, task: GovernedTask) -> None:
        """Run a task to its end before each deployment, such as a migration of the database.

        It must bear to run again: a deployment that is undone and tried anew runs it anew. Raises ConfigurationError
        for a service whose deployments roll: ECS documents the stages of the others.
        """
        if not self.deployment.shifts:
            raise invalid(
                f"{self.node.path}: deployment", type(self.deployment).__name__, "BlueGreen, Canary or Linear"
            )
        TaskHook(self, f"RunFirst{pascal(task.kind)}", service=self, task=task)

    def undo_on(self, alarms: GovernedAlarms) -> None:
        """Let a deployment be undone when one of these alarms goes off. They must not depend on the service itself."""
        behavior = ecs.AlarmBehavior.ROLLBACK_ON_ALARM
        self.service.enable_deployment_alarms(list(alarms.names.values()), behavior=behavior)
        self.service.node.add_dependency(alarms)

    def answering_port(self) -> int:
        """The port that it answers on. Raises ConfigurationError for a worker, which has none."""
        if self.port is None:
            raise invalid(f"{self.node.path}: port", self.port, "the port that the service answers on")
        return self.port
