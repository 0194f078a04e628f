"""Connect: services of one cluster call each other by name, through ECS Service Connect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aws_cdk import aws_ecs as ecs

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED
from constructs_lib.kernel.record import Record

if TYPE_CHECKING:
    from constructs_lib.compute.container_service import GovernedContainerService

PORT_NAME: Final = "main"
"""What the container's port is called, where others connect to it."""


@dataclass(frozen=True, kw_only=True)
class Connect(Record):
    """How a service takes part in its cluster's namespace (ECS Developer Guide, "Use Service Connect").

    A proxy in each task takes 64 MiB and some of its CPU. Requests between tasks are plain HTTP inside the VPC, and who
    may make them says `GovernedContainerService.admit`.

    Attributes:
        name: kebab-case; others reach it as `http://<name>:<port>`. Absent, it calls others and nobody calls it.

    Raises:
        ConfigurationError: a name that is not kebab-case.
    """

    name: str | None = None

    def __post_init__(self) -> None:
        if self.name is not None and not KEBAB.fullmatch(self.name):
            raise invalid("connect: name", self.name, KEBAB_ALLOWED)


def connection(of: GovernedContainerService) -> ecs.ServiceConnectProps | None:
    """What the service of ECS is told; None for a service that takes no part."""
    if of.connect is None:
        return None
    named = ecs.ServiceConnectService(
        port_mapping_name=PORT_NAME, dns_name=of.connect.name, discovery_name=of.connect.name, port=of.port
    )
    return ecs.ServiceConnectProps(
        services=[named] if of.connect.name else [],
        log_driver=ecs.LogDrivers.aws_logs(stream_prefix="connect", log_group=of.log_group.log_group),
    )
