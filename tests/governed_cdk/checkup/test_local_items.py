from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.environment import Environment
from governed_cdk.checkup import ends, hygiene
from governed_cdk.checkup.reader import CheckupReader
from governed_cdk.checkup.said import CannotTellError
from tests.governed_cdk.checkup.account import table_account
from tests.governed_cdk.checkup.fine import NOW

if TYPE_CHECKING:
    from pathlib import Path

PROD = Environment.load("prod")


def reader(folder: Path) -> CheckupReader:
    return CheckupReader(table_account({}), PROD, NOW, folder)


@pytest.mark.parametrize(("until", "said"), [("2027-01-20", ["acceptance-ends"]), ("2027-03-01", [])])
def test_acceptances_that_end_within_60_days_are_told(tmp_path: Path, until: str, said: list[str]) -> None:
    mark = {"accept": "governed-cdk::buckets-are-not-public", "reason": "a queue of nothing secret", "owner": "web"}
    queue = {"Type": "AWS::S3::Bucket", "Metadata": {"governed-cdk": [{**mark, "until": until}]}}
    (tmp_path / "prod-x.template.json").write_text(json.dumps({"Resources": {"Queue": queue}}))
    assert [one.key for one in ends.acceptances(reader(tmp_path))] == said


def test_without_templates_nobody_can_tell_what_ends(tmp_path: Path) -> None:
    with pytest.raises(CannotTellError):
        list(ends.acceptances(reader(tmp_path / "nowhere")))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stack of today whose alarm leads to a page; the page is committed on a day that the test says."""
    (tmp_path / "stacks").mkdir()
    (tmp_path / "docs/runbooks").mkdir(parents=True)
    (tmp_path / "cdk.out").mkdir()
    (tmp_path / "stacks/rds.py").write_text("x = 1\n")
    link = f"Runbook: {PROD.runbook_url}/rds-cpu-high.md"
    (tmp_path / "cdk.out/prod-rds.template.json").write_text(json.dumps({"AlarmDescription": link}))
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    return tmp_path


def git(*arguments: str, day: str = "2026-11-30") -> None:
    when = f"{day}T12:00:00+00:00"
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    dated = {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
    subprocess.run(["git", *who, *arguments], check=True, env=dated)


@pytest.mark.parametrize(("day", "said"), [("2026-01-10", ["runbook-old"]), ("2026-10-01", [])])
def test_a_page_half_a_year_older_than_its_stack_is_told(repository: Path, day: str, said: list[str]) -> None:
    page = repository / "docs/runbooks/rds-cpu-high.md"
    page.write_text("# CPU\n")
    git("add", "docs")
    git("commit", "-qm", "page", day=day)
    git("add", "stacks")
    git("commit", "-qm", "stack")
    found = list(hygiene.runbooks(reader(repository / "cdk.out")))
    assert [one.key for one in found] == said
    assert all(one.values["written"] == day for one in found)


def test_without_stacks_here_nobody_can_tell_about_runbooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CannotTellError):
        list(hygiene.runbooks(reader(tmp_path)))
