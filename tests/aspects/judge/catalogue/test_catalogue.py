"""The catalogue says of every type what its schema or the override file says, and the override file nothing in vain."""

from __future__ import annotations

import importlib.resources
import json
import re
from typing import Any

import pytest

from aspects.judge.catalogue import TagShape, facts, known_types
from constructs_lib.kernel.yaml_file import read_yaml
from governed_cdk.commands.catalogue import OVERRIDES
from governed_cdk.schemas.name_facts import name_property
from governed_cdk.schemas.reader import children, pointers, schemas
from governed_cdk.schemas.tag_facts import explained, stated_facts, tag_fact, tag_words


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    return dict(read_yaml(OVERRIDES))


def test_every_property_that_says_tag_is_the_types_tag_property_or_explained(overrides: dict[str, Any]) -> None:
    known, used, unexplained = explained(overrides), set(), []
    for name, schema in schemas().items():
        fact = tag_fact(schema, overrides)
        own = re.split(r"[.\[]", fact.get("path", "Tags"))[0] if fact else ""
        for word in tag_words(schema):
            reasons = {word, f"{name}.{word}"} & known
            used |= reasons
            if word != own and not reasons:
                unexplained.append(f"{name}.{word}")
    assert unexplained == []
    assert known - used == set(), "explains nothing any more"


def test_every_override_names_a_type_and_a_property_of_the_schemas(overrides: dict[str, Any]) -> None:
    names = overrides["names"]
    paths = {**{type_: fact["path"] for type_, fact in stated_facts(overrides).items()}}
    for group in (*names["paths"],):
        paths |= group["types"]
    for type_, path in paths.items():
        node = {"properties": schemas()[type_]["properties"]}
        for part in path.replace("[]", ".[]").split("."):
            node = children(schemas()[type_], node)[part]
    listed = {type_ for group in (*names["none"], *overrides["stateful"]) for type_ in group["types"]}
    bounded = {type_ for key in ("bounds", "within") for group in names[key] for type_ in group["types"]}
    assert (listed | bounded) - set(schemas()) == set()
    assert {type_ for type_ in bounded if facts(type_).name is None} == set()


def test_no_override_says_what_the_rule_would_say_anyway(overrides: dict[str, Any]) -> None:
    names = overrides["names"]
    for group in names["none"]:
        for type_ in group["types"]:
            assert name_property(schemas()[type_]) is not None, type_
    for group in names["paths"]:
        for type_, path in group["types"].items():
            assert name_property(schemas()[type_]) != path, type_


def test_every_group_of_overrides_has_a_reason(overrides: dict[str, Any]) -> None:
    names, tags = overrides["names"], overrides["tags"]
    groups = [*overrides["stateful"], *tags["stated"], *tags["explained"]]
    groups += [group for key in ("none", "paths", "bounds", "within") for group in names[key]]
    assert [group for group in groups if len(group["reason"]) < 15] == []


def test_no_type_is_overridden_twice_in_a_section(overrides: dict[str, Any]) -> None:
    for groups in (overrides["stateful"], *(overrides["names"][key] for key in ("none", "paths", "bounds", "within"))):
        types = [type_ for group in groups for type_ in group["types"]]
        assert sorted(types) == sorted(set(types))


def test_everything_that_cfn_lint_calls_stateful_is_so_here(overrides: dict[str, Any]) -> None:
    spec = importlib.resources.files("cfnlint") / "data" / "AdditionalSpecs" / "StatefulResources.json"
    theirs = set(json.loads(spec.read_text(encoding="utf-8"))["ResourceTypes"])
    ours = {type_ for type_ in known_types() if facts(type_).stateful}
    assert theirs - ours == {"AWS::CloudFormation::Stack"}, "what is in a nested stack is judged by itself"
    assert len(ours) == sum(len(group["types"]) for group in overrides["stateful"])


