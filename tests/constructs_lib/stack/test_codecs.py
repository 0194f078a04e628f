"""Each kind of output: what is written into the parameter, and what a reader gets back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_iam as iam

from constructs_lib import OutputKind, contract
from constructs_lib.stack.codecs import CODECS, Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.constructs_lib.conftest import Bench

HERE = "ap-northeast-2:111122223333"
# What travels for each construct, how it is imported, and how its value is asked from what a reader got.
TRAVELS: dict[OutputKind, tuple[str, Callable[[Any], str]]] = {
    OutputKind.KEY: (f"arn:aws:kms:{HERE}:key/1", lambda key: key.key_arn),
    OutputKind.SECURITY_GROUP: ("sg-1", lambda group: group.security_group_id),
    OutputKind.CERTIFICATE: (f"arn:aws:acm:{HERE}:certificate/1", lambda certificate: certificate.certificate_arn),
    OutputKind.ZONE: ("Z1", lambda zone: zone.hosted_zone_id),
    OutputKind.BUCKET: ("prod-orders-111122223333", lambda bucket: bucket.bucket_name),
    OutputKind.TOPIC: (f"arn:aws:sns:{HERE}:prod-x", lambda topic: topic.topic_arn),
    OutputKind.QUEUE: (f"arn:aws:sqs:{HERE}:prod-x", lambda queue: queue.queue_arn),
    OutputKind.TABLE: (f"arn:aws:dynamodb:{HERE}:table/prod-x", lambda table: table.table_arn),
    OutputKind.REPOSITORY: ("prod-x", lambda repository: repository.repository_name),
    OutputKind.CLUSTER: (f"arn:aws:ecs:{HERE}:cluster/prod-x", lambda cluster: cluster.cluster_arn),
    OutputKind.FUNCTION: (f"arn:aws:lambda:{HERE}:function:prod-x", lambda function: function.function_arn),
    OutputKind.SECRET: (f"arn:aws:secretsmanager:{HERE}:secret:x-AbCdEf", lambda secret: secret.secret_arn),
    OutputKind.MANAGED_POLICY: ("arn:aws:iam::111122223333:policy/x", lambda policy: policy.managed_policy_arn),
}


def reader(bench: Bench, **companions: Any) -> Reader:
    return Reader(
        scope=bench.stack,
        id="Read",
        environment=bench.settings,
        companion=lambda output: companions.get(output.constant),
    )


def test_every_kind_travels() -> None:
    assert set(CODECS) == set(OutputKind)
    assert set(TRAVELS) == set(OutputKind) - {OutputKind.STRING, OutputKind.LIST, OutputKind.ZONAL_LIST, OutputKind.VPC}


@pytest.mark.parametrize("kind", TRAVELS)
def test_a_construct_comes_back_with_the_value_that_was_published(kind: OutputKind, bench: Bench) -> None:
    value, value_of = TRAVELS[kind]
    read = CODECS[kind].decode(reader(bench), value)
    assert value_of(read) == value
    assert CODECS[kind].encode(read) == value


@pytest.mark.parametrize(("kind", "value"), [(OutputKind.STRING, "x"), (OutputKind.LIST, ["a", "b"])])
def test_texts_and_lists_travel_as_they_are(kind: OutputKind, value: Any, bench: Bench) -> None:
    assert CODECS[kind].encode(value) == value
    assert CODECS[kind].decode(reader(bench), value) == value


def test_a_zonal_list_has_one_item_for_each_zone_of_the_environment(bench: Bench) -> None:
    read = CODECS[OutputKind.ZONAL_LIST].decode(reader(bench), ["a", "b"])
    assert len(read) == len(bench.settings.availability_zones)
    assert bench.stack.resolve(read) == ["a", "b"]


def test_a_zone_has_the_domain_of_the_environment(bench: Bench) -> None:
    assert CODECS[OutputKind.ZONE].decode(reader(bench), "Z1").zone_name == bench.settings.domain


def test_a_vpc_has_the_zones_of_the_environment_and_what_its_reader_declared(bench: Bench) -> None:
    private = {contract.NETWORK_PRIVATE_SUBNET_IDS.constant: ["subnet-1", "subnet-2"]}
    vpc = CODECS[OutputKind.VPC].decode(reader(bench, **private), "vpc-1")
    assert CODECS[OutputKind.VPC].encode(vpc) == "vpc-1"
    assert [subnet.subnet_id for subnet in vpc.private_subnets] == ["subnet-1", "subnet-2"]
    assert vpc.public_subnets == []
    assert vpc.availability_zones == list(bench.settings.availability_zones)


def test_a_grant_to_a_function_that_was_read_needs_no_permission_here(bench: Bench) -> None:
    function = CODECS[OutputKind.FUNCTION].decode(reader(bench), TRAVELS[OutputKind.FUNCTION][0])
    function.grant_invoke(iam.Role(bench.stack, "Caller", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com")))
    (statement,) = bench.only("AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    assert statement["Action"] == "lambda:InvokeFunction"
