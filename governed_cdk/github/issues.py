"""One issue for one thing that is wrong: opened once, counted when it comes back, closed when it is gone.

It is told by a mark with its fingerprint that nobody sees, among the issues that carry its labels. Only who may push
can set labels (GitHub REST API documentation, "Create an issue"), so that nobody else's issue is taken for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.language import words_of

if TYPE_CHECKING:
    from constructs_lib.kernel.language import Language
    from governed_cdk.github.api import GitHub

LONGEST = 60_000
"""Characters of a body or comment: GitHub refuses more than 65,536."""

_WORDS = Path(__file__).with_name("words.yaml")
_FINGERPRINT = re.compile(r"[0-9a-z-]{8,80}")
_MARK = re.compile(r"<!-- governed-cdk issue (?P<fingerprint>[0-9a-z-]+) (?P<count>\d{1,9}) -->\n")


@dataclass(frozen=True, kw_only=True)
class Issue:
    """What an issue says.

    Attributes:
        fingerprint: what makes it the same one next time; 8 to 80 lower-case letters, digits and hyphens.
        title: one line.
        body: Markdown; what others wrote in it is inert already.
        labels: at least one, by which it is found again.
        assignees: logins, whom it is for.
    """

    fingerprint: str
    title: str
    body: str
    labels: tuple[str, ...]
    assignees: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises ConfigurationError for a fingerprint that is none, and without a label."""
        if not _FINGERPRINT.fullmatch(self.fingerprint):
            raise invalid("fingerprint", self.fingerprint, "8 to 80 lower-case letters, digits and hyphens")
        if not self.labels:
            raise invalid("labels", self.labels, "at least one")


@dataclass(frozen=True)
class Reported:
    """Where an issue stands, and how often it was reported, this time included."""

    url: str
    count: int


def report_issue(github: GitHub, issue: Issue, language: Language) -> Reported:
    """Open an issue; where it is there already, comment with the count, and reopen it where it was closed.

    Raises ConfigurationError for what GitHub refuses.
    """
    there = _find(github, issue.fingerprint, issue.labels)
    if there is None:
        content: dict[str, Any] = {
            "title": issue.title,
            "body": f"{_mark(issue.fingerprint, 1)}{issue.body}"[:LONGEST],
            "labels": list(issue.labels),
            **({"assignees": list(issue.assignees)} if issue.assignees else {}),
        }
        return Reported(str(github.send("POST", "issues", content)["html_url"]), 1)
    body = str(there["body"])
    count = int(_found(body)["count"]) + 1
    reopened = {} if there["state"] == "open" else {"state": "open", "state_reason": "reopened"}
    counted = {"body": _MARK.sub(_mark(issue.fingerprint, count), body, count=1), **reopened}
    github.send("PATCH", f"issues/{there['number']}", counted)
    said = f"{words_of(_WORDS, language)('again', count=count)}\n\n{issue.body}"
    github.send("POST", f"issues/{there['number']}/comments", {"body": said[:LONGEST]})
    return Reported(str(there["html_url"]), count)


def close_issue(github: GitHub, fingerprint: str, labels: tuple[str, ...], said: str) -> str | None:
    """Close the open issue of a fingerprint with a comment; its address, None where there is none that is open."""
    there = _find(github, fingerprint, labels)
    if there is None or there["state"] != "open":
        return None
    github.send("POST", f"issues/{there['number']}/comments", {"body": said[:LONGEST]})
    github.send("PATCH", f"issues/{there['number']}", {"state": "closed", "state_reason": "completed"})
    return str(there["html_url"])


def open_issues(github: GitHub, labels: tuple[str, ...]) -> dict[str, str]:
    """The address of each open issue of ours with these labels, by fingerprint."""
    listed = github.pages(f"issues?state=open&labels={quote(','.join(labels))}")
    return {found["fingerprint"]: str(one["html_url"]) for one in listed if (found := _MARK.match(one["body"] or ""))}


def _find(github: GitHub, fingerprint: str, labels: tuple[str, ...]) -> dict[str, Any] | None:
    for one in github.pages(f"issues?state=all&labels={quote(','.join(labels))}"):
        found = _MARK.match(one["body"] or "")
        if found and found["fingerprint"] == fingerprint and "pull_request" not in one:
            return dict(one)
    return None


def _found(body: str) -> re.Match[str]:
    found = _MARK.match(body)
    assert found is not None, "found by its mark"  # noqa: S101 - `_find` has looked
    return found


def _mark(fingerprint: str, count: int) -> str:
    return f"<!-- governed-cdk issue {fingerprint} {count} -->\n"
