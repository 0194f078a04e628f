"""Two of a construct stand in one stack: whatever they name carries their kind."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

import constructs_lib as lib
from aspects import govern
from aspects.judge.judgement import judge
from aspects.judge.template.assembly import read_assembly
from constructs_lib import GovernedStack, KeyPurpose, Severity, allow, pascal, platform
from constructs_lib.observability.telemetry.alarms import TOPIC
from constructs_lib.observability.telemetry.panels import ecs_dashboard
from constructs_lib.platform.cloudtrail.security_alerts import ALERTS
from constructs_lib.platform.cloudtrail.trail_queries import QUERIES
from constructs_lib.runtime import notifier
from constructs_lib.stack.app import mark_governed
from tests.constructs_lib.conftest import HOME, equip
from tests.support import ROOT, environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[[Construct, str], object]

pytestmark = pytest.mark.xdist_group("two-of-a-kind")  # one worker makes its app

KINDS = ("one", "other")
NAMES = ("physical-names-are-unique", "physical-names-follow-the-scheme")
CERTIFICATE = "arn:aws:acm:ap-northeast-2:111122223333:certificate/1"
FUNCTION = "arn:aws:lambda:ap-northeast-2:111122223333:function:rotation"


def vpc(scope: Construct) -> ec2.IVpc:
    zones = ["ap-northeast-2a", "ap-northeast-2c"]
    return ec2.Vpc.from_vpc_attributes(
        scope,
        "Vpc",
        vpc_id="vpc-1",
        vpc_cidr_block="10.0.0.0/16",
        availability_zones=zones,
        public_subnet_ids=[f"public-{zone}" for zone in zones],
        private_subnet_ids=[f"private-{zone}" for zone in zones],
    )


def service(scope: Construct, kind: str, **changes: Any) -> lib.GovernedContainerService:
    container = lib.Container(
        repository=ecr.Repository.from_repository_name(scope, "Image", "example"), image="v1", port=80
    )
    return lib.GovernedContainerService(scope, "Service", kind=kind, vpc=vpc(scope), container=container, **changes)


def load_balancer(scope: Construct, kind: str) -> lib.GovernedLoadBalancer:
    behind = service(scope, kind)
    certificate = acm.Certificate.from_certificate_arn(scope, "Certificate", CERTIFICATE)
    return lib.GovernedLoadBalancer(
        scope, "X", kind=kind, vpc=behind.cluster.vpc, certificate=certificate, service=behind
    )


def database(scope: Construct, kind: str) -> lib.GovernedDatabase:
    return lib.GovernedDatabase(
        scope,
        "Database",
        kind=kind,
        vpc=vpc(scope),
        settings=lib.DatabaseSettings(),
        rotation_function=lambda_.Function.from_function_arn(scope, "Rotation", FUNCTION),
        rotation_security_group=ec2.SecurityGroup.from_security_group_id(scope, "Group", "sg-1"),
    )


def proxy(scope: Construct, kind: str) -> object:
    behind = database(scope, kind)
    where = ec2.Vpc.from_vpc_attributes(
        scope, "SameVpc", vpc_id="vpc-1", availability_zones=["ap-northeast-2a"], private_subnet_ids=["subnet-1"]
    )
    return lib.GovernedDatabaseProxy(scope, "X", kind=f"{kind}-proxy", vpc=where, database=behind, clients=[])


def bucket(scope: Construct, kind: str) -> lib.GovernedBucket:
    return lib.GovernedBucket(scope, "Bucket", kind=kind)


def trail_table(scope: Construct, kind: str) -> object:
    workgroup = platform.GovernedWorkgroup(
        scope, "Group", kind=kind, description="Questions", key=key(scope), scan_limit_bytes=10_000_000
    )
    table = platform.GovernedTrailTable(scope, "X", kind=kind, bucket=bucket(scope, kind))
    table.save(QUERIES, workgroup)
    return table


def key(scope: Construct) -> Any:
    return GovernedStack.of_construct(scope).key(KeyPurpose.AUDIT)


def topic(scope: Construct) -> Any:
    return GovernedStack.of_construct(scope).topic(Severity.WARNING)


def subscription(scope: Construct, kind: str) -> object:
    group = lib.GovernedLogGroup(scope, "Group", kind=kind)
    stream = "arn:aws:firehose:ap-northeast-2:111122223333:deliverystream/archive"
    role = "arn:aws:iam::111122223333:role/archive"
    return lib.GovernedSubscription(scope, "X", kind=kind, log_group=group, stream_arn=stream, role_arn=role)


def rule(scope: Construct, kind: str) -> object:
    target = lib.EventTarget(arn=topic(scope).topic_arn)
    return lib.GovernedEventRule(scope, "X", kind=kind, description="x", pattern={"source": ["x"]}, target=target)


STATEMENT = ("sqs:SendMessage", "arn:aws:sqs:ap-northeast-2:111122223333:x")

TWICE: dict[str, Make] = {
    "GovernedAccessLogBucket": lambda s, k: lib.GovernedAccessLogBucket(
        s, "X", kind=k, data_class=lib.DataClass.INTERNAL
    ),
    "GovernedAlarmReception": lambda s, k: lib.GovernedAlarmReception(
        s, "X", region={"one": "us-east-1", "other": "us-west-2"}[k]
    ),
    "GovernedAlarmTopic": lambda s, k: platform.GovernedAlarmTopic(
        s, "X", severity={"one": Severity.WARNING, "other": Severity.CRITICAL}[k]
    ),
    "GovernedAlarms": lambda s, k: lib.GovernedAlarms(s, "X", specs=TOPIC, subject=k, dimensions={"TopicName": k}),
    "GovernedAlertRules": lambda s, k: platform.GovernedAlertRules(
        s, "X", kind=k, display_name=k, key=key(s), alerts=ALERTS, emails=["team@example.com"]
    ),
    "GovernedAnalyzer": lambda s, k: platform.GovernedAnalyzer(s, "X", kind=k),
    "GovernedAnomalyMonitor": lambda s, k: platform.GovernedAnomalyMonitor(
        s, "X", kind=k, threshold_usd=1, topic=topic(s)
    ),
    "GovernedBackupPlan": lambda s, k: lib.GovernedBackupPlan(
        s,
        "X",
        kind=k,
        resource_arn="arn:aws:rds:ap-northeast-2:111122223333:db:x",
        vault=lib.GovernedBackupVault(s, "Vault", kind=k, key=key(s), retention_days=14).vault,
        hour=1,
        retention_days=1,
    ),
    "GovernedBackupVault": lambda s, k: lib.GovernedBackupVault(s, "X", kind=k, key=key(s), retention_days=14),
    "GovernedBucket": bucket,
    "GovernedBudget": lambda s, k: platform.GovernedBudget(
        s, "X", kind=k, monthly_usd=1, actual_percent=[80], forecast_percent=[], topic=topic(s)
    ),
    "GovernedCertificate": lambda s, k: platform.GovernedCertificate(
        s, "X", kind=k, domain=f"{k}.example.com", zone=None
    ),
    "GovernedCluster": lambda s, k: lib.GovernedCluster(s, "X", kind=k, vpc=vpc(s)),
    "GovernedContainerService": lambda s, k: service(s, k, scaling=lib.Scaling(minimum=2)),
    "GovernedDashboard": lambda s, k: lib.GovernedDashboard(
        s, "X", dashboard=replace(ecs_dashboard(), slug=k), dimensions={"ClusterName": k, "ServiceName": k}
    ),
    "GovernedDatabase": database,
    "GovernedDatabaseMonitoring": lambda s, k: lib.GovernedDatabaseMonitoring(
        s, "X", kind=k, identifier=k, settings=lib.DatabaseSettings()
    ),
    "GovernedDatabaseProxy": proxy,
    "GovernedDeadLetterQueue": lambda s, k: lib.GovernedDeadLetterQueue(s, "X", kind=k),
    "GovernedDeliveryStream": lambda s, k: platform.GovernedDeliveryStream(
        s, "X", kind=f"{k}-stream", bucket=bucket(s, k)
    ),
    "GovernedErrorFilter": lambda s, k: lib.GovernedErrorFilter(
        s, "X", kind=k, log_group=lib.GovernedLogGroup(s, "Group", kind=k)
    ),
    "GovernedEventLog": lambda s, k: lib.GovernedEventLog(
        s, "X", kind=k, log_group=lib.GovernedLogGroup(s, "Group", kind=k), description="x", pattern={"source": ["x"]}
    ),
    "GovernedFileSystem": lambda s, k: lib.GovernedFileSystem(s, "X", kind=k, vpc=vpc(s), path="/data"),
    "GovernedFunction": lambda s, k: lib.GovernedFunction(
        s, "X", kind=k, description="x", code=ROOT / str(notifier.__path__[0])
    ),
    "GovernedGitHubRole": lambda s, k: platform.GovernedGitHubRole(
        s,
        "X",
        kind=k,
        description="x",
        workflows=[platform.Workflow(owner="example-org", repository=k, branch="main")],
        statements=[allow(STATEMENT[0], on=STATEMENT[1])],
    ),
    "GovernedGrafanaWorkspace": lambda s, k: platform.GovernedGrafanaWorkspace(
        s,
        "X",
        kind=k,
        workspace_arn="arn:aws:aps:ap-northeast-2:111122223333:workspace/ws-1",
        topic=topic(s),
    ),
    "GovernedKey": lambda s, k: lib.GovernedKey(
        s, "X", purpose={"one": KeyPurpose.S3_DATA, "other": KeyPurpose.MESSAGING}[k]
    ),
    "GovernedLoadBalancer": load_balancer,
    "GovernedLogGroup": lambda s, k: lib.GovernedLogGroup(s, "X", kind=k),
    "GovernedNotifier": lambda s, k: platform.GovernedNotifier(
        s,
        "X",
        kind=k,
        topics={Severity.WARNING: topic(s)},
        alarm_topic=GovernedStack.of_construct(s).topic(Severity.INFO),
    ),
    "GovernedPagerDuty": lambda s, k: platform.GovernedPagerDuty(s, "X", kind=k, topics={Severity.CRITICAL: topic(s)}),
    "GovernedParameter": lambda s, k: lib.GovernedParameter(s, "X", branch="global", name=k, value="x"),
    "GovernedPolicy": lambda s, k: lib.GovernedPolicy(
        s, "X", kind=k, description="x", statements=[allow(STATEMENT[0], on=STATEMENT[1])]
    ),
    "GovernedPrometheusWorkspace": lambda s, k: platform.GovernedPrometheusWorkspace(s, "X", kind=k, rules={}),
    "GovernedQueue": lambda s, k: lib.GovernedQueue(s, "X", kind=k),
    "GovernedReplicaKey": lambda s, k: lib.GovernedReplicaKey(
        s,
        "X",
        purpose={"one": KeyPurpose.S3_DATA, "other": KeyPurpose.MESSAGING}[k],
        primary_key_arn="arn:aws:kms:ap-northeast-2:111122223333:key/mrk-1",
    ),
    "GovernedReplication": lambda s, k: lib.GovernedReplication(
        s,
        "X",
        kind=k,
        source=bucket(s, k),
        destination=f"prod-copy-{k}",
        region="us-west-2",
        key_alias="alias/prod-s3-data",
    ),
    "GovernedRepository": lambda s, k: lib.GovernedRepository(s, "X", kind=k),
    "GovernedRole": lambda s, k: lib.GovernedRole(
        s, "X", kind=k, assumed_by="ecs-tasks.amazonaws.com", description="x"
    ),
    "GovernedRotationFunction": lambda s, k: platform.GovernedRotationFunction(s, "X", kind=k, vpc=vpc(s)),
    "GovernedEventRule": rule,
    "GovernedSecret": lambda s, k: lib.GovernedSecret(s, "X", name=k, description="Opens nothing"),
    "GovernedSecretReader": lambda s, k: lib.GovernedSecretReader(s, "X", service=k),
    "GovernedSecurityGroup": lambda s, k: lib.GovernedSecurityGroup(
        s, "X", kind=k, vpc=vpc(s), description="Protects nothing"
    ),
    "GovernedSlackChannel": lambda s, k: platform.GovernedSlackChannel(
        s, "X", kind=k, workspace_id="T0123456789", channel_id="C0123456789", topics=[topic(s)]
    ),
    "GovernedSubscription": subscription,
    "GovernedTable": lambda s, k: lib.GovernedTable(s, "X", kind=k, partition_key="id"),
    "GovernedTopic": lambda s, k: lib.GovernedTopic(s, "X", kind=k, display_name=k),
    "GovernedTrail": lambda s, k: platform.GovernedTrail(s, "X", kind=k, key=key(s), lifecycle=lib.ArchiveLifecycle()),
    "GovernedTrailTable": trail_table,
    "GovernedUndelivered": lambda s, k: lib.GovernedUndelivered(s, "X", kind=k),
    "GovernedWebAcl": lambda s, k: lib.GovernedWebAcl(s, "X", kind=k, public_paths=["/"], networks=["10.0.0.0/8"]),
    "GovernedWorkgroup": lambda s, k: platform.GovernedWorkgroup(
        s, "X", kind=k, description="Questions", key=key(s), scan_limit_bytes=10_000_000
    ),
    "GovernedZone": lambda s, k: platform.GovernedZone(
        s, "X", domain=f"{k}.example.com", dnssec_key_arn="arn:aws:kms:us-east-1:111122223333:key/1"
    ),
}
ABROAD: dict[str, Make] = {
    "GovernedDnssecKey": lambda s, k: platform.GovernedDnssecKey(s, "X", kind=k),
    "GovernedHealthCheck": lambda s, k: platform.GovernedHealthCheck(s, "X", name=k, host=f"{k}.example.com"),
    "GovernedQueryLog": lambda s, k: platform.GovernedQueryLog(s, "X", domain=f"{k}.example.com", kind=k),
}
"""In us-east-1, where Route 53 wants them."""
ONCE = {
    "GovernedRuns": "the one Atlantis of the environment starts them",
    "GovernedServiceBoundary": "it bounds every service of the account",
    "GovernedDeliveryTopic": "for the alarms on the delivery of all the others",
    "GovernedTrailAlarms": "of the one trail of the account",
    "GovernedAlarmRelay": "every alarm of its stack finds it as its topic",
    "GovernedAlertForwarding": "the home region has one bus",
    "GovernedDetector": "an account has one a region",
    "GovernedGitHubProvider": "an account has one",
    "GovernedSecretAdmin": "it is about every secret of the environment",
    "GovernedStack": "it is the stack",
    "GovernedTerraformState": "the state has one place",
    "GovernedTransitGateway": "it names nothing but its tag, and is the VPC's only way out",
    "GovernedVpc": "it is the network stack, whose name it bears",
    "GovernedVpcEndpoints": "a VPC has one of each service",
}


GLOBAL = {
    "AWS::Budgets::Budget": ("Budget", "BudgetName"),
    "AWS::CE::AnomalyMonitor": ("MonitorName",),
    "AWS::CE::AnomalySubscription": ("SubscriptionName",),
    "AWS::Chatbot::SlackChannelConfiguration": ("ConfigurationName",),
    "AWS::CloudTrail::Trail": ("TrailName",),
    "AWS::CloudWatch::Dashboard": ("DashboardName",),
    "AWS::IAM::ManagedPolicy": ("ManagedPolicyName",),
    "AWS::IAM::Role": ("RoleName",),
    "AWS::S3::Bucket": ("BucketName",),
}
"""Types whose names are one set in the whole account, and where a resource says its own."""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What is wrong with the names of each construct, all in one governed app, each in a stack of its own."""
    settings, folder = environment("prod", stacks={}), tmp_path_factory.mktemp("two")
    app, found = new_app(folder), dict[str, list[str]]()
    for name, make in (TWICE | ABROAD).items():
        region = HOME if name in TWICE else "us-east-1"
        slug = name.removeprefix("Governed").lower()
        stack = GovernedStack(app, settings, service=slug, region=region, data_class=None)
        equip(stack)
        found[stack.stack_name] = []
        for kind in KINDS:
            make(Construct(stack, pascal(kind)), kind)
    govern(app, settings, lock=None)
    with contextlib.suppress(RuntimeError):  # findings, which are read below
        app.synth()
    for finding in judge(read_assembly(folder)).findings:
        if finding.rule.id in NAMES:
            found[finding.resource.template.stack_name].append(finding.breach.found)
    return found


