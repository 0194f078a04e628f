"""What `drill` refuses, shows and ends with; the drill itself runs in tests/integration."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.cli import app, missing
from governed_cdk.commands import drill as command
from governed_cdk.commands.drill import drill
from governed_cdk.drilling import mariadb
from governed_cdk.rehearsal.failure import RehearsalError
from tests.governed_cdk.drilling.apps import LEFT
from tests.governed_cdk.drilling.example import BROKEN, report

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a drill finds, or raises: `found["is"]`."""
    kept: dict[str, Any] = {"is": report().walked}

    def drilled(*_: Any) -> Any:
        if isinstance(kept["is"], Exception):
            raise kept["is"]
        return kept["is"]

    monkeypatch.setattr(command, "_drilled", drilled)
    monkeypatch.setattr(mariadb, "require", lambda: None)
    monkeypatch.setattr(command, "end_on_sigterm", lambda: None)
    monkeypatch.setattr(command, "last_drill", lambda _: None)
    return kept


def run(*options: str) -> Any:
    return CliRunner().invoke(app, ["drill", "--region", LEFT, *options])


@pytest.mark.parametrize("region", ["eu-west-1", "ap-northeast-2", "", "tokyo"])
def test_another_region_than_the_one_that_is_copied_into_is_refused(region: str) -> None:
    with pytest.raises(
        ConfigurationError, match=r"--region: given .*; allowed: ap-northeast-1, the one that prod"
    ) as caught:
        drill(region=region)
    assert len(caught.value.mistakes) == 1


def test_a_file_in_no_folder_is_refused_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="--output"):
        drill(region=LEFT, output=tmp_path / "no/where/prod.json")


def test_without_mariadb_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mariadb, "find", lambda _: None)
    with pytest.raises(ConfigurationError, match="mariadbd is not installed; run: apt-get install mariadb-server"):
        drill(region=LEFT)


def test_a_drill_from_which_all_comes_back_ends_with_0(found: dict[str, Any]) -> None:
    assert found
    result = run()
    assert result.exit_code == 0, result.output
    assert "prod-web/Database" in result.output


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_what_does_not_come_back_ends_with_3_and_a_line(found: dict[str, Any], form: str) -> None:
    found["is"] = report(BROKEN).walked
    result = run("--format", form)
    assert result.exit_code == 3
    assert "prod-web/Database" in (result.output if form == "text" else result.stderr)


def test_json_is_alone_on_the_output_and_in_the_file(found: dict[str, Any], tmp_path: Path) -> None:
    found["is"] = report(BROKEN).walked
    file = tmp_path / "drills/prod.json"
    assert run("--format", "json", "--output", str(file)).exit_code == 3
    assert json.loads(file.read_text(encoding="utf-8")) == json.loads(run("--format", "json").stdout)


def test_a_drill_that_fails_ends_with_3_and_writes_nothing(found: dict[str, Any], tmp_path: Path) -> None:
    found["is"] = RehearsalError("deploy: prod-rds: no")
    file = tmp_path / "prod.json"
    result = run("--output", str(file))
    assert (result.exit_code, file.exists(), result.stdout) == (3, False, "")
    assert "deploy: prod-rds: no" in result.stderr


def test_what_it_takes_beside_the_wheel_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name in ("pymysql", "trustme") else object())
    assert missing("drill") == 'needs pymysql, trustme; run: pip install "governed-cdk[rehearse]", and here make setup'
