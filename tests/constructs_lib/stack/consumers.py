"""What of CDK's own takes a governed construct, by what it takes it for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_efs as efs
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_notifications as notifications
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions_tasks as tasks

from tests.constructs_lib.stack.consuming import (
    alarm,
    alias,
    connected,
    copied,
    distribution,
    fargate,
    function,
    listener,
    plan,
    rule,
    task,
    topic,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import Construct


CONSUMERS: dict[str, tuple[str, Callable[[Construct, Any], object]]] = {
    "a function's code": (
        "GovernedBucket",
        lambda s, b: function(s, code=lambda_.Code.from_bucket(b, "x.zip")),
    ),
    "a notification": (
        "GovernedBucket",
        lambda s, b: b.add_event_notification(
            s3.EventType.OBJECT_CREATED, notifications.LambdaDestination(function(s))
        ),
    ),
    "an event source": (
        "GovernedBucket",
        lambda s, b: function(s).add_event_source(sources.S3EventSourceV2(b, events=[s3.EventType.OBJECT_CREATED])),
    ),
    "an origin of CloudFront": ("GovernedBucket", distribution),
    "a replication": ("GovernedBucket", copied),
    "a file of variables": (
        "GovernedBucket",
        lambda s, b: task(s, environment_files=[ecs.EnvironmentFile.from_bucket(b, "x")]),
    ),
    "a resource policy": (
        "GovernedBucket",
        lambda _, b: b.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["s3:GetObject"], resources=[b.arn_for_objects("*")], principals=[iam.AccountPrincipal("1")]
            )
        ),
    ),
    "an L1": ("GovernedBucket", lambda s, b: s3.CfnBucketPolicy(s, "P", bucket=b, policy_document={"Statement": []})),
    "an encrypted bucket": ("GovernedKey", lambda s, k: s3.Bucket(s, "B", encryption_key=k)),
    "an encrypted queue": ("GovernedKey", lambda s, k: sqs.Queue(s, "Q", encryption_master_key=k)),
    "an encrypted topic": ("GovernedKey", lambda s, k: sns.Topic(s, "T", master_key=k)),
    "an alias": ("GovernedKey", lambda s, k: kms.Alias(s, "A", alias_name="alias/x", target_key=k)),
    "a subscription": ("GovernedQueue", lambda s, q: topic(s).add_subscription(subscriptions.SqsSubscription(q))),
    "a rule's queue": ("GovernedQueue", lambda s, q: rule(s, targets.SqsQueue(q))),
    "a rule's state machine": ("GovernedStateMachine", lambda s, m: rule(s, targets.SfnStateMachine(m))),
    "a queue of failures": (
        "GovernedDeadLetterQueue",
        lambda s, q: topic(s).add_subscription(subscriptions.EmailSubscription("a@x.com", dead_letter_queue=q)),
    ),
    "an alarm": ("GovernedTopic", alarm),
    "a subscriber": ("GovernedTopic", lambda _, t: t.add_subscription(subscriptions.EmailSubscription("a@x.com"))),
    "an alarm of the platform": ("GovernedAlarmTopic", alarm),
    "a task of Step Functions": (
        "GovernedTable",
        lambda s, t: tasks.DynamoDeleteItem(
            s, "D", table=t, key={"id": tasks.DynamoAttributeValue.from_string("x")}
        ).to_state_json(),
    ),
    "an image": ("GovernedRepository", lambda s, r: task(s, image=ecs.ContainerImage.from_ecr_repository(r, "v1"))),
    "a container's secret": (
        "GovernedSecret",
        lambda s, x: task(s, secrets={"X": ecs.Secret.from_secrets_manager(x, "password")}),
    ),
    "a database's login": (
        "GovernedSecret",
        lambda s, x: cdk.CfnOutput(s, "O", value=rds.Credentials.from_secret(x).username),
    ),
    "a container's parameter": (
        "GovernedParameter",
        lambda s, p: task(s, secrets={"X": ecs.Secret.from_ssm_parameter(p)}),
    ),
    "a function's role": ("GovernedRole", lambda s, r: function(s, role=r, tracing=lambda_.Tracing.ACTIVE)),
    "a role that is passed": ("GovernedRole", lambda s, r: r.grant_pass_role(function(s))),
    "a role of workflows": ("GovernedGitHubRole", lambda s, r: topic(s).grant_publish(r)),
    "a role with a policy": (
        "GovernedPolicy",
        lambda s, p: iam.Role(s, "R", assumed_by=iam.AccountRootPrincipal(), managed_policies=[p]),
    ),
    "a reader at run time": (
        "GovernedRuntimeReader",
        lambda s, p: iam.Role(s, "R", assumed_by=iam.AccountRootPrincipal(), managed_policies=[p]),
    ),
    "a reader of secrets": (
        "GovernedSecretReader",
        lambda s, p: iam.Role(s, "R", assumed_by=iam.AccountRootPrincipal(), managed_policies=[p]),
    ),
    "a function in a group": (
        "GovernedSecurityGroup",
        lambda s, g: function(
            s,
            vpc=ec2.Vpc.from_vpc_attributes(s, "V", vpc_id="v", availability_zones=["a"], private_subnet_ids=["p"]),
            security_groups=[g],
        ),
    ),
    "a group's peer": ("GovernedSecurityGroup", connected),
    "a function's logs": ("GovernedLogGroup", lambda s, g: function(s, log_group=g)),
    "a container's logs": (
        "GovernedLogGroup",
        lambda s, g: task(s, logging=ecs.LogDrivers.aws_logs(stream_prefix="x", log_group=g)),
    ),
    "a metric filter": (
        "GovernedLogGroup",
        lambda s, g: logs.MetricFilter(
            s, "M", log_group=g, filter_pattern=logs.FilterPattern.all_events(), metric_name="x", metric_namespace="y"
        ),
    ),
    "a rule's function": ("GovernedFunction", lambda s, f: rule(s, targets.LambdaFunction(f))),
    "a topic's function": (
        "GovernedFunction",
        lambda s, f: topic(s).add_subscription(subscriptions.LambdaSubscription(f)),
    ),
    "an access point": ("GovernedFileSystem", lambda s, f: efs.AccessPoint(s, "P", file_system=f)),
    "a client of a file system": ("GovernedFileSystem", connected),
    "a backup plan": ("GovernedBackupVault", plan),
    "a service in a cluster": ("GovernedCluster", fargate),
    "a client of a database": ("GovernedDatabase", connected),
    "an alias of a load balancer": ("GovernedLoadBalancer", alias),
    "a listener": ("GovernedCertificate", listener),
    "a record": (
        "GovernedZone",
        lambda s, z: route53.TxtRecord(s, "Txt", zone=z, record_name="x", values=["y"]),
    ),
    "a group in a VPC": ("GovernedVpc", lambda s, v: ec2.SecurityGroup(s, "G", vpc=v)),
    "a signing key": ("GovernedDnssecKey", lambda s, k: kms.Alias(s, "A", alias_name="alias/x", target_key=k)),
}
