"""The property that holds a type's physical name, and what the service allows in it.

It is called `Name`, or ends with the type's own noun: `QueueName` of a queue, `DBInstanceIdentifier` of a database
instance. What else is a name, and what only looks like one, the override file says.
"""

from __future__ import annotations

import functools
import re
import warnings
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.facts.unique_names import unique_names
from governed_cdk.schemas.reader import children, pointers, schemas, types_of, variants
from governed_cdk.schemas.tag_facts import tag_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governed_cdk.schemas.reader import Schema

DEFAULT_MAX = 255
_NAMING = re.compile(r"(Name|Identifier)\Z")
# Classes of characters that JSON schemas write and Python's `re` does not know, as far as names in ASCII go.
_CLASSES = {"L": "a-zA-Z", "N": "0-9", "P": "!-/:-@\\[-`{-~", "S": "$+<=>^`|~", "Z": " ", "M": ""}
_CLASS = re.compile(r"\\p\{([LNPSZM])[a-z]?\}")


def name_fact(schema: Schema, overrides: Mapping[str, Any]) -> dict[str, Any] | None:
    """The name property as the catalogue says it; None for a type that takes no name."""
    type_ = schema["typeName"]
    said = overrides["names"]
    if any(type_ in group["types"] for group in said["none"]):
        return None
    stated = {name: path for group in said["paths"] for name, path in group["types"].items()}
    path = stated.get(type_) or name_property(schema)
    if path is None:
        return None
    bounds = {**_bounds(schema, path), **stated_bounds(overrides).get(type_, {})}
    fact = {"path": path, "max": DEFAULT_MAX, **bounds}
    fact["max"] = _longest(fact.get("pattern"), fact["max"])
    fact["within"] = _parents(schema, path, overrides)
    fact["unique"] = _is_unique(schema, path)
    fact.setdefault("replaced", _always_replaced(schema, path))
    return {key: value for key, value in fact.items() if value and (key, value) != ("min", 1)}


def stated_bounds(overrides: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The lengths and patterns that the override file states, by type; null takes away what the schema says."""
    return {name: bounds for group in overrides["names"]["bounds"] for name, bounds in group["types"].items()}


def name_property(schema: Schema) -> str | None:
    """The property that is the resource's name by its own: `Name`, else the type's noun with Name or Identifier."""
    taken = pointers(schema, "readOnlyProperties")
    texts = [name for name, node in schema["properties"].items() if name not in taken and _is_text(schema, node)]
    if "Name" in texts:
        return "Name"
    noun = schema["typeName"].rsplit("::", 1)[-1].lower()
    own = [name for name in texts if _NAMING.search(name) and noun.endswith(_NAMING.sub("", name).lower())]
    return max(own, key=lambda name: (name.endswith("Name"), len(name)), default=None)


def _parents(schema: Schema, path: str, overrides: Mapping[str, Any]) -> list[str]:
    """The properties that name what the resource belongs to: its name is unique within that only."""
    type_ = schema["typeName"]
    stated = {name: parents for group in overrides["names"]["within"] for name, parents in group["types"].items()}
    if type_ in stated:
        return list(stated[type_])
    own, others = path.split(".", maxsplit=1)[0], pointers(schema, "primaryIdentifier")
    found = {name for name in others - pointers(schema, "readOnlyProperties") if "." not in name}
    found |= {
        name for name in schema.get("required", ()) if _noun(name) in _nouns(type_) and name in schema["properties"]
    }
    return sorted(found - {own})


def _is_unique(schema: Schema, path: str) -> bool:
    """Whether the second resource of a name is refused: the name identifies it, alone or with what a template gives.

    What the reviewed table says goes before what the schema does.
    """
    said = unique_names().get(schema["typeName"])
    if said is not None:
        return said
    made = pointers(schema, "readOnlyProperties")
    lists = [schema.get("primaryIdentifier", ()), *schema.get("additionalIdentifiers", ())]
    identifiers = [pointers({"one": one}, "one") for one in lists]
    return any(path in one and not one & made for one in identifiers)


def _always_replaced(schema: Schema, path: str) -> bool:
    """Whether a change of any property but the tags replaces the resource."""
    fixed = pointers(schema, "createOnlyProperties") | pointers(schema, "readOnlyProperties")
    others = set(schema["properties"]) - {path.split(".", maxsplit=1)[0]} - set(tag_words(schema))
    return bool(others - pointers(schema, "readOnlyProperties")) and others <= fixed


def _noun(property_: str) -> str:
    return re.sub(r"(Id|Arn|ARN|Name|Identifier)\Z", "", property_).lower()


@functools.cache
def _nouns(type_: str) -> frozenset[str]:
    """The nouns of the other types of a type's service."""
    service, _, own = type_.rpartition("::")
    return frozenset(name.rpartition("::")[2].lower() for name in schemas() if name.startswith(f"{service}::")) - {
        own.lower()
    }


def _is_text(schema: Schema, node: Schema) -> bool:
    return "string" in types_of(schema, node)


def _bounds(schema: Schema, path: str) -> dict[str, Any]:
    node: Schema = {"properties": schema["properties"]}
    for part in path.split("."):
        node = children(schema, node)[part]
    found: dict[str, Any] = {}
    for variant in variants(schema, node):
        for key, keyword in (("max", "maxLength"), ("min", "minLength")):
            if keyword in variant:
                found.setdefault(key, variant[keyword])
        if variant.get("pattern") and "pattern" not in found:
            found["pattern"] = _python(variant["pattern"])
    return found


def _longest(pattern: str | None, limit: int) -> int:
    """The longest name of letters within a limit that a pattern lets through; the limit where it lets none through."""
    if pattern is None:
        return limit
    return next((length for length in range(min(limit, 1024), 0, -1) if re.fullmatch(pattern, "a" * length)), limit)


def _python(pattern: str) -> str | None:
    """A JSON-schema pattern for Python's `re`, None where that cannot be."""
    pattern = _CLASS.sub(lambda match: _CLASSES[match[1]], pattern)
    try:
        with warnings.catch_warnings(action="error"):
            re.compile(pattern)
    except (re.error, FutureWarning):
        return None
    return pattern
