"""MetricsCollector: ADOT beside a container, which sends its metrics to the platform's Prometheus workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.compute.container_part import ContainerHealthCheck
from constructs_lib.compute.image import check_address, check_image
from constructs_lib.compute.sidecar import Sidecar
from constructs_lib.kernel import contract
from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.record import Record
from constructs_lib.observability.telemetry.adot import adot_config
from constructs_lib.security.role import allow

if TYPE_CHECKING:
    from aws_cdk import aws_ecr as ecr
    from aws_cdk import aws_iam as iam

    from constructs_lib.stack.governed_stack import GovernedStack

NAME = "metrics-collector"
_IMAGE = "public.ecr.aws/aws-observability/aws-otel-collector:v0.48.0"


@dataclass(frozen=True, kw_only=True)
class MetricsCollector(Record):
    """Scrapes a container's Prometheus page and the task's own figures, and writes both to the workspace.

    Its configuration is the service's own, in the task definition; `contract.MONITORING_ADOT_CONFIG` is Atlantis's. The
    stack reads `contract.MONITORING_AMP_REMOTE_WRITE_URL` and `contract.MONITORING_AMP_WORKSPACE_ARN`.

    Attributes:
        port: of the container's Prometheus page, 1 to 65535.
        path: of that page.
        image: tag or digest in `repository`; without one the whole address of a public image.
        repository: where the image is; AWS's public one when absent.
        memory_mib: at most so much of the task's memory, 512 or more: its memory limiter begins to refuse at 400.

    Raises:
        ConfigurationError: a port, path, memory or image out of bounds.
    """

    port: int = 8080
    path: str = "/metrics"
    image: str = _IMAGE
    repository: ecr.IRepository | None = None
    memory_mib: int = 512

    def __post_init__(self) -> None:
        bounded("metrics collector", 1, 65_535, port=self.port)
        bounded("metrics collector", 512, None, memory_mib=self.memory_mib)
        if not self.path.startswith("/"):
            raise invalid("metrics collector: path", self.path, "a path that starts with /")
        check = check_image if self.repository else check_address
        check("metrics collector: image", self.image)

    def sidecar(self, stack: GovernedStack, *, cluster: str, service: str) -> Sidecar:
        """The container that it is, in a service's task."""
        config = adot_config(
            environment=stack.environment_settings.name,
            cluster=cluster,
            service=service,
            region=stack.region_name,
            remote_write_url=stack.lookup(contract.MONITORING_AMP_REMOTE_WRITE_URL),
            metrics_port=self.port,
            metrics_path=self.path,
        )
        return Sidecar(
            name=NAME,
            image=self.image,
            repository=self.repository,
            essential=False,  # without its metrics the service still serves
            memory_mib=self.memory_mib,
            environment={"AOT_CONFIG_CONTENT": config},
            health=ContainerHealthCheck(command=("/healthcheck",), start_seconds=10),
        )


def may_write(stack: GovernedStack) -> iam.PolicyStatement:
    """What the task's role needs: to write to the workspace, and to read nothing of it."""
    return allow("aps:RemoteWrite", on=stack.lookup(contract.MONITORING_AMP_WORKSPACE_ARN))
