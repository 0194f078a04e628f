"""Listeners of a load balancer: production traffic, and where the new tasks of a deployment are asked first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_elasticloadbalancingv2 as elbv2

from constructs_lib.kernel.errors import invalid
from constructs_lib.network.load_balancer_clients import HTTP, HTTPS
from constructs_lib.network.route import EVERYTHING, LAST, Route
from constructs_lib.network.smoke_test_hook import TEST_PORT, SmokeTestHook
from constructs_lib.network.traffic_shift import TrafficShift

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.network.load_balancer import GovernedLoadBalancer
    from constructs_lib.network.service_targets import ServiceTargets

# TLS 1.3 and 1.2 without CBC, with post-quantum key exchange: what the console picks ("Security policies for your
# Application Load Balancer"). CDK's own choice, with its feature flag or without, still admits CBC ciphers.
_TLS = elbv2.SslPolicy.TLS13_12_RES_PQ


class Listeners:
    """HTTPS, HTTP that is redirected there, and the test listener, which is made where it is first needed."""

    def __init__(
        self, scope: Construct, balancer: elbv2.ApplicationLoadBalancer, *, certificate: acm.ICertificate
    ) -> None:
        self._scope, self._balancer, self._certificate = scope, balancer, certificate
        self._taken: set[int] = set()
        self._test: elbv2.ApplicationListener | None = None
        self._https: elbv2.ApplicationListener | None = None

    def open(self, group: elbv2.ApplicationTargetGroup | None) -> None:
        """Open both ports; what no route takes goes to a group, or is answered with 404.

        Where deployments shift the group's traffic, a rule that takes everything stands before it: of a default action
        ECS moves no weights. It stays a way to the same tasks for the moment in which CloudFormation makes that rule.
        """
        self._https = self._secure("Https", HTTPS, elbv2.ListenerAction.forward([group]) if group else _not_found())
        redirect = elbv2.ListenerAction.redirect(port=str(HTTPS), protocol="HTTPS", permanent=True)
        self._balancer.add_listener("Http", port=HTTP, open=False, default_action=redirect)

    def reserve(self, route: Route) -> Route:
        """A route whose priority nobody has yet. Raises ConfigurationError for another."""
        if route.priority in self._taken or route.priority == LAST:
            taken = ", ".join(map(str, sorted({*self._taken, LAST})))
            raise invalid(f"{self._scope.node.path}: priority", route.priority, f"one that is free; taken: {taken}")
        self._taken.add(route.priority)
        return replace(route)

    def lead(
        self,
        scope: Construct,
        targets: ServiceTargets,
        *,
        balancer: GovernedLoadBalancer,
        kind: str,
        route: Route | None,
    ) -> None:
        """Lead a route to a service, everything where it is None; where its deployments shift traffic, by two rules."""
        if not targets.service.deployment.shifts:
            if route:
                self._forward(scope, targets, route)
            targets.register()
            return
        shift = TrafficShift(
            scope,
            "Shift",
            targets=targets,
            kind=kind,
            listener=self._production(),
            test_listener=self._testing(),
            route=route or EVERYTHING,
        )
        targets.register(shift.alternate)
        if asked := targets.service.deployment.asked:
            SmokeTestHook(scope, "SmokeTest", balancer=balancer, service=targets.service, kind=kind, asked=asked)

    def _forward(self, scope: Construct, targets: ServiceTargets, route: Route) -> None:
        elbv2.ApplicationListenerRule(
            scope,
            "Rule",
            listener=self._production(),
            priority=route.priority,
            conditions=route.conditions(),
            action=elbv2.ListenerAction.forward([targets.groups[0]]),
        )

    def _production(self) -> elbv2.ApplicationListener:
        if self._https is None:
            raise AssertionError("a listener is opened before anything is led to a service")
        return self._https

    def _testing(self) -> elbv2.ApplicationListener:
        self._test = self._test or self._secure("Test", TEST_PORT, _not_found())
        return self._test

    def _secure(self, id_: str, port: int, action: elbv2.ListenerAction) -> elbv2.ApplicationListener:
        return self._balancer.add_listener(
            id_,
            port=port,
            protocol=elbv2.ApplicationProtocol.HTTPS,
            certificates=[self._certificate],
            ssl_policy=_TLS,
            open=False,
            default_action=action,
        )


def _not_found() -> elbv2.ListenerAction:
    return elbv2.ListenerAction.fixed_response(404, content_type="text/plain", message_body="Nothing answers here.")
