"""Which property holds the tags, by made-up types; what the real ones say, the table by hand holds."""

from __future__ import annotations

from typing import Any

import pytest

from governed_cdk.schemas.tag_facts import tag_fact, tag_words

NONE: dict[str, Any] = {"tags": {"stated": [], "explained": []}}
PAIRS = {"type": "array", "items": {"properties": {"Key": {"type": "string"}, "Value": {"type": "string"}}}}
SAID = {"tagging": {"tagProperty": "/properties/QueueTags"}}
MAP = {"type": "object", "patternProperties": {".*": {"type": "string"}}}


def schema(**properties: Any) -> dict[str, Any]:
    return {"typeName": "AWS::Shop::Queue", "properties": properties}


@pytest.mark.parametrize(
    ("made", "fact"),
    [
        (schema(Tags=PAIRS), {"shape": "list"}),
        (schema(Tags=MAP), {"shape": "map"}),
        (schema(Tags={"type": "object"}), {"shape": "map"}),
        (schema(Tags={"type": "array", "items": {"type": "string"}}), None),
        (schema(QueueTags=PAIRS), None),
        (
            {**schema(QueueTags=PAIRS), "tagging": {"tagProperty": "/properties/QueueTags"}},
            {"path": "QueueTags", "shape": "list"},
        ),
        ({**schema(Tags=PAIRS), "createOnlyProperties": ["/properties/Tags"]}, {"shape": "list", "immutable": True}),
        ({**schema(Tags=PAIRS), "readOnlyProperties": ["/properties/Tags"]}, None),
        (schema(), None),
    ],
)
def test_tags_are_where_the_schema_says_in_its_shape(made: dict[str, Any], fact: dict[str, Any] | None) -> None:
    assert tag_fact(made, NONE) == fact


@pytest.mark.parametrize("property_", ["/properties/Tags", "/properties/Tags/Items"])
def test_what_the_override_file_states_counts_and_is_immutable_inside_what_only_a_creation_sets(property_: str) -> None:
    stated = {"AWS::Shop::Queue": {"path": "Tags.Items", "shape": "list"}}
    told = {"tags": {"stated": [{"types": stated}], "explained": []}}
    made = {**schema(Tags={"properties": {"Items": PAIRS}}), "createOnlyProperties": [property_]}
    assert tag_fact(made, told) == {"path": "Tags.Items", "shape": "list", "immutable": True}


def test_a_property_whose_name_says_tag_is_seen() -> None:
    made = schema(Tags=PAIRS, AmiTags=PAIRS, TagFilters=PAIRS, Stage=MAP, Tagline=MAP, ImageTagMutability=MAP)
    assert tag_words(made) == ["Tags", "AmiTags", "TagFilters", "ImageTagMutability"]
