"""Drifts of what watches, runs and connects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.drifting.hand import Hand, Way

GLOBAL = "us-east-1"
WORLD = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}


def alarms(hand: Hand) -> Iterator[Way]:
    """Alarms, rules, the trail and the detector: switched off, or turned down."""
    watch, events, trail, duty = (hand.client(name) for name in ("cloudwatch", "events", "cloudtrail", "guardduty"))
    for stack, begins in (
        ("prod-rds", "DatabaseMonitoringAlarmsCpuHigh"),
        ("prod-atlantis", "LoadBalancerAlarmsSloLatencyBurn1h"),
    ):
        yield hand.way(
            stack, begins, "ActionsEnabled", lambda name: watch.disable_alarm_actions(AlarmNames=[name]),
            lambda name: watch.enable_alarm_actions(AlarmNames=[name]),
        )  # fmt: skip
    yield _less_watched(hand, "DatabaseMonitoringAlarmsConnectionsHigh", "Threshold")
    yield _less_watched(hand, "DatabaseMonitoringAlarmsFreeStorageLow", "deleted")
    yield hand.way(
        "prod-cloudtrail", "AlertsGuarddutyFindings", "State", lambda name: events.disable_rule(Name=name),
        lambda name: events.enable_rule(Name=name),
    )  # fmt: skip
    yield hand.way(
        "prod-cloudtrail", "Trail", "IsLogging", lambda name: trail.stop_logging(Name=name),
        lambda name: trail.start_logging(Name=name),
    )  # fmt: skip
    yield hand.way(
        "prod-cloudtrail", "Detector", "Enable", lambda one: duty.update_detector(DetectorId=one, Enable=False),
        lambda one: duty.update_detector(DetectorId=one, Enable=True),
    )  # fmt: skip


def _less_watched(hand: Hand, begins: str, how: str) -> Way:
    """An alarm that fires later, or that is gone."""
    watch = hand.client("cloudwatch")
    _, alarm = hand.ids("prod-rds", begins)
    (kept,) = watch.describe_alarms(AlarmNames=[alarm])["MetricAlarms"]
    whole = {key: value for key, value in kept.items() if not key.startswith("State") and key not in _OF_THE_ALARM}

    def do(name: str) -> object:
        if how == "deleted":
            return watch.delete_alarms(AlarmNames=[name])
        return watch.put_metric_alarm(**whole | {how: 99_999.0})

    return hand.way("prod-rds", begins, how, do, lambda _: watch.put_metric_alarm(**whole))


_OF_THE_ALARM = ("AlarmArn", "AlarmConfigurationUpdatedTimestamp", "EvaluationState")


def functions(hand: Hand) -> Iterator[Way]:
    """Functions and what calls them."""
    calls = hand.client("lambda")
    yield hand.way(
        "prod-monitoring", "NotifierSource", "Enabled",
        lambda one: calls.update_event_source_mapping(UUID=one, Enabled=False),
        lambda one: calls.update_event_source_mapping(UUID=one, Enabled=True),
    )  # fmt: skip
    yield hand.way(
        "prod-monitoring", "NotifierFunction", "ReservedConcurrentExecutions",
        lambda name: calls.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0),
        lambda name: calls.delete_function_concurrency(FunctionName=name),
    )  # fmt: skip
    _, rotation = hand.ids("prod-secrets", "RotationFunction")
    timeout = calls.get_function_configuration(FunctionName=rotation)["Timeout"]
    yield hand.way(
        "prod-secrets", "RotationFunction", "Timeout",
        lambda name: calls.update_function_configuration(FunctionName=name, Timeout=3),
        lambda name: calls.update_function_configuration(FunctionName=name, Timeout=timeout),
    )  # fmt: skip
    yield hand.way(
        "prod-secrets", "RotationFunction", "Policy",
        lambda name: calls.add_permission(
            FunctionName=name, StatementId="more", Action="lambda:InvokeFunction", Principal="999988887777"
        ),
        lambda name: calls.remove_permission(FunctionName=name, StatementId="more"),
    )  # fmt: skip


def services(hand: Hand) -> Iterator[Way]:
    """The service without tasks, its repository open, the zone's check off, a stack without protection."""
    ecs, ecr, zones, stacks = (hand.client(name) for name in ("ecs", "ecr", "route53", "cloudformation"))
    yield hand.way(
        "prod-atlantis", "ServiceService", "DesiredCount",
        lambda one: ecs.update_service(cluster="prod-atlantis", service=one, desiredCount=0),
        lambda one: ecs.update_service(cluster="prod-atlantis", service=one, desiredCount=1),
    )  # fmt: skip
    policy = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ecr:*"}]}'
    yield hand.way(
        "prod-atlantis", "Repository", "RepositoryPolicyText",
        lambda name: ecr.set_repository_policy(repositoryName=name, policyText=policy),
        lambda name: ecr.delete_repository_policy(repositoryName=name),
    )  # fmt: skip
    yield hand.way(
        f"prod-route53-{GLOBAL}", "AtlantisHealthCheck", "Disabled",
        lambda one: zones.update_health_check(HealthCheckId=one, Disabled=True),
        lambda one: zones.update_health_check(HealthCheckId=one, Disabled=False),
    )  # fmt: skip

    def protect(on: bool) -> Any:  # noqa: FBT001 - one call, twice
        return stacks.update_termination_protection(StackName="prod-acm", EnableTerminationProtection=on)

    yield hand.own("prod-acm", "prod-acm", "EnableTerminationProtection", lambda: protect(False), lambda: protect(True))


def network(hand: Hand) -> Iterator[Way]:
    """Ways in and out."""
    ec2 = hand.client("ec2")
    yield hand.way(
        "prod-rds", "DatabaseSecurityGroup", "SecurityGroupIngress",
        lambda one: ec2.authorize_security_group_ingress(GroupId=one, IpPermissions=[WORLD]),
        lambda one: ec2.revoke_security_group_ingress(GroupId=one, IpPermissions=[WORLD]),
    )  # fmt: skip
    yield hand.way(
        "prod-atlantis", "RunsSecurityGroup", "SecurityGroupEgress",
        lambda one: ec2.authorize_security_group_egress(GroupId=one, IpPermissions=[WORLD]),
        lambda one: ec2.revoke_security_group_egress(GroupId=one, IpPermissions=[WORLD]),
    )  # fmt: skip
    (gateway,) = ec2.describe_nat_gateways()["NatGateways"]
    way = {"DestinationCidrBlock": "192.168.0.0/16"}
    yield hand.way(
        "prod-network", "VpcPrivateSubnet1RouteTable", "Routes",
        lambda one: ec2.create_route(RouteTableId=one, NatGatewayId=gateway["NatGatewayId"], **way),
        lambda one: ec2.delete_route(RouteTableId=one, **way),
    )  # fmt: skip
