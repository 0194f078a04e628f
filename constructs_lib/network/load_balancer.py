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
from constructs_lib.kernel.naming import part_of
from constructs_lib.network.health_check import HealthCheck
from constructs_lib.network.load_balancer_clients import HTTP, HTTPS, clients_security_group
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import LOAD_BALANCER, burn_rate_alarms, target_group_alarms
from constructs_lib.observability.telemetry.slo import OBJECTIVES
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsApplicationLoadBalancer
from constructs_lib.storage.access_log_bucket import LOAD_BALANCER_PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs import Construct

    from constructs_lib.compute.container_service import GovernedContainerService
    from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, CompositeAlarmSpec
    from constructs_lib.observability.telemetry.slo import Objective

_NAME_LENGTH = 32  # of load balancers and target groups (ELB API reference)
_LEAST_SUBNETS, _SHORTEST_REASON = 2, 20
# TLS 1.3 and 1.2 without CBC, with post-quantum key exchange: what the console picks ("Security policies for your
# Application Load Balancer"). CDK's own choice, with its feature flag or without, still admits CBC ciphers.
_TLS = elbv2.SslPolicy.TLS13_12_RES_PQ


class GovernedLoadBalancer(IsApplicationLoadBalancer):
    """A load balancer `<env>-<service>-<kind>` before one container service: HTTPS, access logs, alarms, objectives.

    Args:
        vpc: its private subnets when internal, the public ones with `public_reason`; two at least.
        certificate: of the HTTPS listener; HTTP is redirected there.
        service: what answers; its security group admits the load balancer on its port and nobody else.
        health_check: GET /healthz every 30 seconds when absent.
        networks: who may connect: IPv4 networks or prefix lists (`pl-...`), each with the reason why; the VPC's own
            network when absent.
        kind: last part of the name; the service's name alone when empty.
        public_reason: why it faces the internet, 20 characters or more; internal when absent.
        drain_seconds: how long open requests of a leaving task may take, 0 to 3,600.
        idle_timeout_seconds: 1 to 4,000.
        objectives: service level objectives whose burn-rate alarms it gets.

    Raises:
        ConfigurationError: fewer than two subnets, a number out of bounds, a network that is none, the open internet
            without a reason, or a reason that says nothing.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        vpc: ec2.IVpc,
        certificate: acm.ICertificate,
        service: GovernedContainerService,
        health_check: HealthCheck | None = None,
        networks: Mapping[str, str] | None = None,
        kind: str = "",
        public_reason: str | None = None,
        drain_seconds: int = 30,
        idle_timeout_seconds: int = 60,
        objectives: Sequence[Objective] = OBJECTIVES,
    ) -> None:
        super().__init__(scope, id)
        bounded(self.node.path, 1, 4000, idle_timeout_seconds=idle_timeout_seconds)
        bounded(self.node.path, 0, 3600, drain_seconds=drain_seconds)
        if public_reason is not None and len(public_reason) < _SHORTEST_REASON:
            raise invalid(f"{self.node.path}: public_reason", public_reason, f"{_SHORTEST_REASON} characters or more")
        self._stack = GovernedStack.of_construct(self)
        self._kind, self._vpc, self._service = kind, vpc, service
        self.name = self._stack.names.physical(kind, max_length=_NAME_LENGTH)
        self.security_group = clients_security_group(
            self, vpc=vpc, kind=part_of(kind, "alb"), of=self.name, networks=networks, public_reason=public_reason
        )
        self._balancer = self._load_balancer(public_reason, idle_timeout_seconds)
        self.load_balancer: elbv2.IApplicationLoadBalancer = self._balancer
        self._log(public_reason)
        group = self._target_group(service, health_check or HealthCheck(), drain_seconds)
        self._listen(certificate, group)
        self._alarm(group, objectives)

    def alias(self, *, zone: route53.IHostedZone, host: str) -> None:
        """Let a full name in a zone lead here."""
        target = route53.RecordTarget.from_alias(targets.LoadBalancerTarget(self._balancer))
        route53.ARecord(self, "Alias", zone=zone, record_name=host, target=target)

    def _load_balancer(self, public_reason: str | None, idle_timeout_seconds: int) -> elbv2.ApplicationLoadBalancer:
        return elbv2.ApplicationLoadBalancer(
            self,
            "Resource",
            load_balancer_name=self.name,
            vpc=self._vpc,
            vpc_subnets=self._subnets(public_reason),
            internet_facing=public_reason is not None,
            security_group=self.security_group.security_group,
            deletion_protection=self._stack.environment_settings.deletion_protection,
            drop_invalid_header_fields=True,
            desync_mitigation_mode=elbv2.DesyncMitigationMode.DEFENSIVE,
            idle_timeout=cdk.Duration.seconds(idle_timeout_seconds),
        )

    def _subnets(self, public_reason: str | None) -> ec2.SubnetSelection:
        kind = ec2.SubnetType.PUBLIC if public_reason else ec2.SubnetType.PRIVATE_WITH_EGRESS
        if public_reason and not self._vpc.public_subnets:
            raise invalid(f"{self.node.path}: vpc", "no public subnets", "contract.NETWORK_PUBLIC_SUBNET_IDS in reads")
        if (found := len(self._vpc.select_subnets(subnet_type=kind).subnets)) < _LEAST_SUBNETS:
            raise invalid(f"{self.node.path}: vpc", f"{found} subnets", "two at least, each in a zone of its own")
        return ec2.SubnetSelection(subnet_type=kind)

    def _log(self, public_reason: str | None) -> None:
        """Access logs, without CDK's attempt at the policy of a bucket that another stack owns and opened for them."""
        bucket = self._stack.lookup(contract.LOGGING_ACCESS_LOG_BUCKET_NAME)
        self._balancer.set_attribute("access_logs.s3.enabled", "true")
        self._balancer.set_attribute("access_logs.s3.bucket", bucket.bucket_name)
        self._balancer.set_attribute("access_logs.s3.prefix", f"{LOAD_BALANCER_PREFIX}/{self.name}")
        if public_reason:
            cast("cdk.CfnResource", self._balancer.node.default_child).add_metadata("PublicReason", public_reason)

    def _target_group(
        self, service: GovernedContainerService, check: HealthCheck, drain_seconds: int
    ) -> elbv2.ApplicationTargetGroup:
        # Port, protocol and VPC cannot change in place: with the port in its name the next group fits beside this one.
        name = self._stack.names.physical(part_of(self._kind, str(service.port)), max_length=_NAME_LENGTH)
        return elbv2.ApplicationTargetGroup(
            self,
            "Targets",
            target_group_name=name,
            vpc=self._vpc,
            port=service.port,
            protocol=elbv2.ApplicationProtocol.HTTP,
            target_type=elbv2.TargetType.IP,
            deregistration_delay=cdk.Duration.seconds(drain_seconds),
            health_check=check.as_cdk(),
            targets=[service.target()],
        )

    def _listen(self, certificate: acm.ICertificate, group: elbv2.ApplicationTargetGroup) -> None:
        self._balancer.add_listener(
            "Https",
            port=HTTPS,
            protocol=elbv2.ApplicationProtocol.HTTPS,
            certificates=[certificate],
            ssl_policy=_TLS,
            open=False,
            default_target_groups=[group],
        )
        redirect = elbv2.ListenerAction.redirect(port=str(HTTPS), protocol="HTTPS", permanent=True)
        self._balancer.add_listener("Http", port=HTTP, open=False, default_action=redirect)

    def _alarm(self, group: elbv2.ApplicationTargetGroup, objectives: Sequence[Objective]) -> None:
        balancer, targets = self._balancer.load_balancer_full_name, group.target_group_full_name
        burning = burn_rate_alarms(objectives=tuple(objectives))
        of_targets = target_group_alarms(running=self._service.runs)
        specs: list[AlarmSpec | CompositeAlarmSpec] = [*LOAD_BALANCER, *of_targets, *burning]
        dimensions, subject = {"LoadBalancer": balancer, "TargetGroup": targets}, self._kind or "load-balancer"
        alarms = GovernedAlarms(self, "Alarms", specs=specs, subject=subject, dimensions=dimensions)
        # CloudFormation waits for a service's first tasks: until they are there, none is healthy and that is right.
        alarms.hold_back("no-healthy-target", until=self._service.service)
