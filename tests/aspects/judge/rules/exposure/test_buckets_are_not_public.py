from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "buckets-are-not-public"
FLAGS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
ALL_ON: dict[str, object] = dict.fromkeys(FLAGS, True)


def of(type_: str, **properties: object) -> str:
    return "It: " + json.dumps({"Type": type_, "Properties": properties})


def bucket(**properties: object) -> str:
    return of("AWS::S3::Bucket", **properties)


def test_a_bucket_without_a_block_is_a_finding() -> None:
    assert findings_of(RULE, bucket()) == [("It", "PublicAccessBlockConfiguration")]
    assert findings_of(RULE, "It: {Type: AWS::S3::Bucket}") == [("It", "PublicAccessBlockConfiguration")]


@pytest.mark.parametrize("flag", FLAGS)
def test_each_flag_must_be_on(flag: str) -> None:
    off = [("It", f"PublicAccessBlockConfiguration.{flag}")]
    for value in (False, "false", "False"):
        assert findings_of(RULE, bucket(PublicAccessBlockConfiguration={**ALL_ON, flag: value})) == off
    assert findings_of(RULE, bucket(PublicAccessBlockConfiguration=dict.fromkeys(set(FLAGS) - {flag}, True))) == off


def test_four_flags_on_are_fine_also_as_text() -> None:
    assert findings_of(RULE, bucket(PublicAccessBlockConfiguration=ALL_ON)) == []
    assert findings_of(RULE, bucket(PublicAccessBlockConfiguration=dict.fromkeys(FLAGS, "true"))) == []


def test_both_branches_count() -> None:
    absent = {"Fn::If": ["Odd", ALL_ON, {"Ref": "AWS::NoValue"}]}
    assert findings_of(RULE, bucket(PublicAccessBlockConfiguration=absent)) != []
    off = {**ALL_ON, "BlockPublicAcls": {"Fn::If": ["Odd", True, False]}}
    assert findings_of(RULE, bucket(PublicAccessBlockConfiguration=off)) != []


def test_a_flag_that_nobody_can_know_is_unknown() -> None:
    block = bucket(PublicAccessBlockConfiguration={**ALL_ON, "BlockPublicAcls": {"Ref": "Given"}})
    sections = "Parameters: {Given: {Type: String}}"
    assert findings_of(RULE, block, sections) == []
    assert unknown_of(RULE, block, sections) == [("It", "PublicAccessBlockConfiguration.BlockPublicAcls")]


@pytest.mark.parametrize("name", ["PublicRead", "PublicReadWrite", "AuthenticatedRead"])
def test_a_public_access_control_list_is_a_finding_behind_a_block_too(name: str) -> None:
    given = bucket(PublicAccessBlockConfiguration=ALL_ON, AccessControl=name)
    assert findings_of(RULE, given) == [("It", "AccessControl")]


@pytest.mark.parametrize("name", ["Private", "LogDeliveryWrite", "BucketOwnerFullControl"])
def test_other_access_control_lists_are_fine(name: str) -> None:
    assert findings_of(RULE, bucket(PublicAccessBlockConfiguration=ALL_ON, AccessControl=name)) == []


@pytest.mark.parametrize(
    "type_", ["AWS::S3::AccessPoint", "AWS::S3::MultiRegionAccessPoint", "AWS::S3ObjectLambda::AccessPoint"]
)
def test_access_points_block_by_default_and_must_not_switch_it_off(type_: str) -> None:
    assert findings_of(RULE, of(type_)) == []
    assert findings_of(RULE, of(type_, PublicAccessBlockConfiguration=ALL_ON)) == []
    off = of(type_, PublicAccessBlockConfiguration={**ALL_ON, "BlockPublicPolicy": False})
    assert findings_of(RULE, off) == [("It", "PublicAccessBlockConfiguration.BlockPublicPolicy")]


def test_buckets_of_lightsail_have_switches_of_their_own() -> None:
    def lightsail(**rules: object) -> str:
        return of("AWS::Lightsail::Bucket", AccessRules=rules)

    assert findings_of(RULE, lightsail(GetObject="public")) == [("It", "AccessRules.GetObject")]
    assert findings_of(RULE, lightsail(AllowPublicOverrides=True)) == [("It", "AccessRules.AllowPublicOverrides")]
    assert findings_of(RULE, lightsail(GetObject="private", AllowPublicOverrides=False)) == []
