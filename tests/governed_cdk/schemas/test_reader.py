"""Schemas as CloudFormation writes them: references, alternatives, pointers."""

from __future__ import annotations

from typing import Any

import pytest

from governed_cdk.schemas.reader import children, pointers, resolve, types_of, variants

SCHEMA: dict[str, Any] = {
    "definitions": {
        "Text": {"type": "string", "maxLength": 9},
        "Alias": {"$ref": "#/definitions/Text"},
        "Loop": {"$ref": "#/definitions/Loop"},
        "Item": {"type": "object", "properties": {"Id": {"type": "string"}}},
    },
    "properties": {
        "Plain": {"type": "integer"},
        "List": {"type": "array", "items": {"$ref": "#/definitions/Item"}},
        "Map": {"type": "object", "patternProperties": {".*": {"type": "boolean"}}},
        "Open": {"type": "object", "additionalProperties": {"type": "string"}},
        "Closed": {"type": "object", "additionalProperties": False},
        "Either": {"oneOf": [{"type": "string"}, {"anyOf": [{"type": ["object", "null"], "properties": {"A": {}}}]}]},
    },
    "createOnlyProperties": [
        "/properties/Plain", "/properties/List/*/Id", "/properties/Map/properties/A", "/properties/List/items/Id",
    ],
}  # fmt: skip


def test_a_reference_is_followed_and_what_stands_beside_it_stays() -> None:
    found = resolve(SCHEMA, {"$ref": "#/definitions/Alias", "description": "mine"})
    assert found == {"type": "string", "maxLength": 9, "description": "mine"}


@pytest.mark.parametrize(
    ("name", "types"),
    [
        ("Plain", {"integer"}),
        ("List", {"array"}),
        ("Either", {"string", "object", "null"}),
    ],
)
def test_a_node_takes_the_types_of_all_its_alternatives(name: str, types: set[str]) -> None:
    assert types_of(SCHEMA, SCHEMA["properties"][name]) == types


def test_alternatives_are_found_at_any_depth() -> None:
    assert len(list(variants(SCHEMA, SCHEMA["properties"]["Either"]))) == 4


@pytest.mark.parametrize(
    ("name", "inside"),
    [("Plain", set()), ("List", {"[]"}), ("Map", {"{}"}), ("Open", {"{}"}), ("Closed", set()), ("Either", {"A"})],
)
def test_what_is_inside_has_its_name_or_the_mark_of_a_list_or_map(name: str, inside: set[str]) -> None:
    assert set(children(SCHEMA, SCHEMA["properties"][name])) == inside


def test_a_pointer_is_a_path() -> None:
    assert pointers(SCHEMA, "createOnlyProperties") == {"Plain", "List[].Id", "Map.A"}
    assert pointers(SCHEMA, "readOnlyProperties") == set()
