"""What a template says of the data in it."""

from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.traits import (
    data_class,
    environments,
    is_copy,
    is_disposable,
    is_sensitive,
    may_be_production,
    stack_environment,
    tag_values,
    template_environments,
)
from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.environment_traits import EnvironmentTraits
from tests.aspects.judge.rules.support import template_of

OPEN = "Parameters: {Env: {Type: String}}\nConditions: {Chosen: !Equals [!Ref Env, x]}"


def bucket(**tags: str) -> str:
    """A bucket with tags, each value an expression."""
    listed = "".join(f"\n      - {{Key: {key}, Value: {value}}}" for key, value in tags.items())
    return f"It:\n  Type: AWS::S3::Bucket\n  Properties:\n    BucketName: x\n    Tags:{listed or ' []'}\n"


def it(resources: str) -> Any:
    """The resource `It`, with what may be said of it."""
    return template_of(resources, OPEN).resources["It"]


@pytest.mark.parametrize(
    ("tags", "class_"),
    [
        ({}, DataClass.INTERNAL),
        ({"DataClass": "public"}, DataClass.PUBLIC),
        ({"DataClass": "highly-confidential"}, DataClass.HIGHLY_CONFIDENTIAL),
        ({"DataClass": "secret"}, DataClass.INTERNAL),
        ({"DataClass": "!Ref Env"}, DataClass.INTERNAL),
        ({"DataClass": "!If [Chosen, internal, confidential]"}, DataClass.CONFIDENTIAL),
        ({"DataClass": "!If [Chosen, confidential, !Ref Env]"}, DataClass.CONFIDENTIAL),
    ],
)
def test_the_class_is_the_highest_that_the_tag_may_say(tags: dict[str, str], class_: DataClass) -> None:
    resource = it(bucket(**tags))
    assert data_class(resource) is class_
    assert is_sensitive(resource) is class_.covers(DataClass.CONFIDENTIAL)


@pytest.mark.parametrize(
    ("tags", "disposable"),
    [
        ({}, False),
        ({"Environment": "dev"}, True),
        ({"Environment": "prod"}, False),
        ({"Environment": "stg"}, False),
        ({"Environment": "!If [Chosen, dev, prod]"}, False),
        ({"Environment": "!Ref Env"}, False),
        ({"Environment": "prod", "Lifecycle": "temporary"}, True),
        ({"Environment": "prod", "Lifecycle": "!If [Chosen, temporary, permanent]"}, False),
    ],
)
def test_only_what_surely_may_go_is_disposable(tags: dict[str, str], *, disposable: bool) -> None:
    assert is_disposable(it(bucket(**tags))) is disposable


def test_a_resource_without_tags_belongs_to_the_environment_of_its_template() -> None:
    policy = f"{bucket(Environment='dev')}Policy: {{Type: AWS::S3::BucketPolicy}}\n"
    template = template_of(policy, OPEN)
    assert template_environments(template) == {"dev"}
    assert environments(template.resources["Policy"]) == {"dev"}
    assert is_disposable(template.resources["Policy"])


def test_what_an_environment_is_says_the_synth_that_it_is_read_from_else_its_name() -> None:
    template = template_of(bucket(Environment="qa"), OPEN)
    resource = template.resources["It"]
    assert (is_disposable(resource), may_be_production(resource)) == (False, False)
    template.environment = EnvironmentTraits("qa", production=True, disposable=True)
    assert (is_disposable(resource), may_be_production(resource)) == (True, True)
    other = it(bucket(Environment="prod"))
    other.template.environment = EnvironmentTraits("qa", production=False, disposable=True)
    assert (is_disposable(other), may_be_production(other)) == (False, True)


def test_where_no_tag_names_an_environment_the_synth_does_else_the_name_of_the_stack() -> None:
    template = template_of(bucket(), OPEN)
    template.stack_name = "stg-orders"
    assert (environments(template.resources["It"]), stack_environment(template)) == (frozenset(), "stg")
    known = template_of(bucket(), OPEN)
    known.environment = EnvironmentTraits("qa", production=False, disposable=True)
    assert (environments(known.resources["It"]), stack_environment(known)) == (frozenset({"qa"}), "qa")
    assert is_disposable(known.resources["It"])


def test_tags_that_name_two_environments_leave_a_stack_in_the_one_that_it_was_governed_for() -> None:
    template = template_of(f"{bucket(Environment='shared')}{bucket(Environment='qa').replace('It:', 'Other:')}", OPEN)
    template.stack_name = "orders"
    assert stack_environment(template) == "orders"
    template.environment = EnvironmentTraits("qa", production=False, disposable=True)
    assert stack_environment(template) == "qa"


def test_a_tag_is_found_in_each_shape_that_types_have() -> None:
    shapes = {
        "AWS::SSM::Parameter": "Tags: {Environment: dev}",
        "AWS::EFS::FileSystem": "FileSystemTags: [{Key: Environment, Value: dev}]",
        "AWS::DynamoDB::GlobalTable": "Replicas: [{Tags: [{Key: Environment, Value: dev}]}, {Tags: []}]",
        "AWS::EC2::LaunchTemplate": (
            "TagSpecifications: [{ResourceType: launch-template, Tags: [{Key: Environment, Value: dev}]}]"
        ),
        "Custom::Thing": "Tags: [{Key: Environment, Value: dev}]",
    }
    for type_, tags in shapes.items():
        resource = it(f"It:\n  Type: {type_}\n  Properties:\n    X: 1\n    {tags}\n")
        assert tag_values(resource, "Environment") == ["dev"], type_


@pytest.mark.parametrize(
    ("type_", "properties", "copy"),
    [
        ("AWS::RDS::DBInstance", "{}", False),
        ("AWS::RDS::DBInstance", "{DBClusterIdentifier: x}", True),
        ("AWS::RDS::DBInstance", "{SourceDBInstanceIdentifier: x}", True),
        ("AWS::RDS::DBInstance", "{SourceDBInstanceIdentifier: !Ref AWS::NoValue, X: 1}", False),
        ("AWS::RDS::DBInstance", "{SourceDBInstanceIdentifier: !If [Chosen, x, !Ref AWS::NoValue], X: 1}", False),
        ("AWS::RDS::DBCluster", "{ReplicationSourceIdentifier: x}", True),
        ("AWS::Neptune::DBInstance", "{DBClusterIdentifier: x}", True),
        ("AWS::S3::Bucket", "{DBClusterIdentifier: x}", False),
    ],
)
def test_a_database_whose_data_is_elsewhere_is_a_copy(type_: str, properties: str, *, copy: bool) -> None:
    assert is_copy(it(f"It:\n  Type: {type_}\n  Properties: {properties}\n")) is copy
