"""What the lock says is deployed keeps what it came with, in nested stacks too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_efs as efs
from aws_cdk import aws_s3 as s3

from aspects import govern
from aspects.deployed import name_in_lock
from aspects.judge.lock import Locked, lock_text
from aspects.judge.template.assembly import read_assembly, stacks_of
from constructs_lib import KeyPurpose, PlatformStack, StackSettings
from tests.aspects.locks import Orders, lock_of, synth, written
from tests.support import environment, new_app

if TYPE_CHECKING:
    from pathlib import Path


class Shop(PlatformStack[StackSettings]):
    slug = "shop"
    reads = tuple(purpose.output for purpose in KeyPurpose)


def nested(app: cdk.App, depth: int) -> cdk.Stack:
    """A stack with buckets and a repository, in so many nested stacks."""
    stack: cdk.Stack = Shop(app, environment("prod", stacks={}))
    for level in range(depth):
        stack = cdk.NestedStack(stack, f"Part{level}")
    s3.CfnBucket(stack, "Old")
    s3.CfnBucket(stack, "New")
    ecr.CfnRepository(stack, "Images")
    return stack


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_a_stack_is_called_as_the_lock_calls_it(tmp_path: Path, depth: int) -> None:
    app = new_app(tmp_path)
    stack = nested(app, depth)
    govern(app, environment("prod", stacks={}), lock=None)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    (whole,) = stacks_of(read_assembly(tmp_path))
    assert name_in_lock(stack) == list(dict(whole.with_nested()))[-1]


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_what_is_deployed_gets_no_name_and_no_key_that_would_replace_it(tmp_path: Path, depth: int) -> None:
    app = new_app(tmp_path / "out")
    stack = nested(app, depth)
    kept = {
        "Old": Locked("AWS::S3::Bucket", "", create_only={"BucketName": None}),
        "Images": Locked("AWS::ECR::Repository", "", create_only={"EncryptionConfiguration": None}),
    }
    lock = tmp_path / "lock.json"
    lock.write_text(lock_text({"prod": {name_in_lock(stack): kept}}))
    govern(app, environment("prod", stacks={}), lock=lock)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    made = read_assembly(tmp_path / "out")[-1].resources
    assert "BucketName" not in made["Old"].properties
    assert made["New"].properties["BucketName"].startswith("prod-shop-")
    assert "EncryptionConfiguration" not in made["Images"].properties
    assert "RepositoryName" in made["Images"].properties


def file_system(app: cdk.App) -> None:
    efs.CfnFileSystem(Orders(app, environment("prod", stacks={})), "Data", encrypted=True)


def test_a_key_that_was_filled_in_before_the_resource_was_locked_is_filled_in_ever_after(tmp_path: Path) -> None:
    lock = lock_of(tmp_path, file_system)
    _, said = synth(tmp_path / "out", file_system, lock)
    assert said == []
    before, after = (
        json.loads((tmp_path / out / "prod-orders.template.json").read_text()) for out in ("before", "out")
    )
    assert "KmsKeyId" in after["Resources"]["Data"]["Properties"]
    assert before["Resources"]["Data"] == after["Resources"]["Data"]


def test_a_resource_that_is_locked_without_a_key_gets_none(tmp_path: Path) -> None:
    was = Locked("AWS::EFS::FileSystem", "prod-orders/Data", "111122223333/ap-northeast-2", {"Encrypted": "true"})
    _, said = synth(tmp_path / "out", file_system, written(tmp_path, prod_orders={"Data": was}))
    assert said == []
    template = json.loads((tmp_path / "out/prod-orders.template.json").read_text())
    assert "KmsKeyId" not in template["Resources"]["Data"]["Properties"]
