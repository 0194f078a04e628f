"""What a construct stands beside in tests of many: a VPC, a service, a database, a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_stepfunctions as sfn

import constructs_lib as lib
from constructs_lib import GovernedStack, KeyPurpose, Severity, platform
from constructs_lib.platform.cloudtrail.trail_queries import QUERIES
from constructs_lib.runtime import notifier
from tests.support import ROOT

if TYPE_CHECKING:
    from constructs import Construct


CERTIFICATE = "arn:aws:acm:ap-northeast-2:111122223333:certificate/1"
FUNCTION = "arn:aws:lambda:ap-northeast-2:111122223333:function:rotation"
STATEMENT = ("sqs:SendMessage", "arn:aws:sqs:ap-northeast-2:111122223333:x")


def vpc(scope: Construct) -> ec2.IVpc:
    zones = ["ap-northeast-2a", "ap-northeast-2c"]
    return ec2.Vpc.from_vpc_attributes(
        scope,
        "Vpc",
        vpc_id="vpc-1",
        vpc_cidr_block="10.0.0.0/16",
        availability_zones=zones,
        public_subnet_ids=[f"public-{one}" for one in zones],
        private_subnet_ids=[f"private-{one}" for one in zones],
    )


def service(scope: Construct, kind: str, **changes: Any) -> lib.GovernedContainerService:
    container = lib.Container(
        repository=ecr.Repository.from_repository_name(scope, "Image", "example"), image="v1", port=80
    )
    return lib.GovernedContainerService(scope, "Service", kind=kind, vpc=vpc(scope), container=container, **changes)


def task(scope: Construct, kind: str) -> lib.GovernedTask:
    where = vpc(scope)
    image = ecr.Repository.from_repository_name(scope, "Image", "example")
    cluster = lib.GovernedCluster(scope, "Cluster", kind=kind, vpc=where)
    container, daily = lib.Container(repository=image, image="v1"), lib.Schedule(schedule="rate(1 day)")
    return lib.GovernedTask(scope, "X", kind=kind, vpc=where, container=container, cluster=cluster, schedule=daily)


def load_balancer(scope: Construct, kind: str) -> lib.GovernedLoadBalancer:
    behind = service(scope, kind, deployment=lib.Canary(smoke_test=lib.SmokeTest(host="api.example.com")))
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


def http_api(scope: Construct, kind: str) -> object:
    given = {**named(scope, kind), **answers(scope, kind, lib.ApiRoute)}
    return lib.GovernedHttpApi(scope, "X", kind=kind, **given, issuer="https://login.set-of.com", audience=["x"])


def rest_api(scope: Construct, kind: str) -> object:
    given = {**named(scope, kind), **answers(scope, kind, lib.RestRoute)}
    pools = ["arn:aws:cognito-idp:ap-northeast-2:111122223333:userpool/ap-northeast-2_x"]
    return lib.GovernedRestApi(scope, "X", kind=kind, **given, user_pools=pools)


def named(scope: Construct, subdomain: str) -> dict[str, Any]:
    """What an API is reached by."""
    return {
        "subdomain": subdomain,
        "certificate": acm.Certificate.from_certificate_arn(scope, "Certificate", CERTIFICATE),
        "zone": zone(scope),
    }


def zone(scope: Construct) -> route53.IHostedZone:
    """The platform's zone."""
    return route53.HostedZone.from_hosted_zone_attributes(scope, "Zone", hosted_zone_id="Z1", zone_name="set-of.com")


def answers(scope: Construct, kind: str, route: type[lib.ApiRoute]) -> dict[str, Any]:
    """What an API answers."""
    code = ROOT / str(notifier.__path__[0])
    function = lib.GovernedFunction(scope, "Function", kind=f"{kind}-function", description="x", code=code)
    return {"routes": [route(key="GET /", function=function)]}


def state_machine(scope: Construct, kind: str) -> object:
    return lib.GovernedStateMachine(scope, "X", kind=kind, definition=sfn.Pass(scope, "Nothing"))


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
