"""The catalogue, held against what did not come from its generator: a table by hand, and the schemas, read anew."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.catalogue import (
    KeyFact,
    NameFact,
    PropertyCondition,
    TagFact,
    TagShape,
    TypeFacts,
    facts,
    known_types,
)
from constructs_lib.kernel.yaml_file import read_yaml
from tests.aspects.judge.catalogue.outside import at, below, is_listed, schemas, types
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.aspects.judge.catalogue.outside import Node


SAMPLE: Mapping[str, dict[str, Any]] = read_yaml(ROOT / "tests/samples/types.yaml")

# The schema lists it among what the service returns; the CloudFormation reference takes it.
SET_ALL_THE_SAME = {("AWS::CodeArtifact::Domain", ("EncryptionKey",))}
# SAM passes on what CloudFormation made of a name, and takes one too.
SAM_NAMES = {"AWS::Serverless::StateMachine"}
SOUNDS_LIKE_A_KEY = re.compile(r"kms|cmk|encryption_?key|masterkey|cryptkey", re.IGNORECASE)
SETTINGS_OF_KEYS = re.compile(r"Seconds$|Role|Policy|Type$|Enabled$|Objects$", re.IGNORECASE)


def path_of(text: str) -> tuple[str, ...]:
    """A path of the table in the parts that the catalogue has."""
    return tuple(re.sub(r"\[\]|\{\}", ".*", text).split("."))


def keys_of(row: dict[str, Any]) -> set[tuple[str, ...]]:
    return {path_of(path) for path in (*row.get("keys", ()), *row.get("documents", ()))}


def in_a_document(schema: Node, path: tuple[str, ...]) -> bool:
    """Whether a path leads into a property that holds JSON of any kind."""
    longest = max(length for length in range(len(path) + 1) if at(schema, path[:length]))
    nodes = at(schema, path[:longest])
    return 0 < longest < len(path) and not any("properties" in node or "items" in node for node in nodes)


def wrong_key(type_: str, key: KeyFact, schema: Node) -> Iterator[str]:
    nodes = at(schema, key.path)
    if not nodes:
        if not in_a_document(schema, key.path):
            yield "no such property"
        return
    if types(nodes) and "string" not in types(nodes):
        yield f"takes {types(nodes)}"
    if is_listed(schema, "readOnlyProperties", key.path) and (type_, key.path) not in SET_ALL_THE_SAME:
        yield "is read-only"
    replaces = any(
        is_listed(schema, keyword, key.path) for keyword in ("createOnlyProperties", "conditionalCreateOnlyProperties")
    )
    if replaces != key.replaces and (type_, key.path) not in SET_ALL_THE_SAME:
        yield f"a change of it {'replaces' if replaces else 'does not replace'} the resource"
    for conditions, start in ((key.switch, key.path[:-1]), (key.when, thing(key)), (key.unless, thing(key))):
        for condition in conditions:
            yield from wrong_condition(condition, () if condition.root else start, schema)


def thing(key: KeyFact) -> tuple[str, ...]:
    return key.path[: key.anchor]


def wrong_condition(condition: PropertyCondition, start: tuple[str, ...], schema: Node) -> Iterator[str]:
    path = (*start, *condition.path)
    nodes = at(schema, path)
    if not nodes and not in_a_document(schema, path):
        yield f"{'.'.join(path)}: no such property"
    allowed = {value for node in nodes for value in node.get("enum", ())}
    for value in condition.values:
        if isinstance(value, bool) and "boolean" not in types(nodes):
            yield f"{'.'.join(path)}: takes no {value}"
        if isinstance(value, str) and allowed and value not in allowed:
            yield f"{'.'.join(path)}: takes no {value}"


def wrong_tags(tags: TagFact, schema: Node) -> Iterator[str]:
    nodes = at(schema, tags.path)
    items = at(schema, (*tags.path, "*"))
    names = {name for node in items for name in node.get("properties", {})}
    wanted = {TagShape.LIST: {tags.key, tags.value}, TagShape.SPECIFICATIONS: {"Tags"}, TagShape.MAP: set()}
    if not nodes:
        yield "no such property"
    elif not wanted[tags.shape] <= names:
        yield f"an item has {sorted(names)}"
    elif tags.shape is TagShape.MAP and "array" in types(nodes) | types(items):
        yield "is a list"
    if is_listed(schema, "readOnlyProperties", tags.path):
        yield "is read-only"
    if is_listed(schema, "createOnlyProperties", tags.path) != tags.immutable:
        yield f"immutable: {not tags.immutable}"


def wrong_name(type_: str, name: NameFact, schema: Node) -> Iterator[str]:
    nodes = at(schema, name.path)
    if not nodes:
        yield "no such property"
    elif types(nodes) and "string" not in types(nodes):
        yield f"takes {types(nodes)}"
    if is_listed(schema, "readOnlyProperties", name.path) and type_ not in SAM_NAMES:
        yield "is read-only"
    longest = [node["maxLength"] for node in nodes if "maxLength" in node]
    if longest and name.max_length > max(longest):
        yield f"at most {max(longest)} characters"
    yield from (f"{part}: no such property" for part in name.within if not at(schema, (part,)))


def disagreements(type_: str, said: TypeFacts) -> list[str]:
    """What the catalogue says of a type and its schema, or the table, does not."""
    schema, row = schemas()[type_], SAMPLE.get(type_)
    found = [f"{'.'.join(key.path)}: {wrong}" for key in said.keys for wrong in wrong_key(type_, key, schema)]
    found += [f"tags: {wrong}" for wrong in (wrong_tags(said.tags, schema) if said.tags else ())]
    found += [f"name: {wrong}" for wrong in (wrong_name(type_, said.name, schema) if said.name else ())]
    if row:
        found += [f"{what}: {given}; by hand: {hand}" for what, given, hand in compared(said, row) if given != hand]
    return [f"{type_}: {one}" for one in found]


def compared(said: TypeFacts, row: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    yield "keys", {key.path for key in said.keys}, keys_of(row)
    yield "tags", said.tags and said.tags.path, path_of(row["tags"]) if "tags" in row else None
    yield "shape", said.tags and said.tags.shape, row.get("shape")
    yield "name", said.name and said.name.path, path_of(row["name"]) if "name" in row else None
    yield "stateful", said.stateful, "stateful" in row


def test_what_the_catalogue_says_of_every_type_stands_in_its_schema_and_in_the_table() -> None:
    told = [line for type_ in known_types() for line in disagreements(type_, facts(type_))]
    assert not told, "\n".join(told)


def test_the_table_has_150_types_each_with_its_page() -> None:
    assert len(SAMPLE) >= 150
    for type_, row in SAMPLE.items():
        _, service, name = type_.lower().split("::")
        assert row["source"] in (f"aws-resource-{service}-{name}", f"sam-resource-{name}"), type_
        assert ("tags" in row) == ("shape" in row), type_


OFF = PropertyCondition(("Off",))


@pytest.mark.parametrize("type_", ["AWS::SNS::Topic", "AWS::S3::Bucket", "AWS::RDS::DBInstance", "AWS::SQS::Queue"])
def test_the_types_that_the_platform_lives_on_are_in_the_table(type_: str) -> None:
    assert type_ in SAMPLE


def test_the_table_misses_no_property_that_takes_a_key() -> None:
    told = []
    for type_, row in SAMPLE.items():
        schema, known = schemas()[type_], keys_of(row) | {path_of(path) for path in row.get("not_keys", ())}
        for path in sorted(set(below(schema)) - known):
            sounds = SOUNDS_LIKE_A_KEY.search(path[-1]) and not SETTINGS_OF_KEYS.search(path[-1])
            settable = "string" in types(at(schema, path)) and not is_listed(schema, "readOnlyProperties", path)
            told += [f"{type_}: {'.'.join(path)}"] if sounds and settable else []
    assert told == []


def test_what_only_sounds_like_a_key_or_tags_is_there_and_said_why() -> None:
    for type_, row in SAMPLE.items():
        for path, why in {**row.get("not_keys", {}), **row.get("not_tags", {})}.items():
            assert at(schemas()[type_], path_of(path)), f"{type_}: {path}"
            assert len(why) > 10, f"{type_}: {path}"


def test_the_table_misses_no_property_that_holds_tags() -> None:
    told = []
    for type_, row in SAMPLE.items():
        schema = schemas()[type_]
        own = {path_of(row["tags"])[0]} if "tags" in row else set()
        told += [
            f"{type_}: {name}"
            for name in schema["properties"]
            if name.endswith("Tags")
            and name not in own | set(row.get("not_tags", ()))
            and not is_listed(schema, "readOnlyProperties", (name,))
            and types(at(schema, (name,))) & {"array", "object"}
        ]
    assert told == []


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
