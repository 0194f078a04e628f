from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.kernel.yaml_file import read_yaml
from governed_cdk.commands.catalogue import OVERRIDES
from governed_cdk.schemas.create_only import create_only_facts
from governed_cdk.schemas.reader import children, schemas


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    return dict(read_yaml(OVERRIDES))


def test_what_the_schema_names_is_taken_without_what_stands_inside_it() -> None:
    schema = {
        "typeName": "X",
        "createOnlyProperties": ["/properties/A/B", "/properties/A", "/properties/AB", "/properties/Tags/*/Key"],
    }
    assert create_only_facts(schema, {"create_only": []}) == ["A", "AB", "Tags[].Key"]


def test_the_override_file_adds_to_it(overrides: dict[str, Any]) -> None:
    table, key = (create_only_facts(schemas()[type_], overrides) for type_ in ("AWS::DynamoDB::Table", "AWS::KMS::Key"))
    assert {"AttributeDefinitions{AttributeName}", "KeySchema", "TableName"} <= set(table)
    assert key == ["KeySpec", "KeyUsage", "MultiRegion", "Origin"]


def test_every_override_has_a_reason_and_names_a_property_that_the_schema_does_not_name(
    overrides: dict[str, Any],
) -> None:
    for group in overrides["create_only"]:
        assert len(group["reason"]) > 20
        for type_, paths in group["types"].items():
            schema = schemas()[type_]
            known = children(schema, schema)
            assert {path.partition("{")[0] for path in paths} <= known.keys(), type_
            assert not set(paths) & set(create_only_facts(schema, {"create_only": []})), type_
