from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from aspects.judge.registry import BY_ID
from tests.aspects.judge.own_rule import RULE as OWN
from tests.aspects.judge.own_rule import written
from tests.governed_cdk.commands.check import ACCEPTED, HEARD, RULE, SILENT, check, folder_of_templates

folder = pytest.fixture(autouse=True)(folder_of_templates)


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


@pytest.mark.slow
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
