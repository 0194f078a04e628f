"""How the load balancer sees the tasks of a service: each target that is not healthy, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis.evidence import Evidence, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable

    from governed_cdk.diagnosis.sources.services import EcsService
    from governed_cdk.preflight.account import Account

NAME = "targets"
_FINE = ("healthy", "initial", "draining", "unused")


def collect(account: Account, services: Iterable[EcsService]) -> list[Evidence]:
    """The targets that are not healthy. Raises ConfigurationError where the load balancer does not say."""
    found = []
    for service in services:
        for group in [one["targetGroupArn"] for one in service.described.get("loadBalancers", ()) if one]:
            answer, code = account.ask("elbv2", service.region, "describe_target_health", TargetGroupArn=group)
            if code:
                raise ConfigurationError(f"targets of {service.name}: {code}")
            for one in answer.get("TargetHealthDescriptions", ()):
                health, target = one.get("TargetHealth", {}), one.get("Target", {})
                if health.get("State") not in _FINE:
                    where = f"{target.get('Id')}:{target.get('Port')}"
                    said = f"{health.get('State')}, {health.get('Reason', '')}: {health.get('Description', '')}"
                    resource = f"AWS::ECS::Service {service.name}"
                    found.append(Evidence(NAME, f"target {where} is {said}", Weight.FAILURE, resource))
    return found
