"""ContainerPart: what is said of every container of a task, the one that a service is about and those beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_ssm as ssm

from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.record import Record
from constructs_lib.kernel.secret_shapes import names_a_secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from typing_extensions import TypeIs

Sensitive = secretsmanager.ISecret | tuple[secretsmanager.ISecret, str] | ssm.IParameter
"""A whole secret, one field of it, or a parameter of Parameter Store."""

_BOUNDS = {
    "interval_seconds": (5, 300),
    "timeout_seconds": (2, 60),
    "retries": (1, 10),
    "start_seconds": (0, 300),
}


@dataclass(frozen=True, kw_only=True)
class ContainerHealthCheck(Record):
    """A command inside the container whose exit code 0 says that it is well (ECS API reference, HealthCheck).

    Attributes:
        command: a line for the container's shell, or the program and its arguments where the image has none.
        interval_seconds: 5 to 300.
        timeout_seconds: 2 to 60.
        retries: failures in a row that make it unhealthy, 1 to 10.
        start_seconds: at its start, when failures do not count, 0 to 300.

    Raises:
        ConfigurationError: no command, or a number out of bounds.
    """

    command: str | tuple[str, ...]
    interval_seconds: int = 30
    timeout_seconds: int = 5
    retries: int = 3
    start_seconds: int = 0

    def __post_init__(self) -> None:
        if not self.command:
            raise invalid("container health check: command", self.command, "a command")
        for name, (low, high) in _BOUNDS.items():
            bounded("container health check", low, high, **{name: getattr(self, name)})

    def as_cdk(self) -> ecs.HealthCheck:
        """The same as CDK's record."""
        return ecs.HealthCheck(
            command=["CMD-SHELL", self.command] if isinstance(self.command, str) else ["CMD", *self.command],
            interval=cdk.Duration.seconds(self.interval_seconds),
            timeout=cdk.Duration.seconds(self.timeout_seconds),
            retries=self.retries,
            start_period=cdk.Duration.seconds(self.start_seconds) if self.start_seconds else None,
        )


@dataclass(frozen=True, kw_only=True)
class ContainerPart(Record):
    """What a container runs, knows and may do to its own disk.

    Attributes:
        entry_point: what starts, in place of the image's own entry point and command.
        command: the arguments, in place of the image's own.
        environment: variables in plain text.
        secrets: variables that ECS fills in at the start: `{"TOKEN": secret}`, `{"PASSWORD": (secret, "password")}`,
            `{"LIMIT": parameter}`.
        health: how ECS asks it whether it is well, beside a load balancer's own check.
        user: user that it runs as, when another than the image's own.
        writable_root_reason: why its root file system must be writable; read-only when absent.
        shutdown_seconds: between the request to stop and the kill, 1 to 120.

    Raises:
        ConfigurationError: a time out of bounds, an empty name of a field, or a variable in plain text whose name says
            that it is a secret.
    """

    entry_point: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Sensitive] = field(default_factory=dict)
    health: ContainerHealthCheck | None = None
    user: str | None = None
    writable_root_reason: str | None = None
    shutdown_seconds: int = 30

    def __post_init__(self) -> None:
        bounded("container", 1, 120, shutdown_seconds=self.shutdown_seconds)
        for name in self.environment:
            if names_a_secret(name):
                raise invalid("container: environment", name, "variables without secrets; use secrets= for this one")
        if twice := sorted({*self.environment} & {*self.secrets}):
            raise invalid("container: secrets", twice[0], "no variable that environment has too")

    def secret_variables(self) -> dict[str, ecs.Secret]:
        """The secrets as CDK's."""
        return {name: _as_cdk(value) for name, value in self.secrets.items()}

    def secret_arns(self) -> Iterator[str]:
        """ARN of each secret of Secrets Manager."""
        for value in self.secrets.values():
            if isinstance(value, tuple):
                yield value[0].secret_arn
            elif not _is_parameter(value):
                yield value.secret_arn

    def parameters(self) -> Iterator[ssm.IParameter]:
        """Each parameter of Parameter Store."""
        yield from (value for value in self.secrets.values() if not isinstance(value, tuple) and _is_parameter(value))


def _is_parameter(value: secretsmanager.ISecret | ssm.IParameter) -> TypeIs[ssm.IParameter]:
    return hasattr(value, "parameter_arn")


def _as_cdk(value: Sensitive) -> ecs.Secret:
    if isinstance(value, tuple):
        return ecs.Secret.from_secrets_manager(value[0], value[1] or None)
    if _is_parameter(value):
        return ecs.Secret.from_ssm_parameter(value)
    return ecs.Secret.from_secrets_manager(value)
