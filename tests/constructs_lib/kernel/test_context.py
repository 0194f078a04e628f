from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.kernel.context import command_line_context

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CDK_CONTEXT_JSON", raising=False)
    monkeypatch.delenv("CONTEXT_OVERFLOW_LOCATION_ENV", raising=False)
    return tmp_path


def test_nothing_is_given_without_a_command_line_and_a_file() -> None:
    assert command_line_context() == {}


def test_the_command_line_wins_over_cdk_json(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "cdk.json").write_text('{"context": {"env": "stg", "flag": true}}')
    assert command_line_context() == {"env": "stg", "flag": True}
    monkeypatch.setenv("CDK_CONTEXT_JSON", '{"env": "dev"}')
    assert command_line_context() == {"env": "dev", "flag": True}


def test_a_context_that_is_too_long_for_a_variable_stands_in_a_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "overflow.json").write_text('{"env": "dev"}')
    monkeypatch.setenv("CONTEXT_OVERFLOW_LOCATION_ENV", str(folder / "overflow.json"))
    assert command_line_context() == {"env": "dev"}


@pytest.mark.parametrize("text", ["{", "[]", '{"context": []}', '"text"'])
def test_a_cdk_json_of_another_shape_is_refused_in_one_line(folder: Path, text: str) -> None:
    (folder / "cdk.json").write_text(text)
    with pytest.raises(ConfigurationError) as error:
        command_line_context()
    assert len(error.value.mistakes) == 1
    assert error.value.mistakes[0].startswith("cdk.json")


def test_the_context_of_the_command_line_is_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CDK_CONTEXT_JSON", json.dumps(["env"]))
    with pytest.raises(ConfigurationError, match=r"CDK_CONTEXT_JSON: given \['env'\]; allowed: a mapping"):
        command_line_context()
