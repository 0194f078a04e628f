"""What a container service is told about its container: size, image, scaling."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecs as ecs

from constructs_lib.compute.fargate import check_task_size
from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.secret_shapes import names_a_secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk import aws_secretsmanager as secretsmanager

    from constructs_lib.storage.file_system import GovernedFileSystem

_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_MOVING_TAGS = ("latest", "stable", "main", "master", "dev")


@dataclass(frozen=True, kw_only=True)
class Container:
    """One container: image, port, size, variables, where it may write.

    Attributes:
        repository: the image's repository; the only one that the execution role can pull from.
        image: an immutable tag or a digest `sha256:...`; never a tag that moves, such as `latest`.
        port: TCP port that it listens on, 1 to 65535; none for a task that answers nobody.
        entry_point: what starts, in place of the image's own entry point and command.
        cpu: CPU units of the task, 1,024 are one virtual CPU; see `constructs_lib.compute.fargate.SIZES`.
        memory_mib: memory of the task in MiB; which values go with the CPU stands there too.
        architecture: what the image is built for.
        environment: variables in plain text.
        secrets: variables from a field of a secret: `{"DB_PASSWORD": (secret, "password")}`.
        writable: absolute paths of empty directories on the task's own disk, gone with the task. The image makes them
            with the right owner and declares them as VOLUME (ECS Developer Guide, "Use bind mounts").
        mounts: absolute paths of file systems.
        user: user that it runs as, when another than the image's own.
        writable_root_reason: why its root file system must be writable; read-only when absent.
        shutdown_seconds: between the request to stop and the kill, 1 to 120.

    Raises:
        ConfigurationError: a size that Fargate does not run, a moving tag, a port, path or time out of bounds, or a
            variable in plain text whose name says that it is a secret.
    """

    repository: ecr.IRepository
    image: str
    port: int | None = None
    entry_point: tuple[str, ...] = ()
    cpu: int = 256
    memory_mib: int = 512
    architecture: ecs.CpuArchitecture = field(default_factory=lambda: ecs.CpuArchitecture.ARM64)
    environment: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, tuple[secretsmanager.ISecret, str]] = field(default_factory=dict)
    writable: tuple[str, ...] = ()
    mounts: Mapping[str, GovernedFileSystem] = field(default_factory=dict)
    user: str | None = None
    writable_root_reason: str | None = None
    shutdown_seconds: int = 30

    def __post_init__(self) -> None:
        check_task_size("container", cpu=self.cpu, memory_mib=self.memory_mib)
        if not (_DIGEST.fullmatch(self.image) or (_TAG.fullmatch(self.image) and self.image not in _MOVING_TAGS)):
            raise invalid("container: image", self.image, "an immutable tag or sha256:<digest>")
        if self.port is not None:
            bounded("container", 1, 65_535, port=self.port)
        bounded("container", 1, 120, shutdown_seconds=self.shutdown_seconds)
        for path in (*self.writable, *self.mounts):
            if not path.startswith("/") or path == "/":
                raise invalid("container: writable and mounts", path, "absolute paths below the root")
        for name in self.environment:
            if names_a_secret(name):
                raise invalid("container: environment", name, "variables without secrets; use secrets= for this one")


@dataclass(frozen=True, kw_only=True)
class Scaling:
    """Between how many tasks a service moves, and what it keeps to.

    `minimum` 1 or more, `maximum` not below it, `cpu_percent` and `memory_percent` 1 to 100 on average over the tasks,
    cooldowns 0 to 3,600 seconds. Raises ConfigurationError for anything else.
    """

    minimum: int = 1
    maximum: int = 4
    cpu_percent: int = 70
    memory_percent: int = 80
    scale_in_cooldown_seconds: int = 300
    scale_out_cooldown_seconds: int = 60

    def __post_init__(self) -> None:
        if not 1 <= self.minimum <= self.maximum:
            raise invalid("scaling: minimum and maximum", (self.minimum, self.maximum), "1 <= minimum <= maximum")
        bounded("scaling", 1, 100, cpu_percent=self.cpu_percent, memory_percent=self.memory_percent)
        bounded("scaling", 0, 3600, scale_in_cooldown_seconds=self.scale_in_cooldown_seconds)
        bounded("scaling", 0, 3600, scale_out_cooldown_seconds=self.scale_out_cooldown_seconds)
