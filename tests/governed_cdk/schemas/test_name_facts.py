"""Which property is the name, by made-up types; what the real ones say, the table by hand holds."""

from __future__ import annotations

from typing import Any

import pytest

from governed_cdk.schemas.name_facts import name_fact, name_property

TEXT = {"type": "string"}
NONE: dict[str, Any] = {"names": {"none": [], "paths": [], "bounds": [], "within": []}}


def schema(*texts: str, type_: str = "AWS::Shop::Queue", **more: Any) -> dict[str, Any]:
    return {"typeName": type_, "properties": dict.fromkeys(texts, TEXT), **more}


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (("Name", "QueueName"), "Name"),
        (("QueueName", "Arn"), "QueueName"),
        (("QueueIdentifier",), "QueueIdentifier"),
        (("QueueIdentifier", "QueueName"), "QueueName"),
        (("BucketName",), None),
        (("Description",), None),
        ((), None),
    ],
)
def test_a_name_is_called_name_or_after_the_types_own_noun(texts: tuple[str, ...], name: str | None) -> None:
    assert name_property(schema(*texts)) == name


def test_the_longest_noun_counts() -> None:
    made = schema("InstanceName", "DBInstanceName", type_="AWS::Shop::DBInstance")
    assert name_property(made) == "DBInstanceName"


def test_what_the_service_returns_or_is_no_text_is_no_name() -> None:
    assert name_property(schema("Name", readOnlyProperties=["/properties/Name"])) is None
    assert name_property({"typeName": "AWS::Shop::Queue", "properties": {"Name": {"type": "object"}}}) is None


@pytest.mark.parametrize(
    ("node", "longest"),
    [
        ({}, 255),
        ({"maxLength": 40}, 40),
        ({"maxLength": 99, "pattern": "^[a-z]{1,12}$"}, 12),
        ({"maxLength": 40, "pattern": "^[0-9]+$"}, 40),
    ],
)
def test_a_name_is_as_long_as_schema_and_pattern_allow(node: dict[str, Any], longest: int) -> None:
    made = {"typeName": "AWS::Shop::Queue", "properties": {"Name": {**TEXT, **node}, "Size": {"type": "integer"}}}
    fact = name_fact(made, NONE)
    assert fact is not None
    assert fact["max"] == longest


def test_the_override_file_has_the_last_word() -> None:
    def told(section: str, value: Any) -> dict[str, Any]:
        return {"names": {**NONE["names"], section: [{"types": value}]}}

    made = schema("Name", "Title")
    assert name_fact(made, told("none", ["AWS::Shop::Queue"])) is None
    paths, bounds = told("paths", {"AWS::Shop::Queue": "Title"}), told("bounds", {"AWS::Shop::Queue": {"max": 7}})
    assert (name_fact(made, paths) or {})["path"] == "Title"
    assert (name_fact(made, bounds) or {})["max"] == 7
    assert (name_fact(made, told("within", {"AWS::Shop::Queue": ["Title"]})) or {})["within"] == ["Title"]


def test_a_type_of_which_every_change_makes_a_new_one_says_so() -> None:
    made = schema("Name", "Size", createOnlyProperties=["/properties/Size"])
    assert (name_fact(made, NONE) or {})["replaced"] is True
    assert "replaced" not in (name_fact(schema("Name", "Size"), NONE) or {})


@pytest.mark.parametrize(
    ("identifiers", "unique"),
    [
        ({"primaryIdentifier": ["/properties/Name"]}, True),
        ({"primaryIdentifier": ["/properties/ShopId", "/properties/Name"]}, True),
        ({"primaryIdentifier": ["/properties/Arn"], "additionalIdentifiers": [["/properties/Name"]]}, True),
        ({"primaryIdentifier": ["/properties/Arn"]}, False),
        ({"primaryIdentifier": ["/properties/Arn", "/properties/Name"]}, False),
        ({"primaryIdentifier": ["/properties/ShopId"]}, False),
        ({}, False),
    ],
)
def test_a_name_is_unique_where_it_identifies_with_what_a_template_gives(
    identifiers: dict[str, Any], *, unique: bool
) -> None:
    fact = name_fact(schema("Name", "ShopId", "Arn", readOnlyProperties=["/properties/Arn"], **identifiers), NONE)
    assert fact is not None
    assert fact.get("unique", False) is unique


def test_what_somebody_has_looked_up_goes_before_what_the_schema_says() -> None:
    made = schema("Name", type_="AWS::AppConfig::Application", additionalIdentifiers=[["/properties/Name"]])
    assert "unique" not in (name_fact(made, NONE) or {"unique": True})
