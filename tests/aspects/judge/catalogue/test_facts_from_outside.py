"""The catalogue, held against what did not come from its generator: a table by hand, and the schemas, read anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.catalogue import NameFact, PropertyCondition, TagFact, TagShape, TypeFacts, facts, known_types
from tests.aspects.judge.catalogue.disagreements import disagreements

if TYPE_CHECKING:
    from collections.abc import Callable


def test_what_the_catalogue_says_of_every_type_stands_in_its_schema_and_in_the_table() -> None:
    told = [line for type_ in known_types() for line in disagreements(type_, facts(type_))]
    assert not told, "\n".join(told)


OFF = PropertyCondition(("Off",))


def key_at(*path: str) -> Callable[[TypeFacts], TypeFacts]:
    """The first key somewhere else."""
    return lambda said: replace(said, keys=(replace(said.keys[0], path=path, anchor=0), *said.keys[1:]))


def tags(**change: Any) -> Callable[[TypeFacts], TypeFacts]:
    return lambda said: replace(said, tags=replace(said.tags or TagFact(("Tags",), TagShape.LIST), **change))


def name(**change: Any) -> Callable[[TypeFacts], TypeFacts]:
    return lambda said: replace(said, name=replace(said.name or NameFact(("Name",), 64), **change))


def first_key(**change: Any) -> Callable[[TypeFacts], TypeFacts]:
    return lambda said: replace(said, keys=(replace(said.keys[0], **change), *said.keys[1:]))


@pytest.mark.parametrize(
    ("type_", "change"),
    [
        ("AWS::SNS::Topic", key_at("KmsKeyIdOfNobody")),
        ("AWS::SNS::Topic", key_at("TopicName")),
        ("AWS::SNS::Topic", lambda said: replace(said, keys=())),
        ("AWS::SNS::Topic", lambda said: replace(said, stateful=True)),
        ("AWS::S3::Bucket", lambda said: replace(said, keys=said.keys[1:])),
        ("AWS::S3::Bucket", lambda said: replace(said, stateful=False)),
        ("AWS::S3::Bucket", tags(path=("BucketTags",))),
        ("AWS::Backup::BackupVault", tags(shape=TagShape.LIST)),
        ("AWS::SSM::Parameter", lambda said: replace(said, tags=None)),
        ("AWS::EFS::FileSystem", first_key(replaces=False)),
        ("AWS::DynamoDB::Table", first_key(switch=(PropertyCondition(("SSEEnabled",), ("yes", True)), OFF))),
        ("AWS::SQS::Queue", name(path=("Name",))),
        ("AWS::SQS::Queue", lambda said: replace(said, name=None)),
        # Of no type of the table: the schema alone tells.
        ("AWS::XRay::Group", name(path=("Name",))),
        ("AWS::XRay::Group", name(max_length=64)),
        ("AWS::XRay::Group", tags(shape=TagShape.MAP)),
        ("AWS::XRay::Group", tags(immutable=True)),
        ("AWS::SageMaker::Domain", key_at("KmsKey")),
        ("AWS::SageMaker::Domain", key_at("DomainArn")),
        ("AWS::EC2::Instance", key_at("BlockDeviceMappings", "*", "Ebs")),
        ("AWS::NetworkFirewall::Firewall", name(within=("VpcName",))),
        ("AWS::Serverless::HttpApi", tags(path=("Nobody",))),
    ],
)  # fmt: skip
def test_a_wrong_fact_is_told(type_: str, change: Callable[[TypeFacts], TypeFacts]) -> None:
    assert disagreements(type_, change(facts(type_))) != []
