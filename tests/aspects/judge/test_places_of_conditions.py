"""A condition counts wherever it stands: on an attribute, on an item of a list, in what SAM makes."""

from __future__ import annotations

import pytest

from tests.aspects.judge.conditions import RETAINED, SECTIONS, findings

TAGS = "required-tags-are-present-and-valid"


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ("!If [Prod, Retain, Delete]", {"Uploads when Prod is false"}),
        ("!If [Always, Retain, Delete]", set()),
        ("!If [Prod, Retain, !If [NotProd, RetainExceptOnCreate, Delete]]", set()),
    ],
)
def test_a_deletion_policy_by_a_condition_is_read_in_its_world(attribute: str, expected: set[str]) -> None:
    bucket = f"Uploads: {{Type: AWS::S3::Bucket, DeletionPolicy: {attribute}, UpdateReplacePolicy: Retain}}"
    assert set(findings(RETAINED, bucket, f"Transform: AWS::LanguageExtensions\n{SECTIONS}")) == expected


def test_an_item_of_a_list_is_there_in_its_world() -> None:
    tags = [f"{{Key: {key}, Value: {value}}}" for key, value in {
        "Organization": "shop", "Environment": "prod", "Service": "shop", "Team": "shop", "CostCenter": "shop",
        "Project": "shop",
        "DataClass": "internal", "ManagedBy": "cdk",
    }.items()]  # fmt: skip
    tags += ["!If [Prod, {Key: Owner, Value: shop}, !Ref AWS::NoValue]"]
    tags += ["!If [NotProd, {Key: Owner, Value: !If [Dev, shop, Some Body]}, !Ref AWS::NoValue]"]
    found = findings(TAGS, f"Topic: {{Type: AWS::SNS::Topic, Properties: {{Tags: [{', '.join(tags)}]}}}}")
    assert found == ["Topic when Prod is false and Dev is false"]


def test_a_condition_of_sam_counts_as_any_other() -> None:
    url = "Fn: {Type: AWS::Serverless::Function, Condition: Prod, Properties: {FunctionUrlConfig: {AuthType: %s}}}"
    sam = f"Transform: AWS::Serverless-2016-10-31\n{SECTIONS}"
    assert findings("functions-are-not-public", url % "!If [Prod, AWS_IAM, NONE]", sam) == []
    assert findings("functions-are-not-public", url % "!If [HasLogs, AWS_IAM, NONE]", sam) == [
        "Fn when HasLogs is false"
    ]
