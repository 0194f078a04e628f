from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.commands import drift as command
from tests.governed_cdk.assemblies import Stack, write
from tests.governed_cdk.drift.account import RESOURCES, FakeAccount, account
from tests.governed_cdk.github.conftest import github

if TYPE_CHECKING:
    from pathlib import Path

    from tests.governed_cdk.github.server import State

__all__ = ["github"]

DRIFTED: dict[str, Any] = {"kms__get_key_rotation_status": {"KeyRotationEnabled": False}}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command in a project of one stack, in an account that answers so."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "cdk.out", {"prod-app": Stack(resources=RESOURCES)})
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(command.drift)

    def ran(answering: FakeAccount, *options: str) -> Any:
        monkeypatch.setattr(command, "Account", lambda _endpoint: answering)
        result = CliRunner().invoke(app, ["--env", "prod", "--today", "2026-11-30", *options])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return ran


def test_without_drift_it_ends_with_0_and_with_one_with_3(run: Any) -> None:
    done = run(account())
    assert (done.exit_code, done.output) == (0, "0 drifts, 0 accepted, 0 unknown; 2 resources in 1 stacks of prod\n")
    done = run(account(**DRIFTED))
    assert done.exit_code == 3
    assert "critical: prod-app Key EnableKeyRotation" in done.output


def test_what_cannot_be_read_ends_with_3_too(run: Any) -> None:
    done = run(account(kms__describe_key="AccessDeniedException"))
    assert done.exit_code == 3
    assert "unknown: prod-app in ap-northeast-2: kms describe_key of Key: AccessDeniedException" in done.output


def test_it_is_shown_as_json_and_markdown_in_a_language(run: Any) -> None:
    assert json.loads(run(account(**DRIFTED), "--format", "json").output)["drifts"][0]["resource"] == "Key"
    assert run(account(), "--format", "markdown").output.startswith("# Drift of prod")
    assert run(account(), "--format", "markdown", "--language", "ko").output.startswith("# prod 드리프트")


def test_drift_yaml_of_the_project_is_read_and_held_against_the_day(run: Any, tmp_path: Path) -> None:
    row = {"stack": "prod-app", "resource": "Key", "property": "EnableKeyRotation", "owner": "platform-team",
           "reason": "The key is imported and cannot rotate", "until": "2026-12-31"}  # fmt: skip
    (tmp_path / "drift.yaml").write_text(json.dumps({"accepted": [row]}), encoding="utf-8")
    done = run(account(**DRIFTED))
    assert (done.exit_code, "until 2026-12-31 by platform-team" in done.output) == (0, True)
    assert run(account(**DRIFTED), "--today", "2027-01-01").exit_code == 3


def test_a_report_opens_an_issue_and_asks_for_github_before_it_reads_anything(
    run: Any, github: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SLACK_WEBHOOK_URL", raising=False)
    done = run(account(**DRIFTED), "--report")
    assert (done.exit_code, len(github.issues)) == (3, 1)
    assert "no notice: SLACK_WEBHOOK_URL is not set" in done.output
    monkeypatch.delenv("GITHUB_REPOSITORY")
    answering = account()
    with pytest.raises(ConfigurationError, match="GITHUB_REPOSITORY"):
        run(answering, "--report")
    assert answering.asked == []
