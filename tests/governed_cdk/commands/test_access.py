from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.commands.access import access
from tests.governed_cdk.assemblies import Stack, write
from tests.support import ROOT

if TYPE_CHECKING:
    from typer.testing import Result

    from tests.support import Templates

SERVICE = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}}
TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
SMALL: dict[str, Any] = {
    "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "prod-orders"}},
    "TopicPolicy": {
        "Type": "AWS::SNS::TopicPolicy",
        "Properties": {
            "Topics": [{"Ref": "Topic"}],
            "PolicyDocument": {"Statement": [{**SERVICE, "Action": "sns:Publish", "Resource": {"Ref": "Topic"}}]},
        },
    },
    "Key": {
        "Type": "AWS::KMS::Key",
        "Properties": {"KeyPolicy": {"Statement": [{**SERVICE, "Action": "kms:Decrypt", "Resource": "*"}]}},
    },
    "Alias": {
        "Type": "AWS::KMS::Alias",
        "Properties": {"AliasName": "alias/prod-orders", "TargetKeyId": {"Ref": "Key"}},
    },
    "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [TRUST]}}},
}
STATED = ("--statements", str(ROOT / "access.yaml"))


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(access)
    result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, ConfigurationError):
        raise result.exception
    return result


@pytest.mark.slow
def test_it_answers_for_every_stack_of_prod(prod: Templates) -> None:
    done = run(str(prod.folder), *STATED, "--format", "json")
    said = json.loads(done.stdout)
    assert said["version"] == 1
    assert {row["kind"] for row in said["access"]} == {"key", "bucket", "secret", "topic", "queue", "role"}
    assert done.exit_code == (3 if said["findings"] else 0)
    assert all(row["by"] for row in said["access"] if not row["who"].startswith("account "))


def test_a_filter_takes_a_kind_a_name_or_both(tmp_path: Path) -> None:
    folder = write(tmp_path, {"prod-orders": Stack(resources=SMALL)})

    def asked(*arguments: str) -> set[tuple[str, str]]:
        rows = json.loads(run(str(folder), "--format", "json", *arguments).stdout)["access"]
        return {(row["who"].partition(" ")[0], row["kind"]) for row in rows}

    assert {kind for _, kind in asked()} == {"topic", "key", "role"}
    assert asked("--what", "topic", "--who", "service") == {("service", "topic")}
    assert {kind for _, kind in asked("--what", "key alias/prod-orders")} == {"key"}
    assert asked("--what", "no such name") == set()


@pytest.fixture
def few(tmp_path: Path) -> tuple[str, str]:
    """One statement, for tests of what is shown: those of the repository take seconds, and hold by other tests."""
    file = tmp_path / "few.yaml"
    file.write_text(
        "statements:\n  - says: Nobody deletes the key of logs\n    must: never\n    who: {account: nobody}\n"
        "    do: [kms:ScheduleKeyDeletion]\n    to: {kinds: [key], named: [alias/prod-logs]}\n"
    )
    return "--statements", str(file)


def test_text_says_who_may_do_what_by_which_line(prod: Templates, few: tuple[str, str]) -> None:
    text = run(str(prod.folder), *few, "--what", "key alias/prod-logs", "--who", "service*").stdout
    assert "key alias/prod-logs (prod-kms LogsKey" in text
    assert "  service logs.ap-northeast-2.amazonaws.com: " in text
    assert "KeyPolicy.Statement[4] (stacks/kms.py:" in text
    assert "kms:encryptioncontext:aws:logs:arn arnlike" in text


def test_markdown_is_a_table_of_each_resource(prod: Templates, tmp_path: Path, few: tuple[str, str]) -> None:
    file = tmp_path / "access.md"
    done = run(str(prod.folder), *few, "--format", "markdown", "--what", "queue", "--output", str(file))
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# Access\n")
    assert "| Who | May | By | Unless |" in text
    assert "ways of access" in done.stderr


def test_findings_end_with_3_and_name_statement_and_line(prod: Templates, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "statements:\n  - says: Logs encrypts nothing\n    must: never\n"
        "    who: {services: ['logs.{region}.amazonaws.com']}\n"
        "    do: [kms:Encrypt]\n    to: {kinds: [key]}\n"
    )
    done = run(str(prod.folder), "--statements", str(file), "--what", "nothing")
    assert done.exit_code == 3
    assert (
        "finding: Logs encrypts nothing: service logs.ap-northeast-2.amazonaws.com kms:Encrypt key alias/"
        in done.stdout
    )
    assert "    by prod-kms LogsKey" in done.stdout


def test_bad_input_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no cloud assembly here"):
        run(str(tmp_path / "none"), *STATED)
    with pytest.raises(ConfigurationError, match="--output"):
        run(str(tmp_path), "--output", str(tmp_path))
    with pytest.raises(ConfigurationError, match="cannot be read"):
        run(str(tmp_path), "--statements", str(Path("/none.yaml")))
