"""CloudFormation's schemas inside cfn-lint, read without our generator: what it misreads must not be believed here."""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Node = dict[str, Any]


@functools.cache
def schemas() -> dict[str, Node]:
    """Every type's schema."""
    folder = files("cfnlint") / "data" / "schemas"
    regions = [file for file in (folder / "providers").iterdir() if file.name.endswith(".json")]
    hashes = {type_: hash_ for file in regions for type_, hash_ in json.loads(file.read_text("utf-8")).items()}
    return {
        type_: json.loads((folder / "resources" / f"{hash_}.json").read_text("utf-8"))
        for type_, hash_ in hashes.items()
    }


def at(schema: Node, path: Sequence[str]) -> list[Node]:
    """Every description of the property at a path, `*` for any item or value; none where there is no such property."""
    found = list(_same(schema, schema))
    for part in path:
        found = [same for node in found for child in _inside(node, part) for same in _same(schema, child)]
    return found


def types(nodes: list[Node]) -> set[str]:
    """The JSON types that a property takes."""
    given = (node.get("type", []) for node in nodes)
    return {type_ for one in given for type_ in ([one] if isinstance(one, str) else one)}


def below(schema: Node) -> Iterator[tuple[str, ...]]:
    """The path of every property at any depth."""
    yield from _below(schema, schema, (), ())


def is_listed(schema: Node, keyword: str, path: Sequence[str]) -> bool:
    """Whether `readOnlyProperties`, `createOnlyProperties` and the like name the property, or one around it."""
    plain = [part for part in path if part != "*"]
    for pointer in schema.get(keyword, ()):
        named = [part for part in pointer.split("/")[2:] if part not in ("*", "items", "properties")]
        if plain[: len(named)] == named:
            return True
    return False


def _below(schema: Node, node: Node, path: tuple[str, ...], open_: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for same in _same(schema, node):
        children = [((*path, name), child) for name, child in same.get("properties", {}).items()]
        yield from (place for place, _ in children)
        for place, child in [*children, *(((*path, "*"), child) for child in _inside(same, "*"))]:
            reference = child.get("$ref", "")
            if reference not in open_:  # some definitions hold themselves
                yield from _below(schema, child, place, (*open_, reference) if reference else open_)


def _inside(node: Node, part: str) -> list[Node]:
    if part != "*":
        return [node["properties"][part]] if part in node.get("properties", {}) else []
    inner = [node.get("items"), node.get("additionalProperties"), *node.get("patternProperties", {}).values()]
    return [child for child in inner if isinstance(child, dict)]


def _same(schema: Node, node: Node, seen: tuple[str, ...] = ()) -> Iterator[Node]:
    """A node, what it refers to, and its alternatives."""
    yield node
    reference = node.get("$ref")
    if reference and reference not in seen:
        target: Any = schema
        for part in reference.split("/")[1:]:
            target = target[part]
        yield from _same(schema, target, (*seen, reference))
    for keyword in ("allOf", "anyOf", "oneOf"):
        for alternative in node.get(keyword, ()):
            yield from _same(schema, alternative, seen)
