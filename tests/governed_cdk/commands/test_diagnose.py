"""`governed-cdk diagnose`, whole: its files and options, a local Bedrock and a local GitHub."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from governed_cdk.cli import main
from tests.governed_cdk.diagnosis.conftest import bedrock
from tests.governed_cdk.diagnosis.failures import DENIED
from tests.governed_cdk.github.conftest import github

if TYPE_CHECKING:
    from pathlib import Path

    from tests.governed_cdk.diagnosis.bedrock import Bedrock
    from tests.governed_cdk.github.server import State

__all__ = ["bedrock", "github"]


@pytest.fixture(autouse=True)
def laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    """No runner, and no account by accident."""
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_RUN_ID", "SLACK_WEBHOOK_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    path = tmp_path / "deploy.txt"
    path.write_text(f"12:00 | CREATE_FAILED | AWS::SQS::Queue | Queue {DENIED.text}\n", encoding="utf-8")
    return path


def run(*arguments: str) -> int:
    sys.argv = ["governed-cdk", "diagnose", *arguments]
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_a_deploys_output_is_explained_asked_about_and_reported(
    output: Path, bedrock: Bedrock, github: State, capsys: pytest.CaptureFixture[str]
) -> None:
    quote = {"line": 1, "quote": "not authorized to perform"}
    bedrock.answer = lambda _: {"cause": "역할에 권한이 없습니다", "fixes": ["권한을 더하세요"], "evidence": [quote]}
    assert run("--env", "prod", "--no-aws", "--output", str(output), "--service", "orders", "--issue", "--slack") == 0
    told = capsys.readouterr()
    assert told.out.startswith("# 🚨 배포 실패 - orders prod: ")
    assert "역할에 권한이 없습니다" in told.out
    (issue,) = github.issues
    assert issue["title"] == told.out.splitlines()[0].removeprefix("# ")
    assert set(issue["labels"]) == {"deployment", "failure", "automated"}
    assert issue["html_url"] in told.err
    assert "Slack: SLACK_WEBHOOK_URL is not set" in told.err


@pytest.mark.parametrize("error", ["AccessDeniedException", "ResourceNotFoundException", "ValidationException"])
def test_a_model_that_refuses_ends_in_the_tables_answer(
    output: Path, bedrock: Bedrock, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bedrock.error = error
    assert run("--env", "stg", "--no-aws", "--output", str(output)) == 0
    told = capsys.readouterr()
    assert "🚨" in told.out
    assert error in told.out
    assert "sqs:createqueue" in told.out


def test_an_environment_without_a_model_asks_none(output: Path, bedrock: Bedrock) -> None:
    assert run("--env", "dev", "--no-aws", "--output", str(output)) == 0
    assert run("--env", "prod", "--no-aws", "--no-model", "--output", str(output)) == 0
    assert bedrock.asked == []


def test_a_github_that_is_not_set_up_does_not_fail_the_step(
    output: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("GITHUB_REPOSITORY", "GH_TOKEN", "GITHUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    assert run("--env", "dev", "--no-aws", "--output", str(output), "--issue") == 0
    assert "issue: GitHub: set GITHUB_REPOSITORY" in capsys.readouterr().err


def test_what_cannot_be_read_is_told_and_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "y")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    nothing = ("--env", "dev", "--assembly", str(tmp_path / "none"), "--stack", "dev-kms")
    assert run(*nothing, "--endpoint-url", "http://127.0.0.1:9") == 0
    told = capsys.readouterr()
    assert "- account: AWS: Could not connect" in told.out
    assert "the cause is not one that we know" in told.out


def test_without_an_assembly_the_stacks_are_unknown_and_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("governed_cdk.preflight.account.Account.number", lambda *_: "111122223333")
    assert run("--env", "dev", "--assembly", str(tmp_path / "none")) == 0
    assert "- stacks: " in capsys.readouterr().out
    monkeypatch.setattr("governed_cdk.preflight.account.Account.number", lambda *_: "999999999999")
    assert run("--env", "dev", "--stack", "dev-kms") == 0
    assert "- account: the credentials are of 999999999999, and dev of 111122223333" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("--env nowhere", "nowhere"),
        ("--env dev --no-aws --log no/such.log", "--log: given 'no/such.log'; allowed: a file that is there"),
        ("--env dev --no-aws --stack @us-east-1", "--stack: given '@us-east-1'; allowed: NAME or NAME@REGION"),
        ("--env dev --no-aws --nonsense", "--nonsense"),
        ("", "--env"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_and_2(arguments: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments.split()) == 2
    told = capsys.readouterr()
    assert says in told.err
    assert told.out == ""
    assert "Traceback" not in told.err
