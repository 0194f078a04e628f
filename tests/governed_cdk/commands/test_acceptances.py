from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from governed_cdk.cli import app

if TYPE_CHECKING:
    from pathlib import Path

RULE = "governed-cdk::buckets-are-not-public"
SAID = {"accept": RULE, "reason": "the public web site: reviewed by security", "owner": "web", "until": "2027-06-30"}


def run(folder: Path, *entries: dict[str, str], options: tuple[str, ...] = ()) -> Any:
    bucket = {"Type": "AWS::S3::Bucket", "Metadata": {"governed-cdk": list(entries)}}
    path = folder / "site.json"
    path.write_text(json.dumps({"Resources": {"Site": bucket}}))
    return CliRunner().invoke(app, ["acceptances", str(path), "--today", "2026-11-21", *options])


def test_the_ledger_says_who_why_until_when_and_where(tmp_path: Path) -> None:
    result = run(tmp_path, SAID)
    assert result.exit_code == 0
    shown = result.output
    for part in ("2027-06-30", "221 days", "web", RULE, "Site", "the public web site"):
        assert part in shown


def test_text_between_colons_is_no_picture(tmp_path: Path) -> None:
    result = run(tmp_path, {**SAID, "reason": "reads arn:aws:secretsmanager:eu-west-1:1:secret:/a on purpose"})
    assert ":secret:" in result.output.replace("\n", "")


def test_the_ledger_as_json(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, SAID, options=("--format", "json")).output)
    assert found["mistakes"] == []
    (one,) = found["acceptances"]
    assert (one["finding"], one["place"], one["owner"], one["until"]) == (RULE, "Site", "web", "2027-06-30")


@pytest.mark.parametrize(
    ("change", "rule", "code"),
    [
        ({"until": "2026-11-20"}, "acceptance-has-expired", 3),
        ({"until": "2026-11-30"}, "acceptance-ends-soon", 0),
        ({"accept": "governed-cdk::keys-are-rotated"}, "acceptance-is-stale", 3),
    ],
)
def test_what_is_wrong_with_an_acceptance_is_said(tmp_path: Path, change: dict[str, str], rule: str, code: int) -> None:
    result = run(tmp_path, {**SAID, **change})
    assert rule in result.output
    assert result.exit_code == code


@pytest.mark.parametrize(
    ("change", "said"),
    [({"reason": "because"}, "20 characters"), ({"until": "soon"}, "a date as YYYY-MM-DD"), ({"owner": ""}, "a team")],
)
def test_an_acceptance_that_says_too_little_is_bad_input(tmp_path: Path, change: dict[str, str], said: str) -> None:
    result = run(tmp_path, {**SAID, **change})
    assert said in str(result.exception)


def test_an_unknown_format_or_day_is_refused(tmp_path: Path) -> None:
    assert "one of text, json" in str(run(tmp_path, SAID, options=("--format", "xml")).exception)
    assert "a date as YYYY-MM-DD" in str(run(tmp_path, SAID, options=("--today", "now")).exception)
