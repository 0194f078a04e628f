"""The tags of a stack reach what CloudFormation gives them to, in nested stacks too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns

from aspects.judge.catalogue import TagShape, facts, known_types
from aspects.judge.judgement import judge
from aspects.judge.stack_tags import NOT_REACHED, stack_tags
from aspects.judge.template.assembly import read_assembly
from aspects.judge.traits import (
    data_class,
    environments,
    is_sensitive,
    may_be_production,
    stack_environment,
    tag_values,
    template_environments,
)  # fmt: skip
from constructs_lib.kernel.data_class import DataClass
from governed_cdk.schemas.reader import schemas
from tests.aspects.judge.catalogue.every_type import GOOD_TAGS

if TYPE_CHECKING:
    from pathlib import Path

    from aspects.judge.template import Template

RULE = "required-tags-are-present-and-valid"
TAGS = {**GOOD_TAGS, "DataClass": str(DataClass.CONFIDENTIAL)}
NOTHING = {"Ref": "AWS::NoValue"}


def listed(**tags: Any) -> list[dict[str, Any]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def assembly(folder: Path, *bodies: dict[str, Any], tags: Any = TAGS) -> list[Template]:
    """An assembly of one stack with some tags; each further body is nested in the one before, as its resource Part."""
    conditions = {"More": {"Fn::Equals": [{"Ref": "AWS::Region"}, "x"]}}
    artifact = {
        "type": "aws:cloudformation:stack",
        "environment": "aws://111122223333/eu-west-1",
        "properties": {"templateFile": "0.template.json", "tags": tags},
    }
    (folder / "manifest.json").write_text(json.dumps({"artifacts": {"prod-orders": artifact}}))
    for index, body in enumerate(bodies):
        resources = {name: dict(one) for name, one in body.items()}
        if "Part" in resources:
            resources["Part"]["Metadata"] = {"aws:asset:path": f"{index + 1}.template.json"}
        (folder / f"{index}.template.json").write_text(json.dumps({"Conditions": conditions, "Resources": resources}))
    return read_assembly(folder)


def of(type_: str, **properties: Any) -> dict[str, Any]:
    return {"Type": type_, "Properties": properties}


def nested(**properties: Any) -> dict[str, Any]:
    return of("AWS::CloudFormation::Stack", TemplateURL="https://x/y", **properties)


def found(templates: list[Template]) -> set[str]:
    return {
        f"{one.resource.logical_id}: {one.breach.found}" for one in judge(templates).findings if one.rule.id == RULE
    }


@pytest.mark.parametrize(
    "type_",
    [
        "AWS::SNS::Topic", "AWS::SQS::Queue", "AWS::IAM::Role", "AWS::KMS::Key", "AWS::DynamoDB::Table",
        "AWS::SSM::Parameter", "AWS::Cognito::UserPool", "AWS::AutoScaling::AutoScalingGroup", "AWS::Budgets::Budget",
        "AWS::FSx::FileSystem",
    ],
)  # fmt: skip
def test_what_a_stack_is_tagged_with_is_not_missing_on_what_it_makes(tmp_path: Path, type_: str) -> None:
    assert found(assembly(tmp_path, {"It": of(type_)})) == set()


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::EC2::LaunchTemplate", {}),
        ("AWS::EC2::EC2Fleet", {}),
        ("AWS::DynamoDB::GlobalTable", {"Replicas": [{"Region": "eu-west-1"}]}),
        ("AWS::Location::Map", {}),
        ("AWS::Glue::CustomEntityType", {}),
    ],
)
def test_what_the_tags_of_a_stack_do_not_reach_misses_them(
    tmp_path: Path, type_: str, properties: dict[str, Any]
) -> None:
    assert len(found(assembly(tmp_path, {"It": of(type_, **properties)}))) == 1


def test_the_types_that_are_not_reached_are_those_whose_schemas_say_so() -> None:
    plain = {
        name
        for name in known_types()
        if (fact := facts(name).tags) and len(fact.path) == 1 and fact.shape is not TagShape.SPECIFICATIONS
    }
    silent = {name for name in plain if schemas()[name].get("tagging", {}).get("taggable") is False}
    assert silent == set(NOT_REACHED) - {"AWS::Location::Map"}
    assert set(NOT_REACHED) <= plain


def test_a_tag_of_the_resource_wins_over_that_of_its_stack(tmp_path: Path) -> None:
    own = of("AWS::SNS::Topic", Tags=listed(DataClass="internal", Team="Mail Team"))
    (template,) = assembly(tmp_path, {"It": own, "Other": of("AWS::SNS::Topic")})
    assert data_class(template.resources["It"]) is DataClass.INTERNAL
    assert data_class(template.resources["Other"]) is DataClass.CONFIDENTIAL
    assert tag_values(template.resources["It"], "Owner") == ["checkout@set-of.com"]
    assert len(found([template])) == 1  # the wrong Team alone


@pytest.mark.parametrize(
    ("tags", "values"),
    [
        ({"Fn::If": ["More", listed(DataClass="public"), NOTHING]}, {"public", "confidential"}),
        ({"Fn::If": ["More", listed(DataClass="public"), listed(DataClass="internal")]}, {"public", "internal"}),
        ([{"Fn::If": ["More", listed(Component="api")[0], NOTHING]}], {"confidential"}),
        (listed(Component="api"), {"confidential"}),
        ([], {"confidential"}),
    ],
)
def test_in_the_branch_where_a_resource_has_no_tag_that_of_its_stack_counts(
    tmp_path: Path, tags: Any, values: set[str]
) -> None:
    templates = assembly(tmp_path, {"It": of("AWS::SNS::Topic", Tags=tags)})
    assert set(tag_values(templates[0].resources["It"], "DataClass")) == values
    assert found(templates) == set()


def test_a_value_that_is_wrong_on_the_stack_is_wrong_on_what_it_makes(tmp_path: Path) -> None:
    (said,) = found(assembly(tmp_path, {"It": of("AWS::SNS::Topic")}, tags={**TAGS, "DataClass": "secret"}))
    assert "Tag DataClass is secret" in said


@pytest.mark.parametrize("missing", sorted(TAGS))
def test_what_the_stack_lacks_is_missing(tmp_path: Path, missing: str) -> None:
    tags = {key: value for key, value in TAGS.items() if key != missing}
    assert found(assembly(tmp_path, {"It": of("AWS::SNS::Topic")}, tags=tags)) == {f"It: Tag {missing} is missing."}


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_nested_stacks_have_the_tags_of_the_stack_around_them(tmp_path: Path, depth: int) -> None:
    templates = assembly(tmp_path, *[{"Part": nested()}] * depth, {"It": of("AWS::SNS::Topic")})
    assert found(templates) == set()
    topic = templates[-1].resources["It"]
    assert is_sensitive(topic)
    assert may_be_production(topic)
    assert stack_environment(templates[-1]) == "prod"


@pytest.mark.parametrize(
    ("tags", "values"),
    [
        (listed(DataClass="public"), ["public"]),
        ([{"Fn::If": ["More", listed(DataClass="public")[0], NOTHING]}], ["confidential", "public"]),
        ({"Fn::If": ["More", listed(DataClass="public"), NOTHING]}, ["public", "confidential"]),
        ([{"Fn::If": ["More", listed(Component="api")[0], NOTHING]}], ["confidential"]),
        (listed(Component="api"), ["confidential"]),
    ],
)
def test_a_nested_stack_has_the_tags_of_its_own_resource_too(tmp_path: Path, tags: Any, values: list[str]) -> None:
    _, part = assembly(tmp_path, {"Part": nested(Tags=tags)}, {"It": of("AWS::SNS::Topic")})
    assert stack_tags(part)["DataClass"] == values
    assert ("Component" in stack_tags(part)) is (tags == listed(Component="api"))


def test_a_stack_of_what_takes_no_tags_is_of_the_environment_that_it_is_tagged_with(tmp_path: Path) -> None:
    (template,) = assembly(tmp_path, {"It": of("AWS::SNS::Subscription")}, tags={"Environment": "stg"})
    assert template_environments(template) == {"stg"}
    assert environments(template.resources["It"]) == {"stg"}
    (template,) = assembly(tmp_path, {"It": of("AWS::SNS::Topic", Tags=listed(Environment="dev"))})
    assert template_environments(template) == {"dev"}


@pytest.mark.parametrize("explicit", [True, False])
@pytest.mark.parametrize("deep", [True, False])
def test_a_cdk_app_that_tags_its_stacks_misses_no_tag(tmp_path: Path, *, explicit: bool, deep: bool) -> None:
    app = cdk.App(
        outdir=str(tmp_path), context={"@aws-cdk/core:explicitStackTags": explicit},
        builtin_cloud_formation_validation=False,
    )  # fmt: skip
    stack = cdk.Stack(cdk.Stage(app, "Live") if deep else app, "prod-orders", tags=TAGS)
    sns.Topic(cdk.NestedStack(stack, "Part") if deep else stack, "News")
    app.synth()
    assert found(read_assembly(tmp_path)) == set()


def test_tags_in_a_manifest_that_are_no_mapping_are_refused_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"manifest.json: not what cdk synth writes"):
        assembly(tmp_path, {"It": of("AWS::SNS::Topic")}, tags="all")
