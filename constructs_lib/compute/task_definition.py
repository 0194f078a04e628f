"""GovernedTaskDefinition: one container as Fargate runs it, and the role that starts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import aws_cdk as cdk
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from constructs import Construct

from constructs_lib.compute.execution_role import ExecutionRole
from constructs_lib.kernel.naming import apart, kebab
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from constructs_lib.compute.container import Container
    from constructs_lib.observability.log_group import GovernedLogGroup

CONTAINER_NAME = "main"
_LOG_BUFFER_MIB = 25


class GovernedTaskDefinition(Construct):
    """A task definition `<env>-<service>-<kind>` of one container, whose file systems are mounted over TLS with IAM.

    Args:
        kind: last part of the name; the service's name alone when empty.
        container: what runs.
        role: what it works as; without one the task has no credentials at all, whatever runs in it.
        log_group: where it writes.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        container: Container,
        role: iam.Role | None,
        log_group: GovernedLogGroup,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        execution = ExecutionRole(self, "ExecutionRole", kind=kind, container=container, log_group=log_group)
        self.task_definition = ecs.FargateTaskDefinition(
            self,
            "Resource",
            family=stack.names.physical(kind, max_length=255),
            cpu=container.cpu,
            memory_limit_mib=container.memory_mib,
            runtime_platform=ecs.RuntimePlatform(
                cpu_architecture=container.architecture, operating_system_family=ecs.OperatingSystemFamily.LINUX
            ),
            # CDK's own grants would widen both roles; what they need is said where they are made.
            task_role=role.without_policy_updates() if role else None,
            execution_role=execution.role.without_policy_updates(),
        )
        self._settle_roles(role, execution)
        definition = self._add_container(stack.service, container, log_group)
        if container.environment:
            by_design(
                self,
                "AwsSolutions::AwsSolutions-ECS2",
                reason="Variables are settings: Container refuses the names of secrets, which have a way of their own",
            )
        volumes: dict[str, str] = {}
        for path in (*container.writable, *container.mounts):
            name = apart(kebab(path), path, volumes)
            volumes[name] = path
            self._mount(definition, container, path, name)

    def _settle_roles(self, role: iam.Role | None, execution: ExecutionRole) -> None:
        if role is None:  # CDK makes one where it is given none
            self.task_definition.node.try_remove_child("TaskRole")
            cast("ecs.CfnTaskDefinition", self.task_definition.node.default_child).task_role_arn = None
        # Without its policy the first task could not pull its image, and the deployment would be rolled back.
        self.task_definition.node.add_dependency(execution.role.node.find_child("DefaultPolicy"))

    def _add_container(
        self, service: str, container: Container, log_group: GovernedLogGroup
    ) -> ecs.ContainerDefinition:
        return self.task_definition.add_container(
            CONTAINER_NAME,
            image=ecs.ContainerImage.from_ecr_repository(container.repository, container.image),
            port_mappings=[ecs.PortMapping(container_port=container.port)] if container.port else None,
            entry_point=list(container.entry_point) or None,
            environment=dict(container.environment),
            secrets={
                name: ecs.Secret.from_secrets_manager(secret, key) for name, (secret, key) in container.secrets.items()
            },
            readonly_root_filesystem=container.writable_root_reason is None,
            stop_timeout=cdk.Duration.seconds(container.shutdown_seconds),
            user=container.user,
            logging=ecs.LogDrivers.aws_logs(
                stream_prefix=service,
                log_group=log_group.log_group,
                mode=ecs.AwsLogDriverMode.NON_BLOCKING,  # a slow CloudWatch must not stop the container
                max_buffer_size=cdk.Size.mebibytes(_LOG_BUFFER_MIB),
            ),
        )

    def _mount(self, definition: ecs.ContainerDefinition, container: Container, path: str, name: str) -> None:
        system = container.mounts.get(path)
        self.task_definition.add_volume(
            name=name,
            efs_volume_configuration=ecs.EfsVolumeConfiguration(
                file_system_id=system.file_system.file_system_id,
                transit_encryption="ENABLED",
                authorization_config=ecs.AuthorizationConfig(
                    access_point_id=system.access_point.access_point_id, iam="ENABLED"
                ),
            )
            if system
            else None,
        )
        definition.add_mount_points(ecs.MountPoint(source_volume=name, container_path=path, read_only=False))
