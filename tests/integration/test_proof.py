"""What a deploy of prod brought about, asked of every service's own API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import contract
from constructs_lib.kernel.tags import REQUIRED, is_valid
from governed_cdk.rehearsal import proof
from tests.integration.support import HOME

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.integration.support import Deployed


def test_every_parameter_of_the_contract_holds_the_value_of_the_real_resource(deployed: Deployed) -> None:
    good, findings = proof.parameters(deployed.rehearsed.emulator, deployed.stacks)
    assert findings == []
    expected = [output.path("prod") for output in contract.ALL if not output.optional]
    assert good >= len(expected)
    for path in expected:
        assert deployed.parameter(path), path
    key = deployed.parameter(contract.KMS_RDS_KEY_ARN.path("prod"))
    assert deployed.client("kms").describe_key(KeyId=key)["KeyMetadata"]["Arn"] == key
    vpc = deployed.parameter(contract.NETWORK_VPC_ID.path("prod"))
    assert deployed.client("ec2").describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["CidrBlock"] == "10.0.0.0/16"
    topic = deployed.parameter(contract.MONITORING_CRITICAL_TOPIC_ARN.path("prod"))
    assert deployed.client("sns").get_topic_attributes(TopicArn=topic)["Attributes"]["TopicArn"] == topic


def test_legacy_paths_hold_the_same_value(deployed: Deployed) -> None:
    for output in contract.ALL:
        for path in output.legacy:
            assert deployed.parameter(path) == deployed.parameter(output.path("prod")), path


def _bucket(deployed: Deployed, region: str, name: str) -> tuple[dict[str, str], str | None]:
    s3 = deployed.client("s3", region)
    tags = s3.get_bucket_tagging(Bucket=name)["TagSet"]
    rules = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"]
    return _pairs(tags), rules[0]["ApplyServerSideEncryptionByDefault"].get("KMSMasterKeyID")


def _table(deployed: Deployed, region: str, name: str) -> tuple[dict[str, str], str | None]:
    dynamodb = deployed.client("dynamodb", region)
    table = dynamodb.describe_table(TableName=name)["Table"]
    tags = dynamodb.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"]
    return _pairs(tags), table.get("SSEDescription", {}).get("KMSMasterKeyArn")


def _topic(deployed: Deployed, region: str, arn: str) -> tuple[dict[str, str], str | None]:
    sns = deployed.client("sns", region)
    attributes = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    return _pairs(sns.list_tags_for_resource(ResourceArn=arn)["Tags"]), attributes.get("KmsMasterKeyId")


def _queue(deployed: Deployed, region: str, url: str) -> tuple[dict[str, str], str | None]:
    sqs = deployed.client("sqs", region)
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return sqs.list_queue_tags(QueueUrl=url).get("Tags", {}), attributes.get("KmsMasterKeyId")


def _log_group(deployed: Deployed, region: str, name: str) -> tuple[dict[str, str], str | None]:
    logs = deployed.client("logs", region)
    groups = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    (group,) = (group for group in groups if group["logGroupName"] == name)
    tags: dict[str, str] = logs.list_tags_for_resource(resourceArn=group["arn"].removesuffix(":*"))["tags"]
    return tags, group.get("kmsKeyId")


def _secret(deployed: Deployed, region: str, arn: str) -> tuple[dict[str, str], str | None]:
    secret = deployed.client("secretsmanager", region).describe_secret(SecretId=arn)
    return _pairs(secret["Tags"]), secret.get("KmsKeyId")


def _file_system(deployed: Deployed, region: str, name: str) -> tuple[dict[str, str], str | None]:
    (found,) = deployed.client("efs", region).describe_file_systems(FileSystemId=name)["FileSystems"]
    return _pairs(found["Tags"]), found.get("KmsKeyId")


def _repository(deployed: Deployed, region: str, name: str) -> tuple[dict[str, str], str | None]:
    ecr = deployed.client("ecr", region)
    (found,) = ecr.describe_repositories(repositoryNames=[name])["repositories"]
    tags = ecr.list_tags_for_resource(resourceArn=found["repositoryArn"])["tags"]
    return _pairs(tags), found.get("encryptionConfiguration", {}).get("kmsKey")


def _database(deployed: Deployed, region: str, name: str) -> tuple[dict[str, str], str | None]:
    rds = deployed.client("rds", region)
    (found,) = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"]
    tags = rds.list_tags_for_resource(ResourceName=found["DBInstanceArn"])["TagList"]
    return _pairs(tags), found.get("KmsKeyId")


def _pairs(tags: list[dict[str, str]]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in tags}


@pytest.mark.parametrize(
    ("type_", "read", "key"),
    [
        ("AWS::S3::Bucket", _bucket, None),
        ("AWS::DynamoDB::Table", _table, ("SSESpecification", "KMSMasterKeyId")),
        ("AWS::SNS::Topic", _topic, ("KmsMasterKeyId",)),
        ("AWS::SQS::Queue", _queue, ("KmsMasterKeyId",)),
        ("AWS::Logs::LogGroup", _log_group, ("KmsKeyId",)),
        ("AWS::SecretsManager::Secret", _secret, ("KmsKeyId",)),
        ("AWS::EFS::FileSystem", _file_system, ("KmsKeyId",)),
        ("AWS::ECR::Repository", _repository, ("EncryptionConfiguration", "KmsKey")),
        ("AWS::RDS::DBInstance", _database, ("KmsKeyId",)),
    ],
)  # fmt: skip
def test_what_holds_data_carries_the_eight_tags_and_the_right_key(
    deployed: Deployed,
    type_: str,
    read: Callable[[Deployed, str, str], tuple[dict[str, str], str | None]],
    key: tuple[str, ...] | None,
) -> None:
    found = list(deployed.each(type_))
    assert found
    for stack, physical_id, properties in found:
        tags, actual = read(deployed, stack.region, physical_id)
        assert [key for key in REQUIRED if not is_valid(key, tags.get(key, ""))] == [], physical_id
        expected = deployed.resolve(stack, _value(properties, key or BUCKET_KEY))
        assert actual == expected, physical_id
        if expected is not None:
            metadata = deployed.client("kms", stack.region).describe_key(KeyId=expected)["KeyMetadata"]
            assert metadata["KeyManager"] == "CUSTOMER"


BUCKET_KEY = ("BucketEncryption", "ServerSideEncryptionConfiguration", "0", "ServerSideEncryptionByDefault",
              "KMSMasterKeyID")  # fmt: skip


def _value(properties: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        properties = properties[int(step)] if isinstance(properties, list) else properties.get(step)
    return properties


def test_subnets_have_the_networks_of_the_specification(deployed: Deployed) -> None:
    ec2 = deployed.client("ec2")
    expected = {
        contract.NETWORK_PUBLIC_SUBNET_IDS: ["10.0.0.0/20", "10.0.16.0/20"],
        contract.NETWORK_PRIVATE_SUBNET_IDS: ["10.0.32.0/19", "10.0.64.0/19"],
    }
    for output, networks in expected.items():
        ids = deployed.parameter(output.path("prod")).split(",")
        subnets = [ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0] for subnet in ids]
        assert [subnet["CidrBlock"] for subnet in subnets] == networks
        assert [subnet["AvailabilityZone"] for subnet in subnets] == [f"{HOME}a", f"{HOME}c"]


def test_the_default_security_group_lets_nothing_through(deployed: Deployed) -> None:
    vpc = deployed.parameter(contract.NETWORK_VPC_ID.path("prod"))
    filters = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}]
    (group,) = deployed.client("ec2").describe_security_groups(Filters=filters)["SecurityGroups"]
    assert group["IpPermissions"] == []
    assert group["IpPermissionsEgress"] == []
