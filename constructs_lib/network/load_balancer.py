"""GovernedLoadBalancer: an application load balancer that speaks TLS, is internal unless justified, and is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import aws_cdk as cdk
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as targets

from constructs_lib.kernel import contract
from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.naming import part_of, pascal
from constructs_lib.network.health_check import HealthCheck
from constructs_lib.network.listeners import Listeners
from constructs_lib.network.load_balancer_clients import (
    Clients,
    clients_security_group,
    reason_to_be_public,
    subnets_of,
)
from constructs_lib.network.routed_service import RoutedService
from constructs_lib.network.service_targets import NAME_LENGTH, ServiceTargets
from constructs_lib.network.vpc_origin import open_to_cloudfront
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import LOAD_BALANCER, burn_rate_alarms
from constructs_lib.observability.telemetry.slo import OBJECTIVES
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsApplicationLoadBalancer
from constructs_lib.storage.access_log_bucket import LOAD_BALANCER_PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs import Construct

    from constructs_lib.compute.container_service import GovernedContainerService
    from constructs_lib.network.route import Route
    from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, CompositeAlarmSpec
    from constructs_lib.observability.telemetry.slo import Objective


class GovernedLoadBalancer(IsApplicationLoadBalancer):
    """A load balancer `<env>-<service>-<kind>` before container services: HTTPS, access logs, alarms, objectives.

    Before one service it sends everything there. Before several, each has a route by host and path (`add_service`),
    and what nobody takes is answered with 404. Where a service's deployments shift traffic, a listener on port 8443
    leads to its new tasks first; only smoke tests are admitted there.

    Args:
        vpc: its private subnets when internal, the public ones with `public_reason`; two at least.
        certificate: of the HTTPS listener; HTTP is redirected there.
        service: what answers everything that no route takes; its security group admits the load balancer on its port
            and nobody else.
        health_check: of that service; GET /healthz every 30 seconds when absent.
        networks: who may connect: IPv4 networks or prefix lists (`pl-...`), each with the reason why; the VPC's own
            network when absent.
        kind: last part of the name; the service's name alone when empty.
        public_reason: why it faces the internet, 20 characters or more; internal when absent.
        behind_cloudfront: it is internal, and admits distributions of this account by a VPC origin, and nobody else, as
            the origin of a GovernedCdn.
        drain_seconds: how long open requests of a leaving task may take, 0 to 3,600.
        idle_timeout_seconds: 1 to 4,000.
        objectives: service level objectives whose burn-rate alarms it gets.

    Raises:
        ConfigurationError: fewer than two subnets, a number out of bounds, a network that is none, the open internet
            without a reason, a reason that says nothing, a worker, which has no port, or clients beside CloudFront.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        vpc: ec2.IVpc,
        certificate: acm.ICertificate,
        service: GovernedContainerService | None = None,
        health_check: HealthCheck | None = None,
        networks: Mapping[str, str] | None = None,
        kind: str = "",
        public_reason: str | None = None,
        behind_cloudfront: bool = False,
        drain_seconds: int = 30,
        idle_timeout_seconds: int = 60,
        objectives: Sequence[Objective] = OBJECTIVES,
    ) -> None:
        super().__init__(scope, id)
        bounded(self.node.path, 1, 4000, idle_timeout_seconds=idle_timeout_seconds)
        clients: Clients = {"networks": networks, "behind_cloudfront": behind_cloudfront}
        public_reason = reason_to_be_public(self.node.path, public_reason=public_reason, **clients)
        self.behind_cloudfront, self.hosts = behind_cloudfront, tuple[str, ...]()
        self._stack = GovernedStack.of_construct(self)
        self.kind, self.network, self.public = kind, vpc, public_reason is not None
        self.name = self._stack.names.physical(kind, max_length=NAME_LENGTH)
        self.security_group = clients_security_group(
            self, vpc=vpc, kind=part_of(kind, "alb"), of=self.name, public_reason=public_reason, **clients
        )
        self._balancer = self._load_balancer(public_reason, idle_timeout_seconds)
        self.load_balancer: elbv2.IApplicationLoadBalancer = self._balancer
        self._log(public_reason)
        self.vpc_origin_id = open_to_cloudfront(self, self._balancer, name=self.name) if behind_cloudfront else None
        self._listeners = Listeners(self, self._balancer, certificate=certificate)
        self.alarms = self._serve(service, health_check or HealthCheck(), drain_seconds, objectives)

    def add_service(
        self,
        service: GovernedContainerService,
        *,
        route: Route,
        health_check: HealthCheck | None = None,
        drain_seconds: int = 30,
    ) -> RoutedService:
        """Send the requests of a route to a further service, behind a target group of its own, with alarms of its own.

        Raises ConfigurationError for a priority that another route has, or a service without kind or port.
        """
        if not service.kind:
            raise invalid(f"{service.node.path}: kind", service.kind, "one that tells it from the others here")
        return RoutedService(
            self,
            pascal(service.kind),
            balancer=self,
            listeners=self._listeners,
            service=service,
            route=self._listeners.reserve(route),
            check=health_check or HealthCheck(),
            drain_seconds=drain_seconds,
        )

    @property
    def full_name(self) -> str:
        """What its metrics and its network interfaces call it: `app/<name>/<id>`."""
        return self._balancer.load_balancer_full_name

    def alias(self, *, zone: route53.IHostedZone, host: str) -> None:
        """Let a full name in a zone lead here; again for each further one. Raises ConfigurationError for one again."""
        if host in self.hosts:
            raise invalid(f"{self.node.path}: alias: host", host, "a name that does not lead here yet")
        # The first is called as it always was: another id would make the record anew.
        id_ = f"Alias{pascal(host)}" if self.hosts else "Alias"
        self.hosts = (*self.hosts, host)
        target = route53.RecordTarget.from_alias(targets.LoadBalancerTarget(self._balancer))
        route53.ARecord(self, id_, zone=zone, record_name=host, target=target)

    def _load_balancer(self, public_reason: str | None, idle_timeout_seconds: int) -> elbv2.ApplicationLoadBalancer:
        return elbv2.ApplicationLoadBalancer(
            self,
            "Resource",
            load_balancer_name=self.name,
            vpc=self.network,
            vpc_subnets=subnets_of(self.node.path, self.network, public=self.public),
            internet_facing=public_reason is not None,
            security_group=self.security_group.security_group,
            deletion_protection=self._stack.environment_settings.deletion_protection,
            drop_invalid_header_fields=True,
            desync_mitigation_mode=elbv2.DesyncMitigationMode.DEFENSIVE,
            idle_timeout=cdk.Duration.seconds(idle_timeout_seconds),
        )

    def _log(self, public_reason: str | None) -> None:
        """Access logs, without CDK's attempt at the policy of a bucket that another stack owns and opened for them."""
        bucket = self._stack.lookup(contract.LOGGING_ACCESS_LOG_BUCKET_NAME)
        self._balancer.set_attribute("access_logs.s3.enabled", "true")
        self._balancer.set_attribute("access_logs.s3.bucket", bucket.bucket_name)
        self._balancer.set_attribute("access_logs.s3.prefix", f"{LOAD_BALANCER_PREFIX}/{self.name}")
        if public_reason:
            cast("cdk.CfnResource", self._balancer.node.default_child).add_metadata("PublicReason", public_reason)

    def _serve(
        self,
        service: GovernedContainerService | None,
        check: HealthCheck,
        drain_seconds: int,
        objectives: Sequence[Objective],
    ) -> GovernedAlarms:
        """Lead everything to the one service, if there is one, and watch it and the load balancer."""
        name, subject = self.full_name, self.kind or "load-balancer"
        specs: list[AlarmSpec | CompositeAlarmSpec] = [*LOAD_BALANCER, *burn_rate_alarms(objectives=tuple(objectives))]
        dimensions = {"LoadBalancer": name}
        if service is None:
            self._listeners.open(None)
            return GovernedAlarms(self, "Alarms", specs=specs, subject=subject, dimensions=dimensions)
        targets = ServiceTargets(
            self, service=service, kind=self.kind, vpc=self.network, check=check, drain_seconds=drain_seconds
        )
        self._listeners.open(targets.groups[0])
        self._listeners.lead(self, targets, balancer=self, kind=self.kind, route=None)
        dimensions |= {"TargetGroup": targets.groups[0].target_group_full_name}
        specs[len(LOAD_BALANCER) : len(LOAD_BALANCER)] = targets.specs(name)
        alarms = GovernedAlarms(self, "Alarms", specs=specs, subject=subject, dimensions=dimensions)
        # CloudFormation waits for a service's first tasks: until they are there, none is healthy and that is right.
        alarms.hold_back("no-healthy-target", until=service.service)
        targets.watch_deployments(name, subject=subject)
        return alarms
