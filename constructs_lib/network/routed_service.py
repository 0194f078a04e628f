"""RoutedService: one of several services behind a load balancer, with target groups and alarms of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.kernel.naming import part_of
from constructs_lib.network.service_targets import ServiceTargets
from constructs_lib.observability.alarm import GovernedAlarms

if TYPE_CHECKING:
    from constructs_lib.compute.container_service import GovernedContainerService
    from constructs_lib.network.health_check import HealthCheck
    from constructs_lib.network.listeners import Listeners
    from constructs_lib.network.load_balancer import GovernedLoadBalancer
    from constructs_lib.network.route import Route


class RoutedService(Construct):
    """What `GovernedLoadBalancer.add_service` makes: the way to one service, and what watches it.

    `alarms` are those of its target groups, by slug: `no-healthy-target`, `unhealthy-target`.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        balancer: GovernedLoadBalancer,
        listeners: Listeners,
        service: GovernedContainerService,
        route: Route,
        check: HealthCheck,
        drain_seconds: int,
    ) -> None:
        super().__init__(scope, id)
        kind, name = part_of(balancer.kind, service.kind), balancer.full_name
        self.targets = ServiceTargets(
            self, service=service, kind=kind, vpc=balancer.network, check=check, drain_seconds=drain_seconds
        )
        listeners.lead(self, self.targets, balancer=balancer, kind=kind, route=route)
        subject = f"{kind}-targets"
        dimensions = self.targets.dimensions(name)[0]
        specs = self.targets.specs(name)
        self.alarms = GovernedAlarms(self, "Alarms", specs=specs, subject=subject, dimensions=dimensions)
        self.alarms.hold_back("no-healthy-target", until=service.service)
        self.targets.watch_deployments(name, subject=subject)