@pytest.mark.parametrize("name", TWICE | ABROAD)
def test_two_of_a_construct_stand_in_one_stack(results: dict[str, list[str]], name: str) -> None:
    assert results[f"prod-{name.removeprefix('Governed').lower()}"] == []


def test_every_construct_is_tried_twice_or_there_is_a_reason_not_to() -> None:
    exported = {name for name in (*lib.__all__, *platform.__all__) if name.startswith("Governed")}
    missing, gone = exported - {*TWICE, *ABROAD, *ONCE}, {*TWICE, *ABROAD, *ONCE} - exported
    assert not missing, f"say in TWICE how two are made, or in ONCE why there is one: {', '.join(sorted(missing))}"
    assert not gone, f"no such construct any more: {', '.join(sorted(gone))}"
    assert not {*TWICE, *ABROAD} & {*ONCE}


@pytest.fixture(scope="module")
def global_names(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Global names of every type that home and companion stacks of the same services give."""
    settings, folder = environment("prod", stacks={}), tmp_path_factory.mktemp("global")
    app, found = new_app(folder), {type_: list[str]() for type_ in GLOBAL}
    mark_governed(app)
    for name, make in TWICE.items():
        slug = name.removeprefix("Governed").lower()
        for region, suffix in ((HOME, ""), ("ap-northeast-1", "dr")):
            stack = GovernedStack(app, settings, service=slug, suffix=suffix, region=region, data_class=None)
            equip(stack)
            make(stack, "one")
    for assembled in app.synth().stacks:
        for resource in assembled.template["Resources"].values():
            if (type_ := resource["Type"]) in GLOBAL:
                value = resource["Properties"]
                for key in GLOBAL[type_]:
                    value = value[key]
                found[type_].append(value)
    return found


@pytest.mark.parametrize("type_", GLOBAL)
def test_a_companion_takes_no_global_name_of_its_home_region(global_names: dict[str, list[str]], type_: str) -> None:
    names = global_names[type_]
    away = [name for name in names if name.endswith("-ap-northeast-1")]
    assert len(names) == 2 * len(away) == len(set(names)) > 0
