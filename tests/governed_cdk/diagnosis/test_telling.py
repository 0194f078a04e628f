from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pytest

from governed_cdk.diagnosis import report, telling
from governed_cdk.notices.slack import post_to_slack
from tests.governed_cdk.diagnosis.failures import failure

if TYPE_CHECKING:
    from pathlib import Path

    from tests.constructs_lib.runtime.notifier.slack import Slack
    from tests.governed_cdk.github.server import State


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The job's page, where another step wrote already."""
    path = tmp_path / "summary.md"
    path.write_text("# Deploy\n", encoding="utf-8")
    monkeypatch.setenv(telling.SUMMARY, str(path))
    return path


@pytest.fixture
def webhook(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> Slack:
    monkeypatch.setenv("SLACK_WEBHOOK_URL", slack.address)
    monkeypatch.setattr(telling, "post_to_slack", functools.partial(post_to_slack, prefix=slack.prefix))
    return slack


def told(*, issue: bool = True, slack: bool = True) -> list[str]:
    said: list[str] = []
    telling.tell(failure(), issue=issue, slack=slack, say=said.append)
    return said


def test_everybody_is_told_and_slack_leads_to_the_issue(github: State, webhook: Slack, page: Path) -> None:
    address = "https://github.com/example-org/fileflow/issues/"
    (first, second) = told()
    assert (first.startswith("issue: http"), second) == (True, "Slack: told")
    assert told()[0].endswith("(2)")
    assert len(github.issues) == 1
    assert github.issues[0]["title"] == report.title(failure())
    (posted, _) = webhook.posted
    buttons = [one["url"] for one in posted["attachments"][0]["blocks"][-1]["elements"]]
    assert github.issues[0]["html_url"] in buttons
    assert github.issues[0]["html_url"].startswith(address)
    assert page.read_text(encoding="utf-8").startswith(f"# Deploy\n## {report.title(failure())}\n")


def test_nobody_is_told_who_was_not_asked_for(github: State, webhook: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(telling.SUMMARY, raising=False)
    assert told(issue=False, slack=False) == []
    assert (github.asked, webhook.posted) == ([], [])


def test_a_github_that_refuses_stops_neither_slack_nor_the_page(github: State, webhook: Slack, page: Path) -> None:
    github.refuse = {"/repos/example-org/fileflow/issues": 403}
    first, second = told()
    assert first.startswith("issue: ")
    assert "403" in first
    assert second == "Slack: told"
    assert len(webhook.posted) == 1
    assert "## 🚨" in page.read_text(encoding="utf-8")


def test_a_slack_that_refuses_stops_nothing(github: State, webhook: Slack, page: Path) -> None:
    webhook.statuses = [404]
    first, second = told()
    assert first.startswith("issue: http")
    assert second.startswith("Slack: SLACK_WEBHOOK_URL: Slack answered 404")
    assert len(github.issues) == 1
    assert "## 🚨" in page.read_text(encoding="utf-8")


def test_what_is_not_set_up_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("GITHUB_REPOSITORY", "GH_TOKEN", "GITHUB_TOKEN", "SLACK_WEBHOOK_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(telling.SUMMARY, str(tmp_path))
    first, second, third = told()
    assert first == "issue: GitHub: set GITHUB_REPOSITORY to owner/name, and GH_TOKEN to a token of it"
    assert second == "Slack: SLACK_WEBHOOK_URL is not set"
    assert third == "GITHUB_STEP_SUMMARY: Is a directory"
