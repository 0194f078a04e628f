"""The way to a property: what stands there, where, and what is said where the way breaks off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aspects.judge.template import ABSENT, EVERY, Template, Unknown, text_of
from tests.aspects.judge.rules.support import template_of

PROPERTIES = """
It:
  Type: AWS::DynamoDB::GlobalTable
  Metadata: {"aws:cdk:path": prod-x/It/Resource}
  Properties:
    Name: orders
    Zero: 0
    Empty: []
    Replicas:
      - Region: eu-west-1
        Key: {Id: one}
      - !If [Chosen, {Region: us-east-1}, !Ref "AWS::NoValue"]
      - Region: !Ref Open
    Single: {Region: eu-west-1}
    Map: {a: {Id: 1}, b: {Id: 2}}
    Whole: !If [Chosen, [{Id: x}], !Ref Open]
"""
SECTIONS = "Parameters: {Open: {Type: String}}\nConditions: {Chosen: !Equals [!Ref Open, x]}"
OPEN = Unknown("parameter Open")
SHAPELESS = Unknown("a value of another shape")


def places(*path: str) -> list[tuple[str, Any]]:
    resource = template_of(PROPERTIES, SECTIONS).resources["It"]
    return [(place.path, place.value) for place in resource.places(*path)]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (("Name",), [("Name", "orders")]),
        (("Zero",), [("Zero", 0)]),
        (("Nothing",), [("Nothing", ABSENT)]),
        (("Nothing", "Below", EVERY, "Deep"), [("Nothing.Below.Deep", ABSENT)]),
        (("Name", "Below"), [("Name.Below", SHAPELESS)]),
        (("Empty", EVERY, "Region"), []),
        (("Nothing", EVERY, "Region"), [("Nothing.Region", ABSENT)]),
        (
            ("Replicas", EVERY, "Region"),
            [("Replicas[0].Region", "eu-west-1"), ("Replicas[1].Region", "us-east-1"), ("Replicas[2].Region", OPEN)],
        ),
        (
            ("Replicas", EVERY, "Key", "Id"),
            [("Replicas[0].Key.Id", "one"), ("Replicas[1].Key.Id", ABSENT), ("Replicas[2].Key.Id", ABSENT)],
        ),
        (("Single", EVERY, "Region"), [("Single.Region", "eu-west-1")]),
        (("Map", EVERY, "Id"), [("Map.a.Id", 1), ("Map.b.Id", 2)]),
        (("Whole", EVERY, "Id"), [("Whole[0].Id", "x"), ("Whole.Id", OPEN)]),
    ],
)
def test_every_value_that_a_property_may_have_is_found_with_its_place(
    path: tuple[str, ...], found: list[tuple[str, Any]]
) -> None:
    assert places(*path) == found


def test_values_are_the_places_without_where_they_are() -> None:
    resource = template_of(PROPERTIES, SECTIONS).resources["It"]
    assert resource.values("Map", EVERY, "Id") == [1, 2]


def test_a_resource_stands_at_its_construct_or_at_its_logical_id() -> None:
    template = template_of(PROPERTIES + "Plain: {Type: AWS::SNS::Topic}\n", SECTIONS)
    assert template.resources["It"].place == "prod-x/It/Resource"
    assert (template.resources["Plain"].construct_path, template.resources["Plain"].place) == ("", "Plain")


def test_sections_and_properties_of_a_wrong_shape_are_empty() -> None:
    template = Template(path=Path("x"), body={"Parameters": [1], "Outputs": "x", "Resources": {"A": {"Type": "x"}}})
    assert (template.parameters, template.outputs, template.mappings) == ({}, {}, {})
    assert template.resources["A"].properties == {}
    assert template.resources["A"].metadata == {}


def test_resources_are_found_by_type_in_the_order_that_was_asked() -> None:
    template = template_of("A: {Type: x}\nB: {Type: y}\nC: {Type: x}\n")
    assert [resource.logical_id for resource in template.of_type("y", "x", "z")] == ["B", "A", "C"]


def test_pseudo_parameters_are_known_where_the_assembly_tells_them() -> None:
    known = Template(path=Path("x"), body={}, account="111122223333", region="eu-west-1", stack_name="prod-x")
    told = [known.pseudo(f"AWS::{name}") for name in ("AccountId", "Region", "StackName", "Partition", "NoValue")]
    assert told == ["111122223333", "eu-west-1", "prod-x", "aws", ABSENT]
    assert Template(path=Path("x"), body={}).pseudo("AWS::Region") == Unknown("Region")


def test_a_resource_of_a_file_has_a_line_and_one_of_nowhere_the_first(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("Resources:\n  A:\n    Type: x\n  B:\n    Type: y\n", encoding="utf-8")
    assert Template(path=file, body={}).line_of("B") == 4
    assert Template(path=tmp_path / "none", body={}).line_of("B") == 1


@pytest.mark.parametrize(("value", "text"), [("x", "x"), (3, None), (ABSENT, None), (OPEN, None), (["x"], None)])
def test_text_is_text_only(value: Any, text: str | None) -> None:
    assert text_of(value) == text
