"""The property that holds a type's tags.

A type is taggable when it has a settable property of tags: the schemas' own flag `taggable` is silent or wrong for many
(launch templates, app meshes, SAM), and true for some whose tags no template can set.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from governed_cdk.schemas.reader import children, pointers
from governed_cdk.schemas.switches import is_within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governed_cdk.schemas.reader import Schema

_TAG_WORD = re.compile(r"Tag(?![a-z])|Tags(?![a-z])")


def tag_fact(schema: Schema, overrides: Mapping[str, Any]) -> dict[str, Any] | None:
    """The tag property as the catalogue says it; None for a type that takes no tags."""
    stated = stated_facts(overrides).get(schema["typeName"])
    name = schema.get("tagging", {}).get("tagProperty", "/properties/Tags").removeprefix("/properties/")
    fact = stated or _of_property(schema, name)
    if fact is None or fact["path"] in pointers(schema, "readOnlyProperties"):
        return None
    immutable = is_within(fact["path"], pointers(schema, "createOnlyProperties"))
    said = {**fact, **({"immutable": True} if immutable else {})}
    return {key: value for key, value in said.items() if (key, value) != ("path", "Tags")}


def stated_facts(overrides: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What the override file states of types, by type."""
    return {name: fact for group in overrides["tags"]["stated"] for name, fact in group["types"].items()}


def tag_words(schema: Schema) -> list[str]:
    """The properties whose names say tag: each is the type's tag property, or the override file says what else."""
    return [name for name in schema["properties"] if _TAG_WORD.search(name)]


def explained(overrides: Mapping[str, Any]) -> set[str]:
    """What only sounds like tags: `Property` of any type, or `AWS::Service::Type.Property`."""
    return {name for group in overrides["tags"]["explained"] for name in group["properties"]}


def _of_property(schema: Schema, name: str) -> dict[str, Any] | None:
    if name not in schema["properties"]:
        return None
    inside = children(schema, schema["properties"][name])
    if "[]" not in inside:
        return {"path": name, "shape": "map"}
    item = children(schema, inside["[]"])
    return {"path": name, "shape": "list"} if {"Key", "Value"} <= set(item) else None
