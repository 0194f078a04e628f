"""Constructs of CDK's own that are given something of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import aws_backup as backup
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as aliases
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns

from tests.constructs_lib.neighbours import vpc

if TYPE_CHECKING:
    from constructs import Construct


def function(scope: Construct, **properties: Any) -> lambda_.Function:
    return lambda_.Function(
        scope,
        "F",
        runtime=lambda_.Runtime.PYTHON_3_14,
        handler="index.handler",
        **{"code": lambda_.Code.from_inline("x"), **properties},
    )


def topic(scope: Construct) -> sns.Topic:
    return sns.Topic(scope, "T")


def rule(scope: Construct, target: events.IRuleTarget) -> object:
    return events.Rule(scope, "Events", event_pattern=events.EventPattern(source=["x"]), targets=[target])


def task(scope: Construct, **container: Any) -> object:
    definition = ecs.FargateTaskDefinition(scope, "Task")
    image = container.pop("image", None) or ecs.ContainerImage.from_registry("x")
    return definition.add_container("main", image=image, **container)


def distribution(scope: Construct, bucket: s3.IBucket) -> object:
    origin = origins.S3BucketOrigin.with_origin_access_control(bucket)
    return cloudfront.Distribution(scope, "D", default_behavior=cloudfront.BehaviorOptions(origin=origin))


def copied(scope: Construct, bucket: s3.IBucket) -> object:
    return s3.Bucket(scope, "C", versioned=True, replication_rules=[s3.ReplicationRule(destination=bucket)])


def plan(scope: Construct, vault: backup.IBackupVault) -> None:
    backup.BackupPlan(scope, "P", backup_plan_rules=[backup.BackupPlanRule.daily(vault)])


def alarm(scope: Construct, topic_: sns.ITopic) -> None:
    metric = cloudwatch.Metric(namespace="x", metric_name="y")
    made = cloudwatch.Alarm(scope, "A", metric=metric, threshold=1, evaluation_periods=1)
    made.add_alarm_action(actions.SnsAction(topic_))


def listener(scope: Construct, certificate: Any) -> None:
    where = vpc(scope)
    balancer = elbv2.ApplicationLoadBalancer(scope, "B", vpc=where)
    balancer.add_listener("L", port=443, certificates=[certificate], open=False).add_targets("T", port=80)


def fargate(scope: Construct, cluster: ecs.ICluster) -> None:
    definition = ecs.FargateTaskDefinition(scope, "Task")
    definition.add_container("main", image=ecs.ContainerImage.from_registry("x"))
    ecs.FargateService(scope, "S", cluster=cluster, task_definition=definition)


def connected(scope: Construct, to: ec2.IConnectable) -> None:
    group = ec2.SecurityGroup(
        scope, "G", vpc=ec2.Vpc.from_vpc_attributes(scope, "V", vpc_id="v", availability_zones=["a"])
    )
    group.connections.allow_to(to, ec2.Port.tcp(3306), "MySQL")


def alias(scope: Construct, balancer: Any) -> None:
    zone = route53.HostedZone.from_hosted_zone_attributes(scope, "Z", hosted_zone_id="z", zone_name="example.com")
    target = route53.RecordTarget.from_alias(aliases.LoadBalancerTarget(balancer))
    route53.ARecord(scope, "Alias", zone=zone, target=target)
