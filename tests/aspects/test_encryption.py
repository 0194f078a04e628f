"""The encryption Aspect: every type of the catalogue, what is stated stays, what would be replaced stays."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_efs as efs
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_rds as rds
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from aspects.encryption import Encryption
from aspects.judge.catalogue import facts, known_types
from aspects.judge.catalogue.services import filling
from aspects.judge.readings.key_uses import key_uses
from aspects.judge.template import ABSENT, Template
from constructs_lib import DataClass
from tests.aspects.put_right import Keyless, put_right
from tests.support import resolve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def properties_of(template: dict[str, Any], type_: str) -> dict[str, Any]:
    (body,) = [body for body in template["Resources"].values() if body["Type"] == type_]
    found = body.get("Properties", {})
    assert isinstance(found, dict)
    return found


def test_every_type_gets_every_key_that_it_always_needs_and_that_would_work(tmp_path: Path) -> None:
    types = [type_ for type_ in known_types() if any(not key.anchor and not key.when for key in facts(type_).keys)]

    def build(stack: cdk.Stack) -> None:
        for number, type_ in enumerate(types):
            cdk.CfnResource(stack, f"R{number}", type=type_)

    template = Template(tmp_path, put_right(tmp_path, build, Encryption()))
    resources = [one for one in template.resources.values() if one.type in types]
    assert len(resources) == len(types) > 190
    uses = [(one.type, use) for one in resources for use in key_uses(one)]
    works = {f"{type_} {use.at}": filling(type_, use.fact.path, DataClass.INTERNAL) is not None for type_, use in uses}
    assert {f"{type_} {use.at}": use.value is not ABSENT for type_, use in uses} == works
    assert sum(works.values()) > 40


def test_each_replica_and_volume_gets_a_key_of_its_own(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        sse = dynamodb.CfnGlobalTable.ReplicaSSESpecificationProperty(kms_master_key_id="alias/theirs")
        replica = dynamodb.CfnGlobalTable.ReplicaSpecificationProperty
        dynamodb.CfnGlobalTable(
            stack,
            "Table",
            attribute_definitions=[],
            key_schema=[],
            replicas=[
                replica(region="ap-northeast-2"),
                replica(region="ap-northeast-2", sse_specification=sse),
                replica(region="eu-west-1"),
            ],
        )
        disk = ec2.CfnInstance.EbsProperty(volume_size=8)
        mapping = ec2.CfnInstance.BlockDeviceMappingProperty(device_name="/dev/xvda", ebs=disk)
        ec2.CfnInstance(stack, "Instance", block_device_mappings=[mapping])

    template = put_right(tmp_path, build, Encryption())
    table = properties_of(template, "AWS::DynamoDB::GlobalTable")
    assert "rdskey" in resolve(table["Replicas"][0]["SSESpecification"]["KMSMasterKeyId"])
    assert table["Replicas"][1]["SSESpecification"] == {"KMSMasterKeyId": "alias/theirs"}
    assert "SSESpecification" not in table["Replicas"][2], "a key of this Region does not serve another"
    assert table["SSESpecification"]["SSEEnabled"] is True
    (volume,) = properties_of(template, "AWS::EC2::Instance")["BlockDeviceMappings"]
    assert volume["Ebs"]["VolumeSize"] == 8
    assert volume["Ebs"]["Encrypted"] is True
    assert "ebskey" in resolve(volume["Ebs"]["KmsKeyId"])


@pytest.mark.parametrize(
    ("build", "type_", "stated"),
    [
        (
            lambda stack: sns.CfnTopic(stack, "T").add_property_override("KmsMasterKeyId", "alias/theirs"),
            "AWS::SNS::Topic",
            {"KmsMasterKeyId": "alias/theirs"},
        ),
        (
            lambda stack: sqs.CfnQueue(stack, "Q", sqs_managed_sse_enabled=True),
            "AWS::SQS::Queue",
            {"SqsManagedSseEnabled": True},
        ),
        (
            lambda stack: rds.CfnDBInstance(stack, "D", db_cluster_identifier="c"),
            "AWS::RDS::DBInstance",
            {"DBClusterIdentifier": "c"},
        ),
        (lambda stack: efs.CfnFileSystem(stack, "F", encrypted=False), "AWS::EFS::FileSystem", {"Encrypted": False}),
    ],
    ids=["override", "switch", "cluster", "unencrypted"],
)
def test_what_is_stated_stays(
    tmp_path: Path, build: Callable[[cdk.Stack], object], type_: str, stated: dict[str, Any]
) -> None:
    found = properties_of(put_right(tmp_path, build, Encryption()), type_)
    assert {name: value for name, value in found.items() if "Tags" not in name} == stated


def test_a_bucket_that_somebody_gave_to_s3_keeps_its_encryption(tmp_path: Path) -> None:
    template = put_right(
        tmp_path, lambda stack: s3.Bucket(stack, "B", encryption=s3.BucketEncryption.S3_MANAGED), Encryption()
    )
    (rule,) = properties_of(template, "AWS::S3::Bucket")["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}


def test_a_choice_between_values_stays(tmp_path: Path) -> None:
    template = put_right(tmp_path, lambda stack: kinesis.Stream(stack, "S"), Encryption())
    assert list(properties_of(template, "AWS::Kinesis::Stream")["StreamEncryption"]) == ["Fn::If"]


def test_a_bucket_gets_a_bucket_key_too(tmp_path: Path) -> None:
    template = put_right(tmp_path, lambda stack: s3.Bucket(stack, "B"), Encryption())
    (rule,) = properties_of(template, "AWS::S3::Bucket")["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["BucketKeyEnabled"] is True
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"


@pytest.mark.parametrize(("variables", "has_key"), [({"A": "b"}, True), (None, False)])
def test_a_function_gets_a_key_for_its_variables(
    tmp_path: Path, variables: dict[str, str] | None, *, has_key: bool
) -> None:
    def build(stack: cdk.Stack) -> None:
        lambda_.Function(
            stack,
            "F",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="index.handler",
            code=lambda_.Code.from_inline("pass"),
            environment=variables,
        )

    found = properties_of(put_right(tmp_path, build, Encryption()), "AWS::Lambda::Function")
    assert ("KmsKeyArn" in found) is has_key
    assert found.get("Environment") == ({"Variables": variables} if variables else None)


def test_the_key_covers_the_class_of_the_data(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        for data_class in ("confidential", "highly-confidential"):
            cdk.Tags.of(s3.CfnBucket(stack, data_class)).add("DataClass", data_class)

    resources = put_right(tmp_path, build, Encryption())["Resources"].values()
    keys = [resolve(body["Properties"]["BucketEncryption"]) for body in resources if body["Type"] == "AWS::S3::Bucket"]
    assert ["s3datakey" in key for key in keys] == [True, False]
    assert "auditkey" in keys[1]


def test_a_deployed_resource_gets_no_key_that_would_replace_it(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        efs.CfnFileSystem(stack, "Files")
        sns.CfnTopic(stack, "Topic")

    asked = []

    def deployed(stack: cdk.Stack, logical_id: str) -> bool:
        asked.append((stack.stack_name, logical_id))
        return True

    template = put_right(tmp_path, build, Encryption(deployed))
    assert "KmsKeyId" not in properties_of(template, "AWS::EFS::FileSystem")
    assert "KmsMasterKeyId" in properties_of(template, "AWS::SNS::Topic")
    assert asked == [("prod-fileflow", "Files")]


def test_a_stack_that_reads_no_keys_keeps_its_resources_as_they_are(tmp_path: Path) -> None:
    template = put_right(tmp_path, lambda stack: sns.CfnTopic(stack, "T"), Encryption(), stack_type=Keyless)
    assert "KmsMasterKeyId" not in properties_of(template, "AWS::SNS::Topic")


def test_what_it_reads_a_resource_with_is_gone_when_the_key_is_filled_in(tmp_path: Path) -> None:
    put_right(tmp_path, lambda stack: [sns.CfnTopic(stack, f"Topic{number}") for number in range(3)], Encryption())
    gc.collect()
    assert [one for one in gc.get_objects() if type(one) is Template and "Node" in one.resources] == []
