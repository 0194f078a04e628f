from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.cli import app
from governed_cdk.commands import checkup as command
from governed_cdk.commands.checkup import checkup
from tests.governed_cdk.checkup.account import table_account
from tests.governed_cdk.checkup.fine import FINE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the account answers; a test breaks it."""
    # What a clock of today makes of the fixed days in FINE is not what these tests are about.
    quiet: dict[str, Any] = {"accessanalyzer list_analyzers": FINE["accessanalyzer list_analyzers"]}
    monkeypatch.setattr(command, "Account", lambda _: table_account(quiet))
    return quiet


def run(*options: str) -> Any:
    return CliRunner().invoke(app, ["checkup", "--env", "dev", "--folder", "nowhere", *options])


def test_without_a_period_it_says_what_to_give() -> None:
    with pytest.raises(ConfigurationError, match="--daily, --weekly or --monthly"):
        checkup(env="prod")


def test_nothing_to_look_at_ends_with_0(answers: dict[str, Any]) -> None:
    assert answers
    result = run("--daily")
    assert result.exit_code == 0, result.output
    assert "fine: Alarms of the last 24 hours" in result.output
    assert "cannot tell: Acceptances that end" in result.output


def test_something_to_look_at_ends_with_3_and_stands_in_the_report(answers: dict[str, Any], tmp_path: Path) -> None:
    answers["ce get_anomalies"] = {"Anomalies": [{"DimensionValue": "Amazon RDS", "Impact": {"TotalImpact": 9}}]}
    result = run("--daily", "--report", str(tmp_path / "report.md"))
    assert result.exit_code == 3
    assert "LOOK: Cost anomalies\n    Amazon RDS: 9.00 USD more than expected" in result.output
    assert "## 🔎 Cost anomalies" in (tmp_path / "report.md").read_text()


def test_an_environment_that_is_none_is_bad_input() -> None:
    result = run("--daily", "--env", "qa")
    assert isinstance(result.exception, ConfigurationError)


def test_markdown_and_json_are_printed_whole(answers: dict[str, Any]) -> None:
    assert answers
    assert run("--weekly", "--format", "markdown").output.startswith("# Checkup of dev: weekly")
    assert run("--weekly", "--format", "json").output.startswith("[\n")
