"""Sidecar: a container that runs beside the one that a service is about, in the same task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import aws_ecs as ecs

from constructs_lib.compute.container_part import ContainerPart
from constructs_lib.compute.image import check_address, check_image
from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED

if TYPE_CHECKING:
    from aws_cdk import aws_ecr as ecr


@dataclass(frozen=True, kw_only=True)
class Sidecar(ContainerPart):
    """A container beside another: it shares the task's size, network and role, and is reached as `localhost`.

    Attributes:
        name: kebab-case; the container's name in the task.
        image: an immutable tag or digest in `repository`; without one the whole address of a public image,
            `public.ecr.aws/<name>:<tag>`.
        repository: where the image is.
        essential: whether the task stops when this one does.
        first: whether the service's container waits until this one is well (with a health check) or has started.
        memory_mib: at most so much of the task's memory, in MiB, 4 or more; no limit of its own when absent.

    Raises:
        ConfigurationError: as ContainerPart, and for a name that is not kebab-case, a moving tag or too little memory.
    """

    name: str
    image: str
    repository: ecr.IRepository | None = None
    essential: bool = True
    first: bool = False
    memory_mib: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if not KEBAB.fullmatch(self.name):
            raise invalid("sidecar: name", self.name, KEBAB_ALLOWED)
        bounded(f"sidecar {self.name}", 4, None, memory_mib=self.memory_mib)
        check = check_image if self.repository else check_address
        check(f"sidecar {self.name}: image", self.image)

    def cdk_image(self) -> ecs.ContainerImage:
        """Where ECS pulls it from."""
        if self.repository:
            return ecs.ContainerImage.from_ecr_repository(self.repository, self.image)
        return ecs.ContainerImage.from_registry(self.image)

    @property
    def awaited(self) -> ecs.ContainerDependencyCondition:
        """What of it the service's container waits for, where it is `first`."""
        condition = ecs.ContainerDependencyCondition
        return condition.HEALTHY if self.health else condition.START
