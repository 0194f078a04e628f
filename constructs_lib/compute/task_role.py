"""What the containers of a service work as: its statements, its file systems, its collector and, if ever, ECS Exec."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk

from constructs_lib.compute.metrics_collector import may_write
from constructs_lib.kernel.naming import part_of
from constructs_lib.security.role import GovernedRole
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_iam as iam

    from constructs_lib.compute.container_service import GovernedContainerService
    from constructs_lib.compute.exec_audit import ExecAudit
    from constructs_lib.compute.task import GovernedTask


def task_role(
    service: GovernedContainerService | GovernedTask,
    *,
    statements: Sequence[iam.PolicyStatement],
    audit: ExecAudit | None,
    permissions_boundary: str | None,
) -> iam.Role:
    """The role of a service's tasks, or of a task that runs once."""
    stack, container = GovernedStack.of_construct(service), service.container
    made = GovernedRole(
        service,
        "TaskRole",
        kind=part_of(service.kind, "task"),
        assumed_by="ecs-tasks.amazonaws.com",
        source_arn=f"arn:{cdk.Aws.PARTITION}:ecs:{stack.region}:{stack.account}:*",
        description=f"What the containers of {service.name} may do",
        statements=[
            *statements,
            *(system.access() for system in container.mounts.values()),
            *([may_write(stack)] if container.collector else []),
        ],
        permissions_boundary=permissions_boundary,
    )
    if audit:
        audit.admit(made)
    return made.role
