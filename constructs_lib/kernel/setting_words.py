"""What a setting may be, in the words of who writes YAML: from the JSON schema that editors check it by."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from constructs_lib.kernel.places import Place

    Schema = dict[str, Any]

# The unit of a number, by the last word of its key.
_UNITS = {
    "bytes": "bytes", "days": "days", "gib": "GiB", "hours": "hours", "mib": "MiB", "mibps": "MiB a second",
    "minutes": "minutes", "percent": "percent", "seconds": "seconds", "usd": "US dollars",
}  # fmt: skip

_OTHERS = {"boolean": "true or false", "object": "a mapping", "null": "null"}


def allowed_at(model: type[BaseModel], location: Place, *, keys: bool = False) -> str:
    """What may stand at a place of a record, or what keys may: `a whole number of days, 7 to 30`, `true or false`."""
    return allowed_in(_schema(model), location, keys=keys)


@functools.cache
def _schema(model: type[BaseModel]) -> Schema:
    """The same for every mistake in a record: making it takes longer than all the rest."""
    return model.model_json_schema()


def allowed_in(root: Schema, location: Place, *, keys: bool = False) -> str:
    """The same of a JSON schema."""
    nodes = list(variants(root, root))
    for part in location:
        nodes = [variant for node in nodes for child in _children(node, part) for variant in variants(root, child)]
    if keys:
        nodes = [variant for node in nodes for variant in variants(root, node.get("propertyNames", {}))]
    key = next((part for part in reversed(location) if isinstance(part, str)), "")
    words = list(dict.fromkeys(_words(node, key) for node in nodes))
    comma = "," if any("," in word for word in words[:-1]) else ""  # `1 to 9 or null` would read as one range
    return f"{comma} or ".join(words) or "another value"


def variants(root: Schema, node: Schema) -> Iterator[Schema]:
    """A node, or each of its alternatives, with references followed."""
    if "$ref" in node:
        node = {**root["$defs"][node["$ref"].rpartition("/")[2]], **node}
    alternatives = node.get("anyOf")
    if alternatives is None:
        yield node
    for alternative in alternatives or ():
        yield from variants(root, alternative)


def _children(node: Schema, part: str | int) -> Iterator[Schema]:
    if isinstance(part, int):
        yield from (node[key] for key in ("items",) if key in node)
    elif part in node.get("properties", {}):
        yield node["properties"][part]
    elif isinstance(node.get("additionalProperties"), dict):
        yield node["additionalProperties"]


def _words(node: Schema, key: str) -> str:
    if "allowed" in node:  # a type of setting_kinds says it best
        return str(node["allowed"])
    if "enum" in node or "const" in node:
        return either(node.get("enum", [node.get("const")]))
    match node.get("type"):
        case "integer" | "number" as kind:
            words = "a whole number" if kind == "integer" else "a number"
            return f"{words}{_unit(key)}{_range(node, 'imum')}"
        case "string":
            return f"text{_range(node, 'Length', ' characters')}"
        case "array":
            return f"a list, as [a, b]{_range(node, 'Items', ' values')}"
        case kind:
            return _OTHERS.get(str(kind), "another value")


def either(values: list[Any]) -> str:
    """`30, 60 or 90`, text in quotes."""
    *first, last = map(repr, values)
    return f"{', '.join(first)} or {last}" if first else last


def _unit(key: str) -> str:
    unit = _UNITS.get(key.rpartition("_")[2])
    return f" of {unit}" if unit else ""


def _range(node: Schema, bound: str, unit: str = "") -> str:
    low, high = node.get(f"min{bound}"), node.get(f"max{bound}")
    if low is None and "exclusiveMinimum" in node:
        return f", above {node['exclusiveMinimum']}"
    if low is None:
        return "" if high is None else f", at most {high}{unit}"
    return f", {low} or more{unit}" if high is None else f", {low} to {high}{unit}"
