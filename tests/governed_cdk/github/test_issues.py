from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.language import Language
from governed_cdk.github.api import from_environment
from governed_cdk.github.issues import LONGEST, Issue, close_issue, open_issues, report_issue

if TYPE_CHECKING:
    from tests.governed_cdk.github.server import State

LABELS = ("deployment", "failure")


def issue(fingerprint: str = "orders-prod-1", body: str = "The image is missing.") -> Issue:
    return Issue(fingerprint=fingerprint, title="Deploy failed", body=body, labels=LABELS, assignees=("ann",))


def report(one: Issue, language: Language = Language.EN) -> int:
    return report_issue(from_environment(), one, language).count


def test_what_is_reported_again_is_a_comment_on_the_same_issue_with_its_count(github: State) -> None:
    assert [report(issue(), Language.KO), report(issue(), Language.KO), report(issue(body="Now two."))] == [1, 2, 3]
    (there,) = github.issues
    assert (there["labels"], there["assignees"]) == (list(LABELS), ["ann"])
    assert [one["body"].partition("\n")[0] for one in github.comments] == [
        "다시 보고되었습니다: 지금까지 2번.",
        "Reported again: 3 times by now.",
    ]
    assert github.comments[1]["body"].endswith("Now two.")


def test_another_fingerprint_is_another_issue(github: State) -> None:
    assert [report(issue()), report(issue("orders-prod-2"))] == [1, 1]
    assert len(github.issues) == 2


def test_what_was_closed_is_opened_again(github: State) -> None:
    report(issue())
    assert close_issue(from_environment(), "orders-prod-1", LABELS, "Gone.") == github.issues[0]["html_url"]
    assert github.issues[0]["state"] == "closed"
    assert open_issues(from_environment(), LABELS) == {}
    report(issue())
    assert github.issues[0]["state"] == "open"
    assert list(open_issues(from_environment(), LABELS)) == ["orders-prod-1"]


def test_what_is_not_open_is_not_closed(github: State) -> None:
    assert close_issue(from_environment(), "orders-prod-1", LABELS, "Gone.") is None
    assert github.comments == []


def test_a_copied_mark_without_our_labels_is_nobodys_issue(github: State) -> None:
    report(issue())
    github.issues[0]["labels"] = []
    report(issue())
    assert len(github.issues) == 2


def test_what_a_person_wrote_below_the_mark_stays(github: State) -> None:
    report(issue())
    github.issues[0]["body"] += "\n\nLooking into it."
    report(issue())
    assert github.issues[0]["body"].endswith("Looking into it.")


def test_a_body_is_as_long_as_github_takes(github: State) -> None:
    report(issue(body="x" * 70_000))
    assert len(github.issues[0]["body"]) == LONGEST


def test_an_issue_without_label_or_fingerprint_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="labels"):
        Issue(fingerprint="orders-prod-1", title="x", body="x", labels=())
    with pytest.raises(ConfigurationError, match="fingerprint"):
        Issue(fingerprint="Orders prod", title="x", body="x", labels=LABELS)
