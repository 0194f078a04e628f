from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.values.given import checked, many_values, one_value, parameter_text
from governed_cdk.values.places import ValuePlace, place
from governed_cdk.values.schemas import read_schema
from governed_cdk.values.wanted import Wanted
from tests.governed_cdk.values.account import Terminal
from tests.support import environment

if TYPE_CHECKING:
    from pathlib import Path

PROD = environment("prod", stacks={})
OPENAI = ValuePlace("secrets", "common", "openai")
LIMIT = ValuePlace("parameters", "agents", "most-actions-per-hour")
HIDDEN = "hidden-value"


def test_a_file_gives_a_text_or_fields_as_the_schema_says(tmp_path: Path) -> None:
    path = tmp_path / "value"
    path.write_text('{"api_key": "sk-x"}\n')
    assert one_value(OPENAI, read_schema("openai"), path) == {"api_key": "sk-x"}
    assert one_value(OPENAI, None, path) == '{"api_key": "sk-x"}'
    path.write_text("100\n")
    assert one_value(LIMIT, read_schema("safety"), path) == 100
    assert one_value(LIMIT, None, path) == "100"


def test_at_a_terminal_each_field_is_typed_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    typed = {"api_key": "sk-x", "project": "proj_1"}

    def getpass(prompt: str) -> str:
        asked.append(prompt)
        return next((value for name, value in typed.items() if f" {name}" in prompt), "")

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", getpass)
    assert one_value(OPENAI, read_schema("openai"), None) == typed
    assert asked[:2] == ["secrets/common/openai api_key: ", "secrets/common/openai organization (Enter: none): "]
    monkeypatch.setattr("getpass.getpass", lambda _: "100")
    assert one_value(LIMIT, read_schema("safety"), None) == 100
    assert one_value(OPENAI, None, None) == "100"


def test_a_file_of_many_has_secrets_by_path_and_parameters_by_branch(tmp_path: Path) -> None:
    path = tmp_path / "values"
    path.write_text("secrets: {common/openai: {api_key: sk-x}}\nparameters: {agents: {model: a, most: 7}}\n")
    assert {str(where): value for where, value in many_values(path, PROD).items()} == {
        "secrets/common/openai": {"api_key": "sk-x"}, "parameters/agents/model": "a", "parameters/agents/most": 7,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"secrets: {{common/openai: [{HIDDEN}", "values:"),
        (f"secrets: {{common/openai: '{HIDDEN}', common/openai: x}}", "values:1: no YAML or JSON"),
        (HIDDEN, "allowed: secrets: and parameters:"),
        (f"secret: {{common/openai: {HIDDEN}}}", "allowed: secrets: and parameters:"),
        (f"secrets: [{HIDDEN}]", "secrets: given 'list'"),
        (f"parameters: {{agents: {HIDDEN}}}", "parameters.agents: given 'str'"),
        ("   \n", "empty; allowed: a value"),
        (b"\xff\xfe", "no UTF-8 text"),
    ],
)
def test_what_cannot_be_read_is_told_without_any_of_it(tmp_path: Path, text: str | bytes, said: str) -> None:
    path = tmp_path / "values"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigurationError) as caught:
        many_values(path, PROD)
    assert said in str(caught.value)
    assert HIDDEN not in str(caught.value)


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="No such file"):
        many_values(tmp_path / "nothing", PROD)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("secrets/common/x", "", "not a text of 1 to 65536 bytes, or fields"),
        ("secrets/common/x", {}, "no fields"),
        ("secrets/common/x", 7, "not a text of 1 to 65536 bytes, or fields"),
        ("secrets/common/x", "t", None),
        ("parameters/agents/x", True, "not a text, a number or a list; put on, off, yes and no in quotes"),
        ("parameters/agents/x", "a" * 4097, "not 1 to 4096 characters without {{"),
        ("parameters/agents/x", "{{resolve}}", "not 1 to 4096 characters without {{"),
        ("parameters/agents/x", [1, 2], None),
    ],
)
def test_without_a_schema_a_value_is_what_aws_takes(name: str, value: Any, told: str | None) -> None:
    where = place(name, PROD)
    assert checked(where, value, Wanted()) == ([f"{name}: {told}"] if told else [])


def test_a_list_is_text_with_commas() -> None:
    assert parameter_text(["a", "b"]) == "a,b"
    assert parameter_text(1.5) == "1.5"
