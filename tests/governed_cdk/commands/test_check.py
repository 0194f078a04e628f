from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from aspects.judge.registry import BY_ID
from governed_cdk.cli import main
from tests.aspects.judge.own_rule import RULE as OWN
from tests.aspects.judge.own_rule import written

RULE = "alarms-reach-somebody"
ALARM = "Type: AWS::CloudWatch::Alarm\n    Properties: {AlarmDescription: 'https://runbooks.example.org/alarm'"
SILENT = f"Resources:\n  Alarm:\n    {ALARM}}}\n"
HEARD = f"Resources:\n  Alarm:\n    {ALARM}, AlarmActions: ['arn:aws:sns:ap-northeast-2:111122223333:prod']}}\n"
ACCEPTED = SILENT + (
    "    Metadata:\n"
    "      governed-cdk:\n"
    f"        - accept: governed-cdk::{RULE}\n"
    "          reason: somebody looks at it every morning\n"
    "          owner: team-orders\n"
    "          until: 2027-06-30\n"
)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("aspects.judge.judgement.rules_for", lambda _: (BY_ID[RULE],))
    monkeypatch.setattr("governed_cdk.ledger.mended_lately", dict)  # what a release mended only warns
    for name, text in {"silent.yaml": SILENT, "heard.yaml": HEARD, "accepted.yaml": ACCEPTED}.items():
        Path(name).write_text(text)


def check(*arguments: str) -> int:
    """The exit code."""
    sys.argv = ["governed-cdk", "check", *arguments]
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_a_clean_template_ends_with_0_and_says_how_much_was_judged(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("heard.yaml") == 0
    assert capsys.readouterr().out.startswith(
        "0 findings, 0 warnings, 0 unknown, 0 accepted in 1 resource of 1 template"
    )


def test_findings_end_with_3_and_audit_with_0_and_the_same_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("silent.yaml", "--format", "json") == 3
    enforced = json.loads(capsys.readouterr().out)
    assert [(one["rule"], one["logical_id"], one["line"]) for one in enforced["findings"]] == [(RULE, "Alarm", 2)]
    assert check("silent.yaml", "--format", "json", "--audit") == 0
    assert json.loads(capsys.readouterr().out)["findings"] == enforced["findings"]


def test_a_rule_made_a_warning_is_shown_and_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("silent.yaml", "--severity", f"{RULE}=warning") == 0
    out = capsys.readouterr().out
    assert f"warning {RULE}" in out
    assert "0 findings, 1 warning," in out


def test_an_accepted_finding_ends_with_0_until_its_day_is_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("accepted.yaml", "--today", "2027-06-30") == 0
    assert f"accepted {RULE} Alarm until 2027-06-30 by team-orders" in capsys.readouterr().out
    assert check("accepted.yaml", "--today", "2027-07-01", "--format", "json") == 3
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["rule"], finding["logical_id"]) == ("acceptance-has-expired", "Alarm")
    assert "expired on 2027-06-30" in finding["found"]


def test_an_acceptance_that_ends_soon_warns_and_one_of_nothing_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("accepted.yaml", "--today", "2027-06-20", "--format", "json") == 0
    (warning,) = json.loads(capsys.readouterr().out)["findings"]
    assert (warning["rule"], warning["severity"]) == ("acceptance-ends-soon", "warning")
    Path("accepted.yaml").write_text(ACCEPTED.replace(SILENT, HEARD))
    assert check("accepted.yaml", "--today", "2027-01-01", "--format", "json") == 3
    (stale,) = json.loads(capsys.readouterr().out)["findings"]
    assert (stale["rule"], stale["logical_id"], stale["line"]) == ("acceptance-is-stale", "Alarm", 2)


