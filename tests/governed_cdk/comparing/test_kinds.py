from __future__ import annotations

import importlib.resources
import json

import pytest

from governed_cdk.comparing import kinds
from governed_cdk.comparing.difference import DifferenceKind
from governed_cdk.comparing.kinds import property_kind, type_kind


@pytest.mark.parametrize(
    ("type_", "path", "kind"),
    [
        ("AWS::RDS::DBInstance", "DBInstanceClass", DifferenceKind.INTERRUPTED),
        ("AWS::RDS::DBInstance", "DeletionProtection", DifferenceKind.PROTECTION),
        ("AWS::RDS::DBInstance", "BackupRetentionPeriod", DifferenceKind.PROTECTION),
        ("AWS::RDS::DBInstance", "PubliclyAccessible", DifferenceKind.EXPOSURE),
        ("AWS::RDS::DBInstance", "PerformanceInsightsKMSKeyId", DifferenceKind.KEYS),
        ("AWS::RDS::DBInstance", "Tags[Owner].Value", DifferenceKind.TAGS),
        ("AWS::RDS::DBInstance", "AllocatedStorage", DifferenceKind.OTHER),
        ("AWS::S3::Bucket", "PublicAccessBlockConfiguration.BlockPublicAcls", DifferenceKind.EXPOSURE),
        (
            "AWS::S3::Bucket",
            "BucketEncryption.ServerSideEncryptionConfiguration[].BucketKeyEnabled",
            DifferenceKind.KEYS,
        ),
        ("AWS::S3::Bucket", "VersioningConfiguration.Status", DifferenceKind.PROTECTION),
        ("AWS::KMS::Key", "KeyPolicy.Statement[Root].Action", DifferenceKind.ACCESS),
        ("AWS::KMS::Key", "EnableKeyRotation", DifferenceKind.KEYS),
        ("AWS::KMS::Key", "PendingWindowInDays", DifferenceKind.PROTECTION),
        ("AWS::IAM::Role", "Description", DifferenceKind.ACCESS),
        ("AWS::IAM::Role", "Tags[Owner].Value", DifferenceKind.TAGS),
        ("AWS::EC2::SecurityGroup", "SecurityGroupIngress[].CidrIp", DifferenceKind.EXPOSURE),
        ("AWS::CloudWatch::Alarm", "Threshold", DifferenceKind.ALARMS),
        ("AWS::ECS::TaskDefinition", "TaskRoleArn", DifferenceKind.ACCESS),
        ("AWS::ECS::TaskDefinition", "Cpu", DifferenceKind.OTHER),
        ("Custom::Unknown", "Anything", DifferenceKind.OTHER),
    ],
)
def test_a_change_is_of_the_kind_that_its_property_is_about(type_: str, path: str, kind: DifferenceKind) -> None:
    assert property_kind(type_, path) is kind


def test_a_new_resource_is_of_the_kind_of_its_type() -> None:
    assert type_kind("AWS::Lambda::Permission") is DifferenceKind.ACCESS
    assert type_kind("AWS::SQS::Queue") is DifferenceKind.OTHER


def test_the_table_names_types_that_there_are_each_once() -> None:
    table = kinds._table()
    named = [*table["interrupted"], *(one for section in kinds._BY_TYPE for one in table[section]["types"])]
    schemas = importlib.resources.files("cfnlint") / "data" / "schemas" / "providers" / "us-east-1.json"
    assert set(named) <= set(json.loads(schemas.read_text(encoding="utf-8")))
    by_type = [one for section in kinds._BY_TYPE for one in table[section]["types"]]
    assert len(by_type) == len(set(by_type))