def test_tags_are_as_the_services_take_them() -> None:
    shapes = {type_: facts(type_).tags for type_ in known_types()}
    launch_template = shapes["AWS::EC2::LaunchTemplate"]
    assert launch_template is not None
    assert launch_template.shape is TagShape.SPECIFICATIONS
    assert dict(launch_template.extra) == {"ResourceType": "launch-template"}
    for type_, path in {
        "AWS::DynamoDB::GlobalTable": ("Replicas", "*", "Tags"), "AWS::Route53::HostedZone": ("HostedZoneTags",),
        "AWS::EFS::FileSystem": ("FileSystemTags",), "AWS::EFS::AccessPoint": ("AccessPointTags",),
        "AWS::Backup::BackupPlan": ("BackupPlanTags",), "AWS::Cognito::UserPool": ("UserPoolTags",),
        "AWS::CloudFront::AnycastIpList": ("Tags", "Items"), "AWS::SQS::Queue": ("Tags",),
    }.items():  # fmt: skip
        fact = shapes[type_]
        assert fact is not None
        assert fact.path == path, type_
    maps = {type_ for type_, fact in shapes.items() if fact and fact.shape is TagShape.MAP}
    assert {"AWS::SSM::Parameter", "AWS::Serverless::Function", "AWS::Glue::Job", "AWS::Cognito::UserPool"} <= maps
    for type_ in ("AWS::IAM::InstanceProfile", "AWS::Lightsail::Alarm", "AWS::MSK::Topic", "AWS::S3::BucketPolicy"):
        assert facts(type_).tags is None, type_


def test_no_tag_or_name_property_is_read_only() -> None:
    for type_ in known_types():
        said, schema = facts(type_), schemas()[type_]
        if type_ == "AWS::Serverless::StateMachine":  # SAM takes a name, and passes on what CloudFormation made of it
            continue
        for path in (said.tags.path if said.tags else (), said.name.path if said.name else ()):
            assert ".".join(path) not in pointers(schema, "readOnlyProperties"), type_


@pytest.mark.parametrize(
    ("type_", "length"),
    [
        ("AWS::S3::Bucket", 63), ("AWS::IAM::Role", 64), ("AWS::ElasticLoadBalancingV2::LoadBalancer", 32),
        ("AWS::ElasticLoadBalancingV2::TargetGroup", 32), ("AWS::SQS::Queue", 80), ("AWS::SNS::Topic", 256),
        ("AWS::Lambda::Function", 64), ("AWS::RDS::DBInstance", 63), ("AWS::RDS::DBCluster", 63),
        ("AWS::RDS::DBProxy", 63), ("AWS::ElastiCache::ReplicationGroup", 40), ("AWS::Logs::LogGroup", 512),
        ("AWS::Events::Rule", 64), ("AWS::StepFunctions::StateMachine", 80), ("AWS::CloudWatch::Alarm", 255),
        ("AWS::DynamoDB::Table", 255), ("AWS::ECR::Repository", 256), ("AWS::KMS::Alias", 256),
        ("AWS::SecretsManager::Secret", 512), ("AWS::SSM::Parameter", 1011), ("AWS::EC2::SecurityGroup", 255),
        ("AWS::Glue::Database", 255), ("AWS::EKS::Cluster", 100), ("AWS::ECS::Service", 255),
        ("AWS::Kinesis::Stream", 128), ("AWS::KinesisFirehose::DeliveryStream", 64),
        ("AWS::OpenSearchService::Domain", 28), ("AWS::Cognito::UserPool", 128), ("AWS::WAFv2::WebACL", 128),
        ("AWS::CodeBuild::Project", 150), ("AWS::Backup::BackupVault", 50), ("AWS::Athena::WorkGroup", 128),
        ("AWS::CloudTrail::Trail", 128), ("AWS::XRay::Group", 32), ("AWS::Redshift::Cluster", 63),
    ],
)  # fmt: skip
def test_a_name_is_as_long_as_its_service_takes(type_: str, length: int) -> None:
    fact = facts(type_).name
    assert fact is not None
    assert fact.max_length == length


def test_what_is_named_after_something_else_has_no_name_of_its_own() -> None:
    for type_ in ("AWS::EKS::Addon", "AWS::Route53::RecordSet", "AWS::IAM::Policy", "AWS::Lambda::Permission"):
        assert facts(type_).name is None, type_


def test_an_unknown_type_has_no_facts() -> None:
    said = facts("Custom::Thing")
    assert (said.tags, said.keys, said.name, said.stateful) == (None, (), None, False)
