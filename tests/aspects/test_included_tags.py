"""An included template's conditional tags stay as they are, the app synthesises, and the judge reads both branches."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import cloudformation_include as include

from aspects import govern
from aspects.judge.judgement import judge
from aspects.judge.template.assembly import read_assembly
from constructs_lib import PlatformStack, StackSettings
from constructs_lib.kernel import tags
from tests.aspects.reports import reported
from tests.support import environment, new_app

if TYPE_CHECKING:
    from pathlib import Path

    from constructs import Construct

RULE = "required-tags-are-present-and-valid"
OWN = [{"Key": "Owner", "Value": "web-team"}]
COMPLETE = [
    {"Key": key, "Value": {"DataClass": "internal", "ManagedBy": "cdk"}.get(key, "shop")} for key in tags.REQUIRED
]
NOTHING = {"Ref": "AWS::NoValue"}
INCLUDED = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/tags.yaml"}}}


class Shop(PlatformStack[StackSettings]):
    slug = "shop"


def chosen(one: Any, other: Any) -> dict[str, Any]:
    return {"Fn::If": ["More", one, other]}


def included(
    folder: Path, type_: str, properties: dict[str, Any], *, mode: str = "enforce", nested: bool = False
) -> tuple[dict[str, Any], list[str]]:
    """The properties of an included resource after a governed synth, and what is found of its tags."""
    condition = {"More": {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}}
    body = {"Conditions": condition, "Resources": {"It": {"Type": type_, "Properties": properties}}}
    file = folder / "included.json"
    file.write_text(json.dumps(body))
    settings = environment("prod", stacks={}, governance={"mode": mode})
    app = new_app(folder / "out")
    scope: Construct = Shop(app, settings)
    include.CfnInclude(cdk.NestedStack(scope, "Part") if nested else scope, "Old", template_file=str(file))
    govern(app, settings, lock=None)
    reported(app)
    templates = read_assembly(folder / "out")
    (resource,) = (one.resources["It"] for one in templates if "It" in one.resources)
    verdict = judge(templates)
    said = [
        one.breach.found
        for one in (*verdict.findings, *verdict.unknown)
        if one.rule.id == RULE and one.resource is resource
    ]
    return resource.properties, said


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("mode", ["enforce", "audit"])
@pytest.mark.parametrize(
    ("type_", "also"),
    [
        ("AWS::SNS::Topic", {}),
        ("AWS::SQS::Queue", {}),
        ("AWS::S3::Bucket", {}),
        ("AWS::IAM::Role", {"AssumeRolePolicyDocument": {}}),
        ("AWS::EC2::VPC", {"CidrBlock": "10.0.0.0/16"}),
        ("AWS::Lambda::Function", {"Code": {"ZipFile": "x"}, "Role": "arn:aws:iam::111122223333:role/prod-shop"}),
    ],
)
def test_tags_that_are_one_function_stay_and_both_branches_are_read(
    tmp_path: Path, type_: str, also: dict[str, Any], mode: str, *, nested: bool
) -> None:
    given = chosen(COMPLETE, OWN)
    properties, said = included(tmp_path, type_, {**also, "Tags": given}, mode=mode, nested=nested)
    assert properties["Tags"] == given
    # The stack itself says Project; a nested one is a resource too, which has what is added to all.
    lacking = {
        ("enforce", False): [
            "Tags Organization, Environment, Service, Team, CostCenter, DataClass and ManagedBy are missing."
        ],
        ("audit", False): [
            "Tags Organization, Environment, Service, Team, CostCenter, DataClass and ManagedBy are missing."
        ],
        ("audit", True): ["Tags Organization, Environment, Team, CostCenter, DataClass and ManagedBy are missing."],
    }
    assert said == lacking.get((mode, nested), [])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (chosen(COMPLETE, COMPLETE), []),
        (
            chosen(COMPLETE, NOTHING),
            ["Tags Organization, Environment, Service, Team, Owner, CostCenter, DataClass and ManagedBy are missing."],
        ),
        (chosen(chosen(COMPLETE, COMPLETE), COMPLETE), []),
        (INCLUDED, ["Tags is Fn::Transform: its tags are not known."]),
        (chosen(COMPLETE, INCLUDED), ["Tags is Fn::Transform: its tags are not known."]),
    ],
)
def test_what_is_found_is_what_the_branches_lack(tmp_path: Path, given: Any, said: list[str]) -> None:
    properties, found = included(tmp_path, "AWS::SNS::Topic", {"Tags": given})
    assert properties["Tags"] == given
    assert found == said


def test_beside_an_item_that_is_chosen_the_others_are_added_and_its_own_key_is_not_there_twice(tmp_path: Path) -> None:
    given = [chosen({"Key": "Owner", "Value": "web-team"}, NOTHING)]
    properties, said = included(tmp_path, "AWS::SNS::Topic", {"Tags": given})
    assert given[0] in properties["Tags"]
    assert [tag["Key"] for tag in properties["Tags"] if "Key" in tag].count("Owner") == 0
    assert {"Service", "Team"} <= {tag.get("Key") for tag in properties["Tags"]}
    assert said == ["Tag Owner is missing."]


@pytest.mark.parametrize(
    "given",
    [
        chosen([{"ResourceType": "launch-template", "Tags": OWN}], NOTHING),
        [chosen({"ResourceType": "launch-template", "Tags": OWN}, NOTHING)],
        [{"ResourceType": "launch-template", "Tags": chosen(OWN, NOTHING)}],
    ],
)
def test_specifications_with_a_function_among_them_stay(tmp_path: Path, given: Any) -> None:
    properties, said = included(
        tmp_path, "AWS::EC2::LaunchTemplate", {"LaunchTemplateData": {}, "TagSpecifications": given}
    )
    assert properties["TagSpecifications"] == given
    assert said


def test_replicas_whose_tags_are_chosen_stay(tmp_path: Path) -> None:
    replica = {"Region": "ap-northeast-2", "Tags": chosen(OWN, NOTHING)}
    table = {
        "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
        "Replicas": [replica],
    }
    properties, _ = included(tmp_path, "AWS::DynamoDB::GlobalTable", table)
    assert properties["Replicas"][0]["Tags"] == replica["Tags"]


def test_a_value_in_a_map_of_tags_may_be_a_function(tmp_path: Path) -> None:
    parameter = {"Type": "String", "Value": "x", "Tags": {"Component": chosen("web", "mail")}}
    properties, said = included(tmp_path, "AWS::SSM::Parameter", parameter)
    assert properties["Tags"]["Component"] == chosen("web", "mail")
    assert said == []


@pytest.mark.parametrize(
    ("type_", "also"),
    [
        ("AWS::SSM::Parameter", {"Type": "String", "Value": "x"}),
        ("AWS::Batch::JobQueue", {"Priority": 1}),
    ],
)
def test_a_map_of_tags_that_is_one_function_is_refused_since_cdk_loses_it(
    tmp_path: Path, type_: str, also: dict[str, Any]
) -> None:
    with pytest.raises(RuntimeError, match=r"prod-shop/Old/It: Tags: given one function .* allowed: a map with a func"):
        included(tmp_path, type_, {**also, "Tags": chosen({"Owner": "web-team"}, NOTHING)})


@pytest.mark.parametrize(
    ("type_", "tags"),
    [
        ("AWS::Glue::CustomEntityType", chosen({"Owner": "web-team"}, NOTHING)),
        ("AWS::SSM::Parameter", chosen({"Owner": "web-team"}, NOTHING)),
        ("AWS::SNS::Topic", chosen(OWN, NOTHING)),
        ("AWS::SNS::Topic", INCLUDED),
    ],
)
def test_a_raw_resource_keeps_a_function_too(tmp_path: Path, type_: str, tags: dict[str, Any]) -> None:
    settings = environment("prod", stacks={})
    app = new_app(tmp_path)
    stack = Shop(app, settings)
    cdk.CfnCondition(stack, "More", expression=cdk.Fn.condition_equals(cdk.Aws.REGION, "us-east-1"))
    cdk.CfnResource(stack, "It", type=type_, properties={"Tags": tags})
    govern(app, settings, lock=None)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    (template,) = read_assembly(tmp_path)
    assert template.resources["It"].properties["Tags"] == tags
