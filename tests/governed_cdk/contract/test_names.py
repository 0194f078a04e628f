from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.governed_cdk.assemblies import KMS, Stack, found, run, write

if TYPE_CHECKING:
    from pathlib import Path


def named(type_: str, property_: str, name: Any) -> Stack:
    return Stack(resources={"It": {"Type": type_, "Properties": {property_: name}}})


@pytest.mark.parametrize(
    "given",
    [
        ("S3::Bucket", "BucketName", "prod-network-files", "network"),
        ("SQS::Queue", "QueueName", "prod-rds", "rds"),
        ("SecretsManager::Secret", "Name", "/connectly/rds/prod/shared", "rds"),
        ("Logs::LogGroup", "LogGroupName", "/prod/network/flow", "network"),
        ("Logs::LogGroup", "LogGroupName", "/connectly/prod/logging/application", "logging"),
        ("Logs::LogGroup", "LogGroupName", "/aws/lambda/prod-secrets-rotation", "secrets"),
        ("S3::Bucket", "BucketName", {"Fn::Join": ["-", ["prod-kms", {"Ref": "Zone"}]]}, "kms"),
    ],
)
def test_a_name_of_the_platform_s_in_a_service_is_a_finding(tmp_path: Path, given: tuple[str, str, Any, str]) -> None:
    type_, property_, name, own = given
    (line,) = found(tmp_path, prod_fileflow=named(f"AWS::{type_}", property_, name))
    assert line.startswith("prod-fileflow calls It ")
    assert line.endswith(
        f", a name of {own} of the platform; allowed: a name of its own, which begins as its stack does (prod-fileflow)"
    )


@pytest.mark.parametrize(
    ("type_", "property_", "name"),
    [
        ("AWS::S3::Bucket", "BucketName", "prod-fileflow-network"),
        ("AWS::SQS::Queue", "QueueName", "prod-networks-jobs"),
        ("AWS::SQS::Queue", "QueueName", "network-prod"),
        ("AWS::SecretsManager::Secret", "Name", "/connectly/fileflow/prod/rds"),
        ("AWS::SecretsManager::Secret", "Name", "/connectly/rds-copy/prod/x"),
        ("AWS::Logs::LogGroup", "LogGroupName", "/prod/fileflow/network"),
        ("AWS::S3::Bucket", "BucketName", {"Fn::ImportValue": "elsewhere"}),
        ("AWS::SQS::Queue", "QueueName", 7),
        ("AWS::KMS::Alias", "AliasName", "alias/prod-rds"),
    ],
)
def test_names_of_its_own_are_none(tmp_path: Path, type_: str, property_: str, name: Any) -> None:
    assert found(tmp_path, prod_fileflow=named(type_, property_, name)) == []


def test_the_platform_has_its_names(tmp_path: Path) -> None:
    queue = named("AWS::SQS::Queue", "QueueName", "prod-rds-events")
    assert run(write(tmp_path, {"prod-kms": KMS, "prod-monitoring": queue})).findings == []
