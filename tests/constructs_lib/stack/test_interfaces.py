"""A governed construct is what it wraps: CDK makes the same template of it as of the L2 that it holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_backup as backup
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_efs as efs
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as aliases
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_notifications as notifications
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

import constructs_lib as lib
from constructs_lib import GovernedStack, platform
from constructs_lib.stack import interfaces
from constructs_lib.stack.app import mark_governed
from constructs_lib.stack.delegation import members_of
from tests.constructs_lib.conftest import HOME, equip
from tests.constructs_lib.test_two_of_a_kind import ABROAD, TWICE, vpc
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Pick = Callable[[Any], Any]

pytestmark = pytest.mark.xdist_group("interfaces")  # one worker makes its app


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


MAKERS = (
    TWICE
    | ABROAD
    | {
        "GovernedVpc": lambda s, _: platform.GovernedVpc(
            s,
            "X",
            cidr="10.0.0.0/16",
            availability_zones=["ap-northeast-2a"],
            public_cidrs=["10.0.0.0/20"],
            private_cidrs=["10.0.32.0/20"],
        ),
    }
)
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
    "readers of a table": ("GovernedTable", lambda s, t: t.grant_read_data(function(s))),
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


def resources(template: dict[str, Any]) -> list[str]:
    """The resources of a template without their ids: CDK puts a subscription or a permission below what it is given."""
    types = {logical_id: resource["Type"] for logical_id, resource in template["Resources"].items()}

    def plain(value: Any) -> Any:
        match value:
            case dict():
                return {key: plain(item) for key, item in value.items() if key != "Metadata"}
            case list():
                return [plain(item) for item in value]
            case _:
                return types.get(value, value) if isinstance(value, str) else value

    return sorted(json.dumps(plain(resource), sort_keys=True) for resource in template["Resources"].values())


def inner(wrapper: Any) -> Any:
    """The L2 that a governed construct holds."""
    (name,) = (base.__name__ for base in type(wrapper).__mro__ if base.__name__ in interfaces.INTERFACES)
    return getattr(wrapper, interfaces.INTERFACES[name][2])


def templates(folder: Path, pick: Pick) -> dict[str, Any]:
    """The template of each consumer in a stack of its own, given what is picked of a governed construct."""
    settings = environment("prod", stacks={})
    app, stacks = new_app(folder), {}
    mark_governed(app)
    for number, (what, (made, consume)) in enumerate(CONSUMERS.items()):
        region = "us-east-1" if made in ABROAD else HOME
        stack = GovernedStack(app, settings, service=f"consumer{number}", region=region, data_class=None)
        equip(stack)
        stacks[what] = stack.stack_name
        wrapper = MAKERS[made](Construct(stack, "Governed"), "one")
        consume(Construct(stack, "Consumer"), pick(wrapper))
    assembly = app.synth()
    return {what: assembly.get_stack_by_name(name).template for what, name in stacks.items()}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    """The templates with governed constructs, and with the L2s that they hold."""
    folder = tmp_path_factory.mktemp("interfaces")
    return templates(folder / "wrapper", lambda wrapper: wrapper), templates(folder / "inner", inner)


@pytest.mark.parametrize("what", CONSUMERS)
def test_cdk_makes_the_same_of_a_governed_construct_as_of_its_l2(
    both: tuple[dict[str, Any], dict[str, Any]], what: str
) -> None:
    given, held = (resources(templates[what]) for templates in both)
    assert given == held


def test_a_governed_construct_of_each_interface_is_given_to_something_of_cdks() -> None:
    made = [getattr(platform if name in platform.__all__ else lib, name) for name, _ in CONSUMERS.values()]
    tried = {base.__name__ for one in made for base in one.__mro__}
    assert interfaces.INTERFACES.keys() <= tried


@pytest.mark.parametrize("name", interfaces.INTERFACES)
def test_every_member_of_the_interface_is_there_with_its_signature(name: str) -> None:
    module, interface, _ = interfaces.INTERFACES[name]
    declared = members_of(getattr(__import__(f"aws_cdk.{module}", fromlist=[interface]), interface))
    made = getattr(interfaces, name)
    assert len(declared) >= 3
    assert all(
        isinstance(vars(made)[member], property) is isinstance(what, property) for member, what in declared.items()
    )


def test_another_name_is_no_interface() -> None:
    with pytest.raises(AttributeError):
        _ = interfaces.IsNothing  # type: ignore[attr-defined]  # on purpose
