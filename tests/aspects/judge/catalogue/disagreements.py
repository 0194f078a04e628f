"""What the catalogue says of a type, held against its schema and the table by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import KeyFact, NameFact, PropertyCondition, TagFact, TagShape, TypeFacts
from constructs_lib.kernel.yaml_file import read_yaml
from tests.aspects.judge.catalogue.outside import at, is_listed, schemas, types
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.aspects.judge.catalogue.outside import Node

SAMPLE: Mapping[str, dict[str, Any]] = read_yaml(ROOT / "tests/samples/types.yaml")

# The schema lists it among what the service returns; the CloudFormation reference takes it.
SET_ALL_THE_SAME = {("AWS::CodeArtifact::Domain", ("EncryptionKey",))}

# SAM passes on what CloudFormation made of a name, and takes one too.
SAM_NAMES = {"AWS::Serverless::StateMachine"}


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
