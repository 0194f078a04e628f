"""GovernedHealthCheck: Route 53 asks an HTTPS address from all over the world, and an alarm tells when it fails."""

from __future__ import annotations

import re

import aws_cdk as cdk
from aws_cdk import aws_route53 as route53
from constructs import Construct

from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import HEALTH_CHECK
from constructs_lib.stack.governed_stack import GovernedStack

_PATH = re.compile(r"/\S{0,254}")


class GovernedHealthCheck(Construct):
    """A health check of `https://<host><path>` every 30 seconds, with its alarm.

    A health check is global, its metric is in us-east-1 alone (Route 53 Developer Guide, "Monitoring health checks
    using CloudWatch"): make it in a stack of that region. What it asks must admit Route 53's health checkers.

    Args:
        name: short name, for the alarm and the tag.
        host: domain name to ask; also sent as SNI.
        path: path to ask, 255 characters at most; any status of 2xx or 3xx is healthy.
        failure_threshold: checks in a row that decide, 1 to 10 (Route 53 API reference, HealthCheckConfig).
        answers: whether something answers there. Until then the check fails, as its metric shows, and has no alarm.

    Raises:
        ConfigurationError: a path without a slash, a threshold out of bounds, or another region.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        name: str,
        host: str,
        path: str = "/healthz",
        failure_threshold: int = 3,
        answers: bool = True,
    ) -> None:
        super().__init__(scope, id)
        if not _PATH.fullmatch(path):
            raise invalid(f"{self.node.path}: path", path, "a path such as /healthz, 255 characters at most")
        bounded(self.node.path, 1, 10, failure_threshold=failure_threshold)
        resource = route53.HealthCheck(
            self,
            "Resource",
            type=route53.HealthCheckType.HTTPS,
            fqdn=host,
            port=443,
            resource_path=path,
            request_interval=cdk.Duration.seconds(30),
            failure_threshold=failure_threshold,
            enable_sni=True,
        )
        cdk.Tags.of(resource).add("Name", GovernedStack.of_construct(self).names.physical(name))
        self.health_check: route53.IHealthCheck = resource
        GovernedAlarms(
            self,
            "Alarms",
            specs=HEALTH_CHECK if answers else (),
            subject=name,
            dimensions={"HealthCheckId": resource.health_check_id},
        )
