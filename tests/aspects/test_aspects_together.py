"""The Aspects together: what a resource lacks of keys, names and tags it gets, and what is stated stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_efs as efs
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from aspects.encryption import Encryption
from aspects.naming import Naming
from aspects.tagging import Tagging
from constructs_lib.kernel import tags
from constructs_lib.kernel.tags import environment_tags
from tests.aspects.put_right import put_right
from tests.support import environment, resolve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def made_of(folder: Path, build: Callable[[cdk.Stack], object]) -> dict[str, Any]:
    """The properties of a stack's resources by type after the three Aspects."""

    def of_a_team(stack: cdk.Stack) -> None:
        build(stack)
        cdk.Tags.of(stack).add("Team", "t-1")

    aspects = (Tagging(environment_tags(environment("prod", stacks={})), {}), Encryption(), Naming())
    resources = put_right(folder, of_a_team, *aspects)["Resources"].values()
    return {body["Type"]: body["Properties"] for body in resources if "Properties" in body}


def test_every_resource_without_a_key_gets_that_of_its_purpose(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        sns.Topic(stack, "Topic")
        sqs.CfnQueue(stack, "Queue")
        logs.LogGroup(stack, "Logs", log_group_name="/connectly/prod/fileflow/x")
        s3.CfnBucket(stack, "Bucket")
        dynamodb.CfnTable(
            stack, "Table", key_schema=[dynamodb.CfnTable.KeySchemaProperty(attribute_name="a", key_type="HASH")]
        )
        ecr.CfnRepository(stack, "Repository")
        efs.CfnFileSystem(stack, "FileSystem")
        secretsmanager.CfnSecret(stack, "Secret")

    made = made_of(tmp_path, build)
    keys = {
        "AWS::SNS::Topic": ("KmsMasterKeyId", "messaging"),
        "AWS::SQS::Queue": ("KmsMasterKeyId", "messaging"),
        "AWS::Logs::LogGroup": ("KmsKeyId", "logs"),
        "AWS::EFS::FileSystem": ("KmsKeyId", "efs"),
        "AWS::SecretsManager::Secret": ("KmsKeyId", "secrets"),
    }
    for type_, (property_, purpose) in keys.items():
        assert f"kms{purpose}keyarn" in resolve(made[type_][property_]), type_
    assert made["AWS::EFS::FileSystem"]["Encrypted"] is True
    rule = made["AWS::S3::Bucket"]["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert "s3datakey" in resolve(rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"])
    assert "rdskey" in resolve(made["AWS::DynamoDB::Table"]["SSESpecification"]["KMSMasterKeyId"])
    assert made["AWS::ECR::Repository"]["EncryptionConfiguration"]["EncryptionType"] == "KMS"


def test_a_key_that_is_stated_stays_right_or_wrong(tmp_path: Path) -> None:
    made = made_of(tmp_path, lambda stack: sns.CfnTopic(stack, "Topic", kms_master_key_id="alias/aws/sns"))
    assert made["AWS::SNS::Topic"]["KmsMasterKeyId"] == "alias/aws/sns"


def test_a_resource_without_a_name_gets_one_from_its_path(tmp_path: Path) -> None:
    made = made_of(tmp_path, lambda stack: sns.Topic(stack, "OrderPlaced"))
    assert made["AWS::SNS::Topic"]["TopicName"] == "prod-fileflow-order-placed"


def test_a_name_that_is_stated_stays(tmp_path: Path) -> None:
    made = made_of(tmp_path, lambda stack: sns.Topic(stack, "OrderPlaced", topic_name="orders"))
    assert made["AWS::SNS::Topic"]["TopicName"] == "orders"


def test_a_long_path_is_shortened_to_what_the_service_takes(tmp_path: Path) -> None:
    made = made_of(tmp_path, lambda stack: sqs.CfnQueue(stack, "Q" + "ueue" * 40))
    assert len(made["AWS::SQS::Queue"]["QueueName"]) == 80


def test_name_tags_of_a_vpc_are_kebab_case(tmp_path: Path) -> None:
    made = made_of(tmp_path, lambda stack: ec2.Vpc(stack, "Vpc", max_azs=2))
    names = {
        tag["Value"]
        for type_ in ("AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::RouteTable")
        for tag in made[type_]["Tags"]
        if tag["Key"] == "Name"
    }
    assert all("/" not in name and name.startswith("prod-fileflow-vpc") for name in names), names


def test_what_a_custom_resource_provider_makes_is_tagged_too(tmp_path: Path) -> None:
    made = made_of(tmp_path, lambda stack: ec2.Vpc(stack, "Vpc", max_azs=2, restrict_default_security_group=True))
    for type_ in ("AWS::IAM::Role", "AWS::Lambda::Function"):
        given = {tag["Key"]: tag["Value"] for tag in made[type_]["Tags"]}
        assert [key for key in tags.REQUIRED if not tags.is_valid(key, given.get(key, ""))] == [], type_
        assert given["Service"] == "fileflow"


def test_a_tag_that_a_raw_resource_states_stays(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        cdk.CfnResource(stack, "Raw", type="AWS::SNS::Topic", properties={"Tags": [{"Key": "Owner", "Value": "me"}]})

    given = {tag["Key"]: tag["Value"] for tag in made_of(tmp_path, build)["AWS::SNS::Topic"]["Tags"]}
    assert given["Owner"] == "me"
    assert given["ManagedBy"] == "cdk"
