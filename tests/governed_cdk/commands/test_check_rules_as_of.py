"""Consumers are not surprised: rules later than a version only warn, and what a release made stale says so."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from aspects.judge import registry
from aspects.judge.acceptances import Acceptance
from aspects.judge.judgement import checked_severities
from aspects.judge.ledger import STALE, ledger_findings
from aspects.judge.registry import RULES, mended_lately
from aspects.judge.rule_files import is_later
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.cli import main
from tests.support import environment

if TYPE_CHECKING:
    from pathlib import Path

LATER = [rule.id for rule in RULES if rule.since == "0.2.0"]
FIRST = [rule.id for rule in RULES if rule.since == "0.1.0"]
TODAY = datetime.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("version", "than", "later"),
    [
        ("0.2.0", "0.1.0", True), ("0.10.0", "0.9.0", True), ("1.0.0", "0.99.9", True), ("0.1.1", "0.1.0", True),
        ("0.1.0", "0.1.0", False), ("0.1.9", "0.2.0", False),
    ],
)  # fmt: skip
def test_versions_are_compared_as_numbers(version: str, than: str, *, later: bool) -> None:
    assert is_later(version, than) is later


def test_what_came_later_only_warns_unless_its_severity_is_said() -> None:
    assert LATER
    assert FIRST
    chosen = checked_severities({LATER[0]: "error"}, "x", as_of="0.1.0")
    assert chosen == {**dict.fromkeys(LATER, "warning"), LATER[0]: "error"}
    assert checked_severities({}, "x", as_of="0.2.0") == {}
    assert checked_severities({}, "x") == {}


def test_an_environment_says_the_version_and_a_synth_that_it_does() -> None:
    settings = environment("dev", governance={"rules_as_of": "0.1.0"})
    assert settings.governance.rules_as_of == "0.1.0"
    with pytest.raises(ConfigurationError, match=r"rules_as_of: given .*0\.1.*allowed: a version, such as 0\.1\.0"):
        environment("dev", governance={"rules_as_of": "0.1"})


def check(monkeypatch: pytest.MonkeyPatch, path: Path, *arguments: str) -> int:
    """The exit code."""
    monkeypatch.setattr("sys.argv", ["governed-cdk", "check", str(path), *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize("given", ["1", "0.1", "v0.1.0", "0.1.0-rc1", "latest", "0.1.99999999", "\uff10.1.0"])
def test_what_is_no_version_is_bad_input(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yaml").write_text("Resources: {A: {Type: AWS::SNS::Topic}}\n")
    assert check(monkeypatch, tmp_path / "a.yaml", "--rules-as-of", given) == 2
    assert "--rules-as-of: given " in capsys.readouterr().err


def test_a_check_as_of_a_version_passes_what_only_later_rules_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = replace(registry.BY_ID["keys-are-rotated"], since="0.2.0")
    monkeypatch.setattr("aspects.judge.judgement.RULES", (rule,))
    monkeypatch.setattr("aspects.judge.judgement.rules_for", lambda _: (rule,))
    (tmp_path / "a.yaml").write_text("Resources: {A: {Type: AWS::KMS::Key}}\n")
    assert check(monkeypatch, tmp_path / "a.yaml") == 3
    assert check(monkeypatch, tmp_path / "a.yaml", "--rules-as-of", "0.2.0") == 3
    assert check(monkeypatch, tmp_path / "a.yaml", "--rules-as-of", "0.1.0") == 0
    assert check(monkeypatch, tmp_path / "a.yaml", "--rules-as-of", "0.1.0", "--severity", f"{rule.id}=error") == 3


def stale(finding: str) -> list[tuple[str, str, str]]:
    one = Acceptance(finding, "spoken for by its composite", "team", "2027-06-30", "a/B", "t", "stacks/a.py:7")
    found = ledger_findings([one], {"governed-cdk::": []}, today=TODAY, mended={"governed-cdk::mended-rule": "0.2.0"})
    return [(each.rule, each.severity, each.text.rpartition(": ")[2]) for each in found]


def test_what_a_release_has_made_stale_warns_and_names_the_release() -> None:
    said = "take it away. governed-cdk 0.2.0 has mended the rule."
    assert stale("governed-cdk::mended-rule") == [(STALE, "warning", said)]
    assert stale("governed-cdk::mended-rule[Properties.A]") == [(STALE, "warning", said)]
    assert stale("governed-cdk::another-rule") == [(STALE, "error", "take it away.")]


def test_rules_that_were_mended_say_since_when() -> None:
    assert set(mended_lately()) == {rule.full_id for rule in RULES if rule.mended}
    assert all(is_later(version, "0.1.0") for version in mended_lately().values())
