from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.json_schema import Draft202012Validator
from governed_cdk.values.schemas import TEMPLATES, read_schema

if TYPE_CHECKING:
    from pathlib import Path

HIDDEN = "hidden-value"


def test_there_is_a_template_for_each_of_what_is_filled_in_by_hand() -> None:
    wanted = {"agent-communication", "anthropic", "database", "evolution-master", "openai", "safety"}
    assert set(TEMPLATES) == wanted


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_is_a_schema_that_takes_no_other_field_and_says_each_in_words(name: str) -> None:
    schema = read_schema(name)
    Draft202012Validator.check_schema(schema.body)
    assert schema.body["additionalProperties"] is False
    assert set(schema.required) <= set(schema.fields)
    assert all(field["description"] for field in schema.fields.values())


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("openai", {"api_key": HIDDEN}, ["api_key: not a key that begins sk-"]),
        ("openai", {"api_key": 7}, ["api_key: not a key that begins sk-"]),
        ("openai", {}, ["api_key: missing"]),
        ("openai", HIDDEN, ["the value: not as type object says"]),
        (
            "openai",
            {"api_key": "sk-" + "a" * 24, "apikey": HIDDEN},
            ["apikey: not known; allowed: api_key, organization, project, base_url"],
        ),
        (
            "database",
            {"engine": HIDDEN},
            ["engine: not mysql, mariadb or postgres", "host, username, password: missing"],
        ),
        (
            "evolution-master",
            {"key_id": "k1", "master_key": "m" * 32, "previous_key_id": "k0"},
            ["previous_key_id needs previous_master_key; previous_master_key needs previous_key_id"],
        ),
        (
            "agent-communication",
            {"signing_key": "s" * 31, "encryption_key": "e" * 32},
            ["signing_key: not 32 to 4,096 characters"],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_field_and_rule_and_never_by_value(name: str, value: Any, told: list[str]) -> None:
    found = read_schema(name).mistakes(value)
    assert found == told
    assert HIDDEN not in str(found)


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("kill-switch", "on", []),
        ("kill-switch", "yes", ["kill-switch: not on or off, in quotes"]),
        ("most-actions-per-hour", "100", []),
        ("most-actions-per-hour", "many", ["most-actions-per-hour: not 0 to 100000"]),
        ("most-cost-per-day-usd", "1.5", []),
        ("allowed-domains", "a.example, b.example", []),
        ("allowed-domains", "a.example,B!", ["allowed-domains.1: not as pattern ^[a-z0-9.-]+$ says"]),
        ("kill-swich", "on", ["kill-swich: not known (did you mean kill-switch?)"]),
    ],
)
def test_a_text_is_typed_by_its_field(field: str, text: str, told: list[str]) -> None:
    schema = read_schema("safety")
    assert schema.field_mistakes(field, schema.typed(field, text)) == told


def test_a_schema_of_ones_own_is_a_file_beside_and_holds_fields(tmp_path: Path) -> None:
    (tmp_path / "own.json").write_text('{"type": "object", "required": ["token"]}')
    assert read_schema("own.json", tmp_path).mistakes({}) == ["token: missing"]
    (tmp_path / "list.yaml").write_text("type: array\n")
    (tmp_path / "none.yaml").write_text("type: objekt\n")
    for given, said in (
        ("list.yaml", "type: given 'array'; allowed: object"),
        ("none.yaml", "no JSON schema: 'objekt' is not valid"),
        ("opena", "schema: given 'opena'; allowed: a file with a JSON schema, or agent-communication, "),
    ):
        with pytest.raises(ConfigurationError, match=said):
            read_schema(given, tmp_path)
