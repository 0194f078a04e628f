from __future__ import annotations

import pytest
from aws_cdk import CfnResource
from aws_cdk import aws_rds as rds
from aws_cdk import aws_s3 as s3
from constructs import Construct

from aspects.l1 import attribute_of, type_of


@pytest.mark.parametrize(
    ("class_", "type_"),
    [
        (s3.CfnBucket, "AWS::S3::Bucket"),
        (rds.CfnDBInstance, "AWS::RDS::DBInstance"),
        (s3.Bucket, ""),
        (CfnResource, ""),
        (Construct, ""),
    ],
)
def test_only_a_generated_class_is_of_a_type(class_: type, type_: str) -> None:
    assert type_of(class_) == type_


@pytest.mark.parametrize(
    ("class_", "property_", "attribute"),
    [
        (s3.CfnBucket, "BucketName", "bucket_name"),
        (rds.CfnDBInstance, "DBInstanceIdentifier", "db_instance_identifier"),
        (rds.CfnDBInstance, "KmsKeyId", "kms_key_id"),
        (rds.CfnDBInstance, "kmskeyid", "kms_key_id"),
        (s3.CfnBucket, "Nothing", ""),
    ],
)
def test_a_property_is_found_however_cdk_spells_it(class_: type, property_: str, attribute: str) -> None:
    assert attribute_of(class_, property_) == attribute
    if attribute:
        assert hasattr(class_, attribute)
