from __future__ import annotations

import itertools

import pytest

from aspects.judge.catalogue import known_types, types_with
from aspects.judge.catalogue.purposes import DEFAULTS, PURPOSES, fitting, usual
from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.keys import KEYS, KeyPurpose


def test_every_row_is_of_a_service_or_a_type_that_exists() -> None:
    services = {name.rpartition("::")[0] for name in known_types()}
    assert {name for spec in KEYS.values() for name in spec.fits} <= set(PURPOSES)
    unknown = [row for row in PURPOSES if row.partition(".")[0] not in services | set(known_types())]
    assert unknown == []


@pytest.mark.parametrize(
    ("type_", "path", "first"),
    [
        ("AWS::RDS::DBInstance", ("KmsKeyId",), KeyPurpose.RDS),
        ("AWS::RDS::DBInstance", ("MasterUserSecret", "KmsKeyId"), KeyPurpose.SECRETS),
        ("AWS::ECS::Cluster", ("Configuration", "ExecuteCommandConfiguration", "KmsKeyId"), KeyPurpose.LOGS),
        ("AWS::ECS::Service", ("VolumeConfigurations", "*", "ManagedEBSVolume", "KmsKeyId"), KeyPurpose.EBS),
        ("AWS::SNS::Topic", ("KmsMasterKeyId",), KeyPurpose.MESSAGING),
        ("AWS::S3::Bucket", ("BucketEncryption",), KeyPurpose.S3_DATA),
        ("AWS::SecretsManager::Secret", ("KmsKeyId",), KeyPurpose.SECRETS),
        ("AWS::EFS::FileSystem", ("KmsKeyId",), KeyPurpose.EFS),
        ("AWS::ECR::Repository", ("EncryptionConfiguration", "KmsKey"), KeyPurpose.ECR),
        ("AWS::Logs::LogGroup", ("KmsKeyId",), KeyPurpose.LOGS),
        ("AWS::CloudTrail::Trail", ("KMSKeyId",), KeyPurpose.AUDIT),
    ],
)
def test_the_usual_key_of_a_service_stands_first(type_: str, path: tuple[str, ...], first: KeyPurpose) -> None:
    assert fitting(type_, path)[0] is first


def test_a_service_that_is_not_listed_takes_any_key() -> None:
    assert fitting("AWS::Bedrock::Agent", ("CustomerEncryptionKeyArn",)) == ()
    assert "AWS::Bedrock::Agent" in types_with("keys")


@pytest.mark.parametrize("class_", DataClass)
def test_the_default_of_a_class_covers_it(class_: DataClass) -> None:
    assert KEYS[DEFAULTS[class_]].data_class.covers(class_)
    assert usual("AWS::Bedrock::Agent", (), class_) is DEFAULTS[class_]


def test_the_key_to_use_fits_and_covers_the_class_or_is_the_default_of_the_class() -> None:
    for row, class_ in itertools.product(PURPOSES, DataClass):
        type_, _, name = row.partition(".")
        chosen = usual(type_, (name,) if name else (), class_)
        assert KEYS[chosen].data_class.covers(class_), row
        never = {KeyPurpose.MESSAGING: {KeyPurpose.AUDIT}, KeyPurpose.S3_DATA: {KeyPurpose.SECRETS}}.get(
            PURPOSES[row][0], set()
        )
        fits = [one for one in PURPOSES[row] if KEYS[one].data_class.covers(class_) and one not in never]
        assert chosen is (fits[0] if fits else DEFAULTS[class_]), row


def test_without_a_class_the_first_that_fits_is_used() -> None:
    assert usual("AWS::SNS::Topic", ("KmsMasterKeyId",), None) is KeyPurpose.MESSAGING
    assert usual("AWS::Bedrock::Agent", (), None) is KeyPurpose.S3_DATA


@pytest.mark.parametrize("type_", ["AWS::SQS::Queue", "AWS::SNS::Topic"])
@pytest.mark.parametrize("class_", [DataClass.CONFIDENTIAL, DataClass.HIGHLY_CONFIDENTIAL])
def test_nobodys_queues_are_on_the_key_of_the_trail(type_: str, class_: DataClass) -> None:
    assert usual(type_, ("KmsMasterKeyId",), class_) is not KeyPurpose.AUDIT
