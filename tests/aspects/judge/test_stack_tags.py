"""The tags of a stack reach what CloudFormation gives them to, in nested stacks too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns

from aspects.judge.catalogue import TagShape, facts, known_types
from aspects.judge.stack_tags import NOT_REACHED
from aspects.judge.template.assembly import read_assembly
from aspects.judge.traits import data_class, environments, tag_values, template_environments
from constructs_lib.kernel.data_class import DataClass
from governed_cdk.schemas.reader import schemas
from tests.aspects.judge.tagged_stacks import NOTHING, TAGS, assembly, found, listed, of

if TYPE_CHECKING:
    from pathlib import Path


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
