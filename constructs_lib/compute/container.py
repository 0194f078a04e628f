"""What a container service is told about its container: size, image, what runs beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecs as ecs

from constructs_lib.compute.container_part import ContainerPart
from constructs_lib.compute.fargate import check_task_size
from constructs_lib.compute.image import check_image
from constructs_lib.kernel.errors import bounded, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.compute.metrics_collector import MetricsCollector
    from constructs_lib.compute.sidecar import Sidecar
    from constructs_lib.storage.file_system import GovernedFileSystem

MAIN = "main"
"""What the container is called in its task."""


@dataclass(frozen=True, kw_only=True)
class Container(ContainerPart):
    """One container: image, port, size, variables, where it may write; and with it the size of the whole task.

    Attributes:
        repository: the image's repository; with those of sidecars all that the execution role can pull from.
        image: an immutable tag or a digest `sha256:...`; never a tag that moves, such as `latest`.
        port: TCP port that it listens on, 1 to 65535; none for a worker, which answers nobody.
        cpu: CPU units of the task, 1,024 are one virtual CPU; see `constructs_lib.compute.fargate.SIZES`.
        memory_mib: memory of the task in MiB; which values go with the CPU stands there too.
        architecture: what the images are built for.
        writable: absolute paths of empty directories on the task's own disk, gone with the task. The image makes them
            with the right owner and declares them as VOLUME (ECS Developer Guide, "Use bind mounts").
        mounts: absolute paths of file systems.
        sidecars: containers that run beside it, in the same task and network.
        collector: sends its metrics to the platform's Prometheus workspace.

    Raises:
        ConfigurationError: as ContainerPart, and for a size that Fargate does not run, a moving tag, a port or path out
            of bounds, or two containers of one name.
    """

    repository: ecr.IRepository
    image: str
    port: int | None = None
    cpu: int = 256
    memory_mib: int = 512
    architecture: ecs.CpuArchitecture = field(default_factory=lambda: ecs.CpuArchitecture.ARM64)
    writable: tuple[str, ...] = ()
    mounts: Mapping[str, GovernedFileSystem] = field(default_factory=dict)
    sidecars: tuple[Sidecar, ...] = ()
    collector: MetricsCollector | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_task_size("container", cpu=self.cpu, memory_mib=self.memory_mib)
        check_image("container: image", self.image)
        if self.port is not None:
            bounded("container", 1, 65_535, port=self.port)
        for path in (*self.writable, *self.mounts):
            if not path.startswith("/") or path == "/":
                raise invalid("container: writable and mounts", path, "absolute paths below the root")
        self._check_sidecars()

    def _check_sidecars(self) -> None:
        names = [MAIN, *(sidecar.name for sidecar in self.sidecars)]
        if len(set(names)) != len(names):
            raise invalid("container: sidecars", names[1:], f"names that differ, and not {MAIN}")
        memory = sum(sidecar.memory_mib or 0 for sidecar in self.sidecars)
        if memory >= self.memory_mib:
            raise invalid("container: sidecars", f"{memory} MiB", f"less than the task's {self.memory_mib} together")

    @property
    def repositories(self) -> tuple[ecr.IRepository, ...]:
        """Every repository that the task's images are in, but for public ones."""
        more = (sidecar.repository for sidecar in self.sidecars)
        return (self.repository, *(repository for repository in more if repository))

    @property
    def parts(self) -> tuple[ContainerPart, ...]:
        """Itself and its sidecars."""
        return (self, *self.sidecars)
