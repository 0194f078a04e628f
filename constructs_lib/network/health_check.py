"""HealthCheck: how a load balancer asks a target whether it is well."""

from __future__ import annotations

from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_elasticloadbalancingv2 as elbv2

from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.record import Record

_BOUNDS = {
    "interval_seconds": (5, 300),
    "timeout_seconds": (2, 120),
    "healthy_threshold": (2, 10),
    "unhealthy_threshold": (2, 10),
    "grace_seconds": (0, 2_147_483_647),
}


@dataclass(frozen=True, kw_only=True)
class HealthCheck(Record):
    """A GET request that a healthy target answers with one of `codes` (ELB API reference, CreateTargetGroup).

    Attributes:
        path: what is asked for.
        codes: HTTP codes of a healthy answer, such as `200` or `200-299`.
        interval_seconds: 5 to 300.
        timeout_seconds: 2 to 120, and below the interval.
        healthy_threshold: good answers in a row that make a target healthy, 2 to 10.
        unhealthy_threshold: bad answers in a row that make it unhealthy, 2 to 10.
        grace_seconds: for how long ECS lets a new task be unhealthy before it stops it, 0 to 2,147,483,647 (ECS API
            reference, CreateService): longer than the slowest start.

    Raises:
        ConfigurationError: a number out of bounds, a timeout that does not fit into the interval, a relative path.
    """

    path: str = "/healthz"
    codes: str = "200"
    interval_seconds: int = 30
    timeout_seconds: int = 5
    healthy_threshold: int = 2
    unhealthy_threshold: int = 3
    grace_seconds: int = 60

    def __post_init__(self) -> None:
        for name, (low, high) in _BOUNDS.items():
            bounded("health check", low, high, **{name: getattr(self, name)})
        if self.timeout_seconds >= self.interval_seconds:
            raise invalid("health check: timeout_seconds", self.timeout_seconds, f"under {self.interval_seconds}")
        if not self.path.startswith("/"):
            raise invalid("health check: path", self.path, "a path that starts with /")

    def as_cdk(self) -> elbv2.HealthCheck:
        """The same as CDK's record."""
        return elbv2.HealthCheck(
            path=self.path,
            healthy_http_codes=self.codes,
            interval=cdk.Duration.seconds(self.interval_seconds),
            timeout=cdk.Duration.seconds(self.timeout_seconds),
            healthy_threshold_count=self.healthy_threshold,
            unhealthy_threshold_count=self.unhealthy_threshold,
        )
