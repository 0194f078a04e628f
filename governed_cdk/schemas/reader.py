"""The CloudFormation schemas inside cfn-lint: every type of every region, and the types of SAM."""

from __future__ import annotations

import functools
import importlib.resources
import json
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

Schema = dict[str, Any]

# Keywords whose sub-schemas describe the same value as the schema that holds them.
_ALTERNATIVES = ("allOf", "anyOf", "oneOf")


@functools.cache
def schemas() -> dict[str, Schema]:
    """Every type's schema by type name, sorted; the union of all regions."""
    folder = _folder()
    digests: dict[str, str] = {}
    for region in sorted(file.name for file in (folder / "providers").iterdir() if file.name.endswith(".json")):
        digests |= json.loads((folder / "providers" / region).read_text(encoding="utf-8"))
    return {
        name: json.loads((folder / "resources" / f"{digest}.json").read_text(encoding="utf-8"))
        for name, digest in sorted(digests.items())
    }


@functools.cache
def schema_date() -> str:
    """The day on which AWS published the schemas, `YYYY-MM-DD`."""
    return str(json.loads((_folder() / "version.json").read_text(encoding="utf-8"))["schema_date"])[:10]


def _folder() -> Traversable:
    try:
        return importlib.resources.files("cfnlint") / "data" / "schemas"
    except ModuleNotFoundError:
        raise ConfigurationError("cfn-lint is not installed, and the schemas are inside it: make setup") from None


def resolve(schema: Schema, node: Schema) -> Schema:
    """A node of a type's schema with its `$ref`s followed; what stands beside a `$ref` stays."""
    seen = set()
    while "$ref" in node and node["$ref"] not in seen:
        seen.add(node["$ref"])
        target: Any = schema
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def variants(schema: Schema, node: Schema) -> Iterator[Schema]:
    """A node and, at any depth, the alternatives that describe the same value."""
    node = resolve(schema, node)
    yield node
    for keyword in _ALTERNATIVES:
        for alternative in node.get(keyword, ()):
            yield from variants(schema, alternative)


def children(schema: Schema, node: Schema) -> dict[str, Schema]:
    """The properties of an object by name, `[]` for the items of a list, `{}` for the values of a map."""
    found: dict[str, Schema] = {}
    for variant in variants(schema, node):
        for name, child in variant.get("properties", {}).items():
            found.setdefault(name, child)
        if isinstance(variant.get("items"), dict):
            found.setdefault("[]", variant["items"])
        values = [*variant.get("patternProperties", {}).values(), variant.get("additionalProperties")]
        for child in values:
            if isinstance(child, dict):
                found.setdefault("{}", child)
    return found


def types_of(schema: Schema, node: Schema) -> frozenset[str]:
    """The JSON types that a node takes: `string`, `array`, `object` and so on."""
    found: set[str] = set()
    for variant in variants(schema, node):
        given = variant.get("type", [])
        found |= {given} if isinstance(given, str) else set(given)
    return frozenset(found)


def pointers(schema: Schema, keyword: str) -> frozenset[str]:
    """The properties that a list of the schema names (`createOnlyProperties`), as paths: `Replicas[].Region`."""
    return frozenset(
        pointer.removeprefix("/properties/").replace("/properties/", "/")
        .replace("/items/", "[]/").replace("/*", "[]").replace("/", ".")
        for pointer in schema.get(keyword, ())
    )  # fmt: skip