@pytest.mark.parametrize("format_", ["text", "sarif", "junit", "markdown"])
def test_every_format_shows_what_is_wrong_with_an_acceptance(format_: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("accepted.yaml", "--today", "2028-01-01", "--format", format_) == 3
    assert "acceptance-has-expired" in capsys.readouterr().out


def test_a_rule_that_fails_is_fatal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(path: tuple[str, ...]) -> None:
        raise ZeroDivisionError(path)

    monkeypatch.setattr("aspects.judge.template.model.Resource.places", lambda _, *path: failing(path))
    assert check("heard.yaml") == 3
    out = capsys.readouterr().out
    assert f"fatal heard.yaml: Alarm: {RULE} failed: ZeroDivisionError" in out
    assert check("heard.yaml", "--audit") == 0


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


def test_the_report_goes_into_a_file_whole_and_bad_input_leaves_the_old_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check("silent.yaml", "--format", "json", "--output", "report.json") == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("1 finding,")
    written = Path("report.json").read_text()
    assert json.loads(written)["summary"]["findings"] == 1
    assert check("nowhere.yaml", "--format", "json", "--output", "report.json") == 2
    assert Path("report.json").read_text() == written
    assert sorted(path.name for path in Path().iterdir() if "report" in path.name) == ["report.json"]


def test_a_terminal_gets_colour_unless_no_color_says_otherwise(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    check("silent.yaml")
    assert "\x1b[1;31merror" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    check("silent.yaml")
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "junit", "markdown"])
def test_no_format_loads_cdk_or_starts_node(format_: str) -> None:
    code = (
        "import sys, subprocess\n"
        "subprocess.Popen = None\n"
        "from governed_cdk.cli import main\n"
        "sys.argv = ['governed-cdk', 'check', 'silent.yaml', '--format', sys.argv[1]]\n"
        "try: main()\n"
        "except SystemExit as ended: assert ended.code == 3\n"
        "assert not {'aws_cdk', 'cdk_nag', 'constructs', 'jsii'} & set(sys.modules), sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code, format_], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_rule_of_ones_own_is_judged_beside_ours_and_has_no_link_to_a_page_that_is_not_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aspects.judge.judgement.rules_for", lambda _: ())
    Path("topic.yaml").write_text("Resources:\n  Topic: {Type: AWS::SNS::Topic}\n")
    own = ("--rules", str(written(Path("rules"))))
    assert check("topic.yaml", *own) == 3
    assert f"error fileflow::{OWN}" in capsys.readouterr().out
    assert check("topic.yaml", *own, "--severity", f"{OWN}=warning", "--format", "json") == 0
    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert [found[name] for name in ("rule", "pack", "since", "link")] == [f"fileflow::{OWN}", "fileflow", "", ""]
    assert check("topic.yaml", *own, "--format", "markdown") == 3
    assert "](" not in capsys.readouterr().out
    assert check("topic.yaml", *own, "--format", "sarif") == 3
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert rules[run["results"][0]["ruleIndex"]]["id"] == run["results"][0]["ruleId"] == f"fileflow::{OWN}"
    assert [rule["id"] for rule in rules if "helpUri" not in rule] == [f"fileflow::{OWN}"]


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


def test_what_no_rule_can_tell_weighs_what_the_option_says(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = BY_ID["functions-are-not-public"]
    monkeypatch.setattr("aspects.judge.judgement.rules_for", lambda _: (rule,))
    url = "  Url: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: a, AuthType: !Ref Given}}"
    Path("url.yaml").write_text(f"Parameters: {{Given: {{Type: String}}}}\nResources:\n{url}\n", encoding="utf-8")
    ends = [check("url.yaml", *option) for option in ([], ["--unknown", "warning"], ["--unknown", "error"])]
    assert ends == [0, 0, 3]
    told = [line for line in capsys.readouterr().out.splitlines() if " in 1 resource of 1 template" in line]
    assert [line.split(", 0 accepted")[0] for line in told] == [
        "0 findings, 0 warnings, 1 unknown",
        "0 findings, 1 warning, 0 unknown",
        "1 finding, 0 warnings, 0 unknown",
    ]
    assert check("url.yaml", "--unknown", "told") == 2
    assert "--unknown: given 'told'; allowed: error or warning" in capsys.readouterr().err
