"""A bucket that logs are delivered to gets no key, which would stop them; who logs there does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

from aspects.encryption import Encryption
from aspects.judge.template import Template
from tests.aspects.put_right import put_right
from tests.support import resolve

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk


def keys(folder: Path, build: Any) -> dict[str, bool]:
    """Whether each bucket has a key, by the beginning of its logical id."""
    template = Template(folder, put_right(folder, build, Encryption()))
    return {
        bucket.logical_id[:4]: "s3datakey" in resolve(bucket.properties.get("BucketEncryption", {}))
        for bucket in template.of_type("AWS::S3::Bucket")
    }


def test_a_bucket_that_another_one_logs_to_gets_no_key(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        s3.Bucket(stack, "Data", server_access_logs_bucket=s3.Bucket(stack, "Logs"))

    assert keys(tmp_path, build) == {"Data": True, "Logs": False}


@pytest.mark.parametrize("list_", [s3.BucketAccessControl.LOG_DELIVERY_WRITE, s3.BucketAccessControl.PRIVATE])
def test_the_canned_list_of_log_delivery_says_it(tmp_path: Path, list_: s3.BucketAccessControl) -> None:
    def build(stack: cdk.Stack) -> None:
        s3.CfnBucket(stack, "Logs", access_control=list_.name.title().replace("_", ""))

    assert keys(tmp_path, build) == {"Logs": list_ is s3.BucketAccessControl.PRIVATE}


def test_the_policy_for_load_balancers_says_it(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        logs = s3.Bucket(stack, "Logs")
        principal = {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
        statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:PutObject", "Resource": "*"}
        logs.add_to_resource_policy(iam.PolicyStatement.from_json(statement))
        s3.Bucket(stack, "Data", enforce_ssl=True)

    assert keys(tmp_path, build) == {"Logs": False, "Data": True}
