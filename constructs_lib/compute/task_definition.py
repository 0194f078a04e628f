"""GovernedTaskDefinition: a container as Fargate runs it, what runs beside it, and the role that starts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import aws_cdk as cdk
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from constructs import Construct

from constructs_lib.compute.container import MAIN
from constructs_lib.compute.execution_role import ExecutionRole
from constructs_lib.kernel.naming import apart, kebab
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from constructs_lib.compute.container import Container
    from constructs_lib.compute.container_part import ContainerPart
    from constructs_lib.observability.log_group import GovernedLogGroup

_LOG_BUFFER_MIB = 25


class GovernedTaskDefinition(Construct):
    """A task definition `<env>-<service>-<kind>` whose file systems are mounted over TLS with IAM.

    Args:
        kind: last part of the name; the service's name alone when empty.
        container: what runs.
        role: what it works as; without one the task has no credentials at all, whatever runs in it.
        log_group: where it writes.
        port_name: what its port is called, for Service Connect.
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
        port_name: str | None = None,
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
        self._service, self._log_group, self._port_name = stack.service, log_group, port_name
        definition = self._add_main(container)
        self._add_sidecars(container, definition)
        if any(part.environment for part in container.parts):
            by_design(
                self,
                "AwsSolutions::AwsSolutions-ECS2",
                reason="Variables are settings: Container refuses the names of secrets, which have a way of their own",
            )
        self._mount_all(definition, container)

    def _mount_all(self, definition: ecs.ContainerDefinition, container: Container) -> None:
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

    def _add_main(self, container: Container) -> ecs.ContainerDefinition:
        image = ecs.ContainerImage.from_ecr_repository(container.repository, container.image)
        return self._add(container, name=MAIN, image=image, port=container.port)

    def _add_sidecars(self, container: Container, main: ecs.ContainerDefinition) -> None:
        for sidecar in container.sidecars:
            added = self._add(
                sidecar,
                name=sidecar.name,
                image=sidecar.cdk_image(),
                essential=sidecar.essential,
                memory_mib=sidecar.memory_mib,
            )
            if sidecar.first:
                main.add_container_dependencies(ecs.ContainerDependency(container=added, condition=sidecar.awaited))

    def _add(
        self,
        part: ContainerPart,
        *,
        name: str,
        image: ecs.ContainerImage,
        port: int | None = None,
        essential: bool = True,
        memory_mib: int | None = None,
    ) -> ecs.ContainerDefinition:
        return self.task_definition.add_container(
            name,
            image=image,
            essential=essential,
            port_mappings=[self._port(port)] if port else None,
            entry_point=list(part.entry_point) or None,
            command=list(part.command) or None,
            health_check=part.health.as_cdk() if part.health else None,
            environment=dict(part.environment),
            secrets=part.secret_variables(),
            memory_limit_mib=memory_mib,
            readonly_root_filesystem=part.writable_root_reason is None,
            stop_timeout=cdk.Duration.seconds(part.shutdown_seconds),
            user=part.user,
            logging=ecs.LogDrivers.aws_logs(
                stream_prefix=self._service,
                log_group=self._log_group.log_group,
                mode=ecs.AwsLogDriverMode.NON_BLOCKING,  # a slow CloudWatch must not stop the container
                max_buffer_size=cdk.Size.mebibytes(_LOG_BUFFER_MIB),
            ),
        )

    def _port(self, port: int) -> ecs.PortMapping:
        if self._port_name is None:
            return ecs.PortMapping(container_port=port)
        protocol = cast("ecs.AppProtocol", ecs.AppProtocol.http)  # a property of the class, typed as of an instance
        return ecs.PortMapping(container_port=port, name=self._port_name, app_protocol=protocol)

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
