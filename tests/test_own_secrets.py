"""The repository passes its own search for secrets: `make lint` asks for all of it, and a hook for each commit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml
from typer.testing import CliRunner

from governed_cdk.cli import app
from tests.secret_samples import FOLDER
from tests.support import ROOT

if TYPE_CHECKING:
    import pytest


def test_lint_searches_the_whole_repository_and_nothing_is_accepted_in_it() -> None:
    lint = re.search(r"^lint: .*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert lint
    assert "@$(BIN)/governed-cdk secrets $(told)" in lint[1]
    assert not (ROOT / "accepted-secrets.yaml").exists()


def test_a_hook_searches_what_is_committed() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    (entry,) = (one["entry"] for one in hooks if one["id"] == "secrets")
    assert entry == ".venv/bin/governed-cdk secrets --staged"


def test_no_labelled_line_holds_a_secret_before_it_is_composed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)  # where `accepted-secrets.yaml` would be
    result = CliRunner().invoke(app, ["secrets", str(FOLDER)])
    assert (result.exit_code, result.stdout) == (0, "no secret found\n")
