from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest

from constructs_lib.kernel.day import day_of, refuse_kept_day
from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


def app(**context: Any) -> cdk.App:
    return cdk.App(context=context, analytics_reporting=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_day_is_the_one_that_the_app_was_given_wherever_it_is_asked() -> None:
    given = app(today="2026-11-29")
    stack = cdk.Stack(cdk.Stage(given, "Live"), "Stack")
    stack.node.set_context("today", "2020-01-01")
    for one in (given, stack):
        day = day_of(one)
        assert day
        assert day.isoformat() == "2026-11-29"


@pytest.mark.parametrize("context", [{}, {"today": ""}, {"today": None}])
def test_a_synth_that_was_told_no_day_knows_none(context: dict[str, Any]) -> None:
    assert day_of(app(**context)) is None


@pytest.mark.parametrize("today", ["soon", "20261129", "2026-W48-7", "2026-11-31", " 2026-11-29", 20261129, True])
def test_a_day_that_is_none_is_refused(today: object) -> None:
    with pytest.raises(ConfigurationError, match=r"-c today: given .*; allowed: a date as YYYY-MM-DD"):
        day_of(app(today=today))


@pytest.mark.parametrize(
    ("file", "data", "key"),
    [
        ("cdk.json", {"app": "x", "context": {"today": "2026-11-29"}}, "context.today"),
        ("cdk.json", {"context": {"today": ""}}, "context.today"),
        ("cdk.context.json", {"today": "2026-11-29"}, "today"),
    ],
)
def test_a_day_that_the_project_keeps_is_refused(folder: Path, file: str, data: dict[str, Any], key: str) -> None:
    (folder / file).write_text(json.dumps(data))
    with pytest.raises(ConfigurationError, match=f"{file}: {key}: given .*; allowed: no such key; pass the day"):
        refuse_kept_day()


@pytest.mark.parametrize(
    "text", ['{"context": {"other": 1}}', "{}", "[]", '{"context": [1]}', '{"context": null}', "{"]
)
def test_other_projects_are_fine(folder: Path, text: str) -> None:
    refuse_kept_day()
    for file in ("cdk.json", "cdk.context.json"):
        (folder / file).write_text(text)
    refuse_kept_day()
    (folder / "cdk.json").write_text('{"context": {"today": "2026-11-29"}}')
    with pytest.raises(ConfigurationError):
        refuse_kept_day()
