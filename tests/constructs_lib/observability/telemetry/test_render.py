"""The committed files are what the definitions say today, and telemetry stays free of aws_cdk."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
import yaml

from constructs_lib.observability.telemetry.render import render_all

ROOT = Path(__file__).parents[4]
SOURCES = sorted((ROOT / "constructs_lib" / "observability" / "telemetry").rglob("*.py"))


@pytest.mark.parametrize("path", sorted(render_all()))
def test_the_committed_file_is_current(path: str) -> None:
    committed = ROOT / path
    assert committed.is_file(), (
        f"{path} is missing: write it from constructs_lib.observability.telemetry.render.render_all()"
    )
    assert committed.read_text(encoding="utf-8") == render_all()[path]


def test_nothing_else_lies_among_the_generated_files() -> None:
    found = {
        str(path.relative_to(ROOT))
        for folder in ("grafana", "prometheus")
        for path in (ROOT / "dashboards" / folder).iterdir()
    }
    assert found == set(render_all())


def test_every_file_can_be_read_and_ends_with_one_newline() -> None:
    for path, text in render_all().items():
        assert json.loads(text) if path.endswith(".json") else yaml.safe_load(text)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


def test_another_address_of_the_runbooks_reaches_every_file() -> None:
    for path, text in render_all(runbook_base_url="https://docs.set-of.com/runbooks/").items():
        assert "docs.set-of.com" in text, path
        assert "github.com" not in text


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_telemetry_never_imports_aws_cdk(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported.add(node.module.split(".")[0])
    assert not imported & {"aws_cdk", "constructs", "jsii"}
