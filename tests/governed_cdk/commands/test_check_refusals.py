"""Bad input of `check`: exit code 2 and a line for each mistake, and no finding is hidden by it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.governed_cdk.commands.check import RULE, SILENT, check, folder_of_templates

folder = pytest.fixture(autouse=True)(folder_of_templates)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "PATH: given nothing; allowed: templates, folders of them, a cdk.out"),
        (("nowhere.yaml",), "nowhere.yaml: no such file or folder"),
        (("list.json",), "list.json: given 'a list'; allowed: a CloudFormation template"),
        (("broken.json",), "broken.json:1: not JSON:"),
        (("broken.yaml",), "broken.yaml:3: not YAML:"),
        (("empty",), "empty: holds no CloudFormation template"),
        (
            ("heard.yaml", "--format", "html"),
            "--format: given 'html'; allowed: one of text, json, sarif, junit, markdown",
        ),
        (("heard.yaml", "--severity", "alarms"), "--severity: given 'alarms'; allowed: RULE=warning or RULE=error"),
        (("heard.yaml", "--severity", f"{RULE}=off"), f"--severity: given '{RULE}=off'; allowed: RULE=warning or"),
        (("heard.yaml", "--severity", "x=error"), "--severity: x: given 'x'; allowed: one of "),
        (("heard.yaml", "--today", "2026-02-30"), "--today: given '2026-02-30'; allowed: a date as YYYY-MM-DD"),
        (("heard.yaml", "--output", "gone/report"), "--output: given 'gone/report'; allowed: a file in a folder"),
        (("heard.yaml", "--output", "empty"), "--output: given 'empty'; allowed: a file in a folder"),
    ],
)
def test_bad_input_ends_with_2_and_one_line(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("list.json").write_text("[1]")
    Path("broken.json").write_text('{"Resources"')
    Path("broken.yaml").write_text("Resources:\n  a: [\n")
    Path("empty").mkdir()
    assert check(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error: {said}")
    assert err.count("\n") == 1


def test_every_mistake_gets_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("nowhere.yaml", "heard.yaml", "neither.json") == 2
    assert capsys.readouterr().err.splitlines() == [
        "error: nowhere.yaml: no such file or folder",
        "error: neither.json: no such file or folder",
    ]


def test_a_folder_that_holds_no_rules_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("heard.yaml", "--rules", ".") == 2
    assert capsys.readouterr().err.startswith("error: .: given 'no __init__.py'; allowed: a folder of rules")


def test_a_file_that_cannot_be_read_hides_no_finding_and_every_one_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("folder").mkdir()
    Path("folder/a.yaml").write_text("Resources:\n  A: {Type: AWS::SNS::Topic\n")
    Path("folder/b.yaml").write_text("Resources:\n  B: {Tipe: AWS::SNS::Topic}\n  C: {Type: AWS::SNS::Topic}\n")
    Path("folder/c.yaml").write_text(SILENT)
    assert check("folder", "nowhere.yaml") == 2
    out, err = capsys.readouterr()
    assert RULE in out
    assert "folder/c.yaml" in out
    lines = err.splitlines()
    assert [line.split(":")[1].strip() for line in lines] == ["folder/a.yaml", "folder/b.yaml", "nowhere.yaml"]


def test_with_audit_a_file_that_cannot_be_read_is_bad_input_all_the_same() -> None:
    assert check("silent.yaml", "nowhere.yaml", "--audit") == 2


def test_a_report_is_written_before_the_files_that_could_not_be_read_are_told() -> None:
    assert check("silent.yaml", "nowhere.yaml", "--format", "json", "--output", "report.json") == 2
    assert json.loads(Path("report.json").read_text())["summary"]["findings"] == 1
