"""GovernedTask: a container that runs once and ends: at its own times, before a deployment, or when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import jsii
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from constructs import Construct

from constructs_lib.compute.cluster import vpc_of
from constructs_lib.compute.task_definition import GovernedTaskDefinition
from constructs_lib.compute.task_failures import TaskFailures
from constructs_lib.compute.task_role import task_role
from constructs_lib.compute.task_schedule import TaskSchedule
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.naming import part_of
from constructs_lib.kernel.record import Record
from constructs_lib.kernel.schedules import check_schedule
from constructs_lib.network.security_group import GovernedSecurityGroup, SecurityGroupRule
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.storage.file_system import NFS_PORT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_ecs as ecs

    from constructs_lib.compute.container import Container


@dataclass(frozen=True, kw_only=True)
class Schedule(Record):
    """When a task runs.

    Attributes:
        schedule: `cron(0 3 * * ? *)`, `rate(1 hour)` or `at(2027-01-01T00:00:00)` (EventBridge Scheduler User Guide,
            "Schedule types").
        time_zone: whose hours they are, such as `Asia/Seoul`; daylight saving time is kept to.

    Raises:
        ConfigurationError: an expression or time zone that is none.
    """

    schedule: str
    time_zone: str = "UTC"

    def __post_init__(self) -> None:
        check_schedule("schedule", schedule=self.schedule, time_zone=self.time_zone)


@jsii.implements(iam.IGrantable)
class GovernedTask(Construct):
    """A task `<env>-<service>-<kind>` with a role, a log group and a security group of its own.

    A run whose container ends with another code than 0, or does not start, reaches the warning topic. Somebody who may
    starts one by `aws ecs run-task`; `schedule` does by itself; `GovernedContainerService.run_first` before each
    deployment of a service.

    Args:
        vpc: where it runs; its cluster's when absent.
        kind: last part of the name.
        container: what it runs, without a port.
        cluster: where; a service's `cluster`, or a GovernedCluster.
        schedule: when it runs by itself; only when it is asked for when absent.
        statements: what the container may do, each from `allow`.
        egress: where it may connect to; HTTPS to anywhere when absent.
        permissions_boundary: ARN of a policy that bounds its role.

    Raises:
        ConfigurationError: a container with a port.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        vpc: ec2.IVpc | None = None,
        kind: str,
        container: Container,
        cluster: ecs.ICluster,
        schedule: Schedule | None = None,
        statements: Sequence[iam.PolicyStatement] = (),
        egress: Sequence[SecurityGroupRule] | None = None,
        permissions_boundary: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        if container.port is not None:
            raise invalid(f"{self.node.path}: port", container.port, "none: a task answers nobody")
        vpc = vpc_of(self.node.path, vpc, cluster)
        self.kind, self.container, self.cluster, self.vpc = kind, container, cluster, vpc
        self.name = GovernedStack.of_construct(self).names.physical(kind, max_length=255)
        self.log_group = GovernedLogGroup(self, "LogGroup", name=f"/aws/ecs/{self.name}/application")
        says = f"Task {self.name}"
        self.security_group = GovernedSecurityGroup(
            self, "SecurityGroup", vpc=vpc, kind=part_of(kind, "task"), description=says, egress=egress
        )
        self.role = task_role(self, statements=statements, audit=None, permissions_boundary=permissions_boundary)
        self.task_definition = GovernedTaskDefinition(
            self, "TaskDefinition", kind=kind, container=container, role=self.role, log_group=self.log_group
        ).task_definition
        for system in container.mounts.values():
            reason = f"{self.name} mounts {system.name}"
            self.security_group.security_group.connections.allow_to(system.file_system, ec2.Port.tcp(NFS_PORT), reason)
        TaskFailures(self, "Failures", task=self)
        if schedule:
            TaskSchedule(self, "Schedule", task=self, schedule=schedule.schedule, time_zone=schedule.time_zone)

    @property
    def grant_principal(self) -> iam.IPrincipal:
        """What its container works as: a grant to the task is one to its role."""
        return self.role

    @property
    def subnet_ids(self) -> list[str]:
        """The private subnets that it runs in."""
        return self.vpc.select_subnets(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS).subnet_ids

    @property
    def passed_roles(self) -> list[str]:
        """The roles that whoever starts it hands to ECS."""
        execution = self.task_definition.execution_role
        return [self.role.role_arn, *([execution.role_arn] if execution else [])]
