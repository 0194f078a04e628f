"""How each kind of output travels: construct to parameter value, and parameter value back to construct."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from constructs_lib.kernel import contract
from constructs_lib.kernel.hints import fits, hint, unfit
from constructs_lib.kernel.output import Output, OutputKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import Construct

    from constructs_lib.kernel.environment import Environment


@dataclass(frozen=True, kw_only=True)
class Reader:
    """What a parameter value is read with: where the construct goes, and how its companions are read."""

    scope: Construct
    id: str
    environment: Environment
    companion: Callable[[Output[Any]], Any]


@dataclass(frozen=True)
class Codec:
    """`encode` gives the value to publish, `decode` the construct that a reader gets."""

    encode: Callable[[Any], Any]
    decode: Callable[[Reader, Any], Any]


def check_value(output: Output[Any], value: object) -> None:
    """Refuse what is not of an output's kind. Raises ConfigurationError."""
    wanted = hint(__name__, output.kind)
    if not fits(value, wanted):
        raise unfit(output.constant, value, wanted)


def _plain(value: Any) -> Any:
    return value


def _zonal(reader: Reader, value: list[str]) -> list[str]:
    """Items picked one by one: CDK needs to know at synth how many subnets there are."""
    return [cdk.Fn.select(index, value) for index in range(len(reader.environment.availability_zones))]


def _vpc(reader: Reader, value: str) -> ec2.IVpc:
    """The VPC with its private subnets; its network and its public subnets only for who declares to read them."""
    vpc = ec2.Vpc.from_vpc_attributes(
        reader.scope,
        reader.id,
        vpc_id=value,
        availability_zones=list(reader.environment.availability_zones),
        vpc_cidr_block=reader.companion(contract.NETWORK_VPC_CIDR),
        public_subnet_ids=reader.companion(contract.NETWORK_PUBLIC_SUBNET_IDS),
        private_subnet_ids=reader.companion(contract.NETWORK_PRIVATE_SUBNET_IDS),
        private_subnet_route_table_ids=reader.companion(contract.NETWORK_PRIVATE_ROUTE_TABLE_IDS),
    )
    # CDK warns of each subnet without a route table; who adds routes declares to read the route tables.
    for subnet in (*vpc.public_subnets, *vpc.private_subnets):
        cdk.Annotations.of(subnet).acknowledge_warning("@aws-cdk/aws-ec2:noSubnetRouteTableId", "no routes are added")
    return vpc


def _zone(reader: Reader, value: str) -> route53.IHostedZone:
    return route53.HostedZone.from_hosted_zone_attributes(
        reader.scope, reader.id, hosted_zone_id=value, zone_name=reader.environment.domain
    )


def _function(reader: Reader, value: str) -> lambda_.IFunction:
    # same_environment lets CDK add permissions; without it grants to an imported function are dropped in silence
    return lambda_.Function.from_function_attributes(
        reader.scope, reader.id, function_arn=value, same_environment=True, skip_permissions=True
    )


CODECS: dict[OutputKind, Codec] = {
    OutputKind.STRING: Codec(_plain, lambda _, value: value),
    OutputKind.LIST: Codec(_plain, lambda _, value: value),
    OutputKind.ZONAL_LIST: Codec(_plain, _zonal),
    OutputKind.KEY: Codec(lambda key: key.key_arn, lambda r, value: kms.Key.from_key_arn(r.scope, r.id, value)),
    OutputKind.VPC: Codec(lambda vpc: vpc.vpc_id, _vpc),
    OutputKind.SECURITY_GROUP: Codec(
        lambda group: group.security_group_id,
        lambda r, value: ec2.SecurityGroup.from_security_group_id(r.scope, r.id, value),
    ),
    OutputKind.CERTIFICATE: Codec(
        lambda certificate: certificate.certificate_arn,
        lambda r, value: acm.Certificate.from_certificate_arn(r.scope, r.id, value),
    ),
    OutputKind.ZONE: Codec(lambda zone: zone.hosted_zone_id, _zone),
    OutputKind.BUCKET: Codec(
        lambda bucket: bucket.bucket_name, lambda r, value: s3.Bucket.from_bucket_name(r.scope, r.id, value)
    ),
    OutputKind.TOPIC: Codec(
        lambda topic: topic.topic_arn, lambda r, value: sns.Topic.from_topic_arn(r.scope, r.id, value)
    ),
    OutputKind.QUEUE: Codec(
        lambda queue: queue.queue_arn, lambda r, value: sqs.Queue.from_queue_arn(r.scope, r.id, value)
    ),
    OutputKind.TABLE: Codec(
        lambda table: table.table_arn, lambda r, value: dynamodb.Table.from_table_arn(r.scope, r.id, value)
    ),
    OutputKind.REPOSITORY: Codec(
        lambda repository: repository.repository_name,
        lambda r, value: ecr.Repository.from_repository_name(r.scope, r.id, value),
    ),
    OutputKind.CLUSTER: Codec(
        lambda cluster: cluster.cluster_arn, lambda r, value: ecs.Cluster.from_cluster_arn(r.scope, r.id, value)
    ),
    OutputKind.FUNCTION: Codec(lambda function: function.function_arn, _function),
    OutputKind.SECRET: Codec(
        lambda secret: secret.secret_arn,
        lambda r, value: secretsmanager.Secret.from_secret_complete_arn(r.scope, r.id, value),
    ),
    OutputKind.MANAGED_POLICY: Codec(
        lambda policy: policy.managed_policy_arn,
        lambda r, value: iam.ManagedPolicy.from_managed_policy_arn(r.scope, r.id, value),
    ),
}
