from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from governed_cdk.cli import app

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()
SECRET = "gh" + "p_" + "a1Bc9dEf2" * 4


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    (tmp_path / "app.py").write_text("name = 'api'\n", encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "first")
    return tmp_path


def git(*arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@set-of.com", *arguments], check=True)


def test_a_clean_folder_is_well_and_a_secret_in_it_a_finding(repository: Path) -> None:
    assert RUN.invoke(app, ["secrets"]).exit_code == 0
    (repository / "app.py").write_text(f"token = '{SECRET}'\n", encoding="utf-8")
    result = RUN.invoke(app, ["secrets", "--format", "sarif"])
    assert result.exit_code == 3
    assert len(json.loads(result.stdout)["runs"][0]["results"]) == 1
    assert SECRET not in result.output


def test_a_range_and_what_is_staged_are_only_what_comes(repository: Path) -> None:
    (repository / "app.py").write_text(f"name = 'api'\ntoken = '{SECRET}'\n", encoding="utf-8")
    assert RUN.invoke(app, ["secrets", "--staged"]).exit_code == 0
    git("add", "-A")
    staged = RUN.invoke(app, ["secrets", "--staged"])
    assert (staged.exit_code, "app.py:2: GitHub token" in staged.stdout) == (3, True)
    git("commit", "-qm", "second")
    assert RUN.invoke(app, ["secrets", "--range", "HEAD~1..HEAD"]).exit_code == 3
    assert RUN.invoke(app, ["secrets", "--range", "HEAD..HEAD"]).exit_code == 0


@pytest.mark.parametrize("given", [["--range", "HEAD"], ["--format", "xml"], ["--staged", "--range", "a..b"]])
def test_what_is_asked_wrongly_is_refused(repository: Path, given: list[str]) -> None:
    del repository
    result = RUN.invoke(app, ["secrets", *given])
    assert type(result.exception).__name__ == "ConfigurationError"
