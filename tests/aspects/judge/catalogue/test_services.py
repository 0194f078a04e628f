"""Each key property of the catalogue: the key that would be filled in admits, by its very policy, who uses it there."""

from __future__ import annotations

import json

import aws_cdk as cdk
import pytest

from aspects.judge.catalogue import facts, known_types
from aspects.judge.catalogue.services import SERVICES, filling, services
from constructs_lib import KEYS, DataClass, KeyPurpose
from constructs_lib.security.key_policy import key_policy

REGION = "ap-northeast-2"
PROPERTIES = [(type_, fact.path) for type_ in known_types() for fact in facts(type_).keys]


@pytest.fixture(scope="module")
def policies() -> dict[KeyPurpose, str]:
    stack = cdk.Stack(cdk.App(analytics_reporting=False))
    return {
        purpose: json.dumps(
            stack.resolve(key_policy(spec, region=REGION, account="111122223333", admin_roles=[], audit_roles=[]))
        )
        for purpose, spec in KEYS.items()
    }


@pytest.mark.parametrize("data_class", [None, *DataClass])
def test_a_key_that_is_filled_in_admits_the_service_of_each_property(
    policies: dict[KeyPurpose, str], data_class: DataClass | None
) -> None:
    asked = [(type_, path, filling(type_, path, data_class)) for type_, path in PROPERTIES]
    filled = [(type_, path, purpose) for type_, path, purpose in asked if purpose]
    shut_out = [
        f"{purpose} does not admit {name} for {type_}.{'.'.join(path)}"
        for type_, path, purpose in filled
        for name in services(type_, path)
        if not any(
            written in policies[purpose]
            for written in (f'"{name}.{REGION}.amazonaws.com"', f'"kms:EncryptionContext:{name}"', f'"{name}"')
        )
    ]
    assert shut_out == []
    assert len(filled) > 60


@pytest.mark.parametrize(
    ("type_", "path", "purpose"),
    [
        ("AWS::Kinesis::Stream", ("StreamEncryption", "KeyId"), KeyPurpose.MESSAGING),
        ("AWS::AmazonMQ::Broker", ("EncryptionOptions", "KmsKeyId"), KeyPurpose.MESSAGING),
        ("AWS::Events::EventBus", ("KmsKeyIdentifier",), KeyPurpose.MESSAGING),
        ("AWS::Scheduler::Schedule", ("KmsKeyArn",), KeyPurpose.MESSAGING),
        ("AWS::Redshift::Cluster", ("KmsKeyId",), KeyPurpose.RDS),
        ("AWS::OpenSearchService::Domain", ("EncryptionAtRestOptions", "KmsKeyId"), KeyPurpose.RDS),
        ("AWS::EKS::Cluster", ("EncryptionConfig", "*", "Provider", "KeyArn"), KeyPurpose.SECRETS),
        ("AWS::RDS::DBCluster", ("MasterUserSecret", "KmsKeyId"), KeyPurpose.SECRETS),
        ("AWS::FSx::FileSystem", ("KmsKeyId",), KeyPurpose.EFS),
        ("AWS::WorkSpaces::Workspace", ("VolumeEncryptionKey",), KeyPurpose.EBS),
        ("AWS::Config::DeliveryChannel", ("S3KmsKeyArn",), KeyPurpose.AUDIT),
        ("AWS::Glue::SecurityConfiguration", ("EncryptionConfiguration", "CloudWatchEncryption"), KeyPurpose.LOGS),
        ("AWS::SageMaker::Domain", ("KmsKeyId",), None),
        ("AWS::S3::Bucket", ("ReplicationConfiguration", "ReplicaKmsKeyID"), None),
        ("AWS::CloudTrail::EventDataStore", ("KmsKeyId",), None),
        ("AWS::ECS::Cluster", ("Configuration", "ExecuteCommandConfiguration", "KmsKeyId"), None),
    ],
)
def test_the_key_of_internal_data_is_the_services_own_or_none(
    type_: str, path: tuple[str, ...], purpose: KeyPurpose | None
) -> None:
    assert filling(type_, path, DataClass.INTERNAL) is purpose


def test_every_entry_of_the_table_speaks_of_a_property_of_the_catalogue() -> None:
    known = {
        name
        for type_, path in PROPERTIES
        for name in (type_.rpartition("::")[0], type_, *(f"{type_}.{part}" for part in path))
    }
    assert set(SERVICES) - known == set()
