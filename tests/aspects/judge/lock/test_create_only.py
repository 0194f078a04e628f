from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.lock import Locked, has_key
from aspects.judge.lock.create_only import create_only, is_said
from tests.aspects.judge.lock.templates import BUCKET, TABLE, one, present, template


def values(type_: str, **properties: Any) -> dict[str, Any]:
    return present(create_only(one(type_, environment="", **properties).resources["Data1"]))


@pytest.mark.parametrize(
    ("type_", "properties", "found"),
    [
        (BUCKET, {"BucketName": "prod-a", "Tags": []}, {"BucketName": "prod-a"}),
        (
            "AWS::MSK::Cluster",
            {"BrokerNodeGroupInfo": {"ClientSubnets": ["a"], "InstanceType": "m5"}, "EncryptionInfo": {"Ref": "Given"}},
            {"BrokerNodeGroupInfo.ClientSubnets": ["a"], "EncryptionInfo": "${Given}"},
        ),
        (
            "AWS::ODB::CloudVmCluster",
            {"DbNodes": [{"DbServerId": "a", "DbNodeId": "x"}, {"DbServerId": "b"}]},
            {"DbNodes[0].DbServerId": "a", "DbNodes[1].DbServerId": "b"},
        ),
        (TABLE, {"AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}, {
            "AttributeDefinitions{id}": {"AttributeName": "id", "AttributeType": "S"}
        }),
    ],
)  # fmt: skip
def test_the_values_are_those_of_the_schemas_paths(type_: str, properties: Any, found: Any) -> None:
    assert values(type_, **properties) == found


def test_a_choice_around_a_value_is_kept_whole() -> None:
    choice = {"Fn::If": ["Big", {"ClientSubnets": ["a"]}, {"ClientSubnets": ["b"]}]}
    assert values("AWS::MSK::Cluster", BrokerNodeGroupInfo=choice) == {"BrokerNodeGroupInfo": choice}


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        ("AWS::DirectoryService::MicrosoftAD", "Password"),
        ("AWS::DirectoryService::SimpleAD", "Password"),
        ("AWS::Timestream::InfluxDBInstance", "Password"),
    ],
)
def test_a_secret_that_is_set_at_creation_is_left_out(type_: str, name: str) -> None:
    assert values(type_, **{name: "hunter2hunter2"}) == {}


def test_what_is_named_counts_at_any_distance_but_for_data_which_is_locked_itself() -> None:
    resources: dict[str, Any] = {
        "Data1": {
            "Type": "AWS::FSx::FileSystem",
            "Properties": {"SubnetIds": [{"Fn::Sub": "${Subnet}"}], "KmsKeyId": {"Fn::GetAtt": ["Key", "Arn"]}},
        },
        "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"}},
        "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
        "Key": {"Type": "AWS::KMS::Key", "Properties": {"KeySpec": "SYMMETRIC_DEFAULT"}},
        "Aside": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.1.0.0/16"}},
    }
    assert present(create_only(template(resources, environment="").resources["Data1"])) == {
        "KmsKeyId": "${Key.Arn}",
        "SubnetIds": ["${Subnet}"],
        "${Subnet}.CidrBlock": "10.0.0.0/24",
        "${Subnet}.VpcId": "${Vpc}",
        "${Vpc}.CidrBlock": "10.0.0.0/16",
    }


def test_resources_that_name_each_other_end() -> None:
    group = "AWS::EC2::SecurityGroup"
    resources: dict[str, Any] = {
        "Data1": {"Type": "AWS::FSx::FileSystem", "Properties": {"SecurityGroupIds": [{"Ref": "A"}]}},
        "A": {"Type": group, "Properties": {"GroupName": {"Ref": "B"}}},
        "B": {"Type": group, "Properties": {"GroupName": {"Ref": "A"}}},
    }
    found = present(create_only(template(resources, environment="").resources["Data1"]))
    assert found == {"SecurityGroupIds": ["${A}"], "${A}.GroupName": "${B}", "${B}.GroupName": "${A}"}


def test_what_is_absent_is_said_so_that_its_appearing_counts() -> None:
    found = create_only(one(BUCKET, environment="", BucketName="prod-a").resources["Data1"])
    assert found == {"BucketName": "prod-a", "BucketNamePrefix": None, "BucketNamespace": None}
    assert "AttributeDefinitions{AttributeName}" not in create_only(one(TABLE).resources["Data1"])


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("BucketName", True),
        ("BucketNamePrefix", False),
        ("EncryptionInfo.EncryptionAtRest", True),
        ("Broker", False),
        ("Tags[3].Key", True),
        ("${Group}.VpcId", True),
        ("${Other}.VpcId", False),
        ("(Condition)", True),
    ],
)
def test_a_lock_says_nothing_of_what_it_did_not_know(place: str, *, said: bool) -> None:
    values = {
        "BucketName": None,
        "EncryptionInfo": "${Given}",
        "Tags[].Key": None,
        "${Group}.VpcId": None,
        "Broker1": "x",
    }
    assert is_said(place, values) is said


@pytest.mark.parametrize(
    ("type_", "create_only", "has"),
    [
        ("AWS::EFS::FileSystem", {"KmsKeyId": "${Key}"}, True),
        ("AWS::EFS::FileSystem", {"Encrypted": "false"}, False),
        ("AWS::EFS::FileSystem", None, False),
        ("AWS::ECR::Repository", {"EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": "${Key}"}}, True),
        ("AWS::ECR::Repository", {"EncryptionConfiguration": {"EncryptionType": "AES256"}}, False),
    ],
)
def test_a_locked_resource_has_a_key_when_one_is_among_its_values(type_: str, create_only: Any, *, has: bool) -> None:
    assert has_key(Locked(type_, "", "", create_only)) is has
