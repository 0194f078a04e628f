"""What the gate writes to a pull request: one comment that is updated in place, a status, and the findings as SARIF.

Source: GitHub REST API documentation, "Issue comments", "Commit statuses", "Code scanning" (a log is compressed by gzip
and written in base64).
"""

from __future__ import annotations

import base64
import gzip
import json
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.gate.comment import MARK

if TYPE_CHECKING:
    from governed_cdk.github.api import GitHub

STATUS = "gate"
"""The context of the status, which branch protection asks for."""

_LONGEST = 140  # characters of a status


def publish_comment(github: GitHub, number: int, text: str) -> str:
    """Write the comment of a pull request, over the one that is there; its address.

    Only a comment of a bot is written over: anybody can copy the mark into their own.
    """
    for one in github.pages(f"issues/{number}/comments"):
        body, user = one.get("body") or "", one["user"] or {}
        if body.startswith(MARK) and user.get("type") == "Bot":
            if body == text:
                return str(one["html_url"])
            return str(github.send("PATCH", f"issues/comments/{one['id']}", {"body": text})["html_url"])
    return str(github.send("POST", f"issues/{number}/comments", {"body": text})["html_url"])


def publish_status(github: GitHub, commit: str, said: str, *, passed: bool) -> None:
    """Write the status of a commit."""
    body = {"state": "success" if passed else "failure", "context": STATUS, "description": said[:_LONGEST]}
    github.send("POST", f"statuses/{commit}", body)


def publish_sarif(github: GitHub, pull: dict[str, Any], environment: str, log: str) -> None:
    """Hand the findings of one environment over to code scanning."""
    data = json.loads(log)
    for run in data["runs"]:
        run["automationDetails"] = {"id": f"governed-cdk/{environment}/"}
    packed = base64.b64encode(gzip.compress(json.dumps(data).encode(), mtime=0)).decode()
    ref = f"refs/pull/{pull['number']}/head"
    github.send("POST", "code-scanning/sarifs", {"commit_sha": pull["head"]["sha"], "ref": ref, "sarif": packed})


def pull_number(github: GitHub, commit: str) -> int:
    """The open pull request whose head a commit is. Raises ConfigurationError where there is none, or more than one.

    All open ones are looked through: GitHub's "pull requests associated with a commit" has none for a fork's commit.
    """
    numbers = [int(one["number"]) for one in github.pages("pulls?state=open") if one["head"]["sha"] == commit]
    if len(numbers) != 1:
        raise ConfigurationError(f"{commit[:12]}: head of {len(numbers)} open pull requests; --pull says which")
    return numbers[0]


def pull_request(github: GitHub, number: int) -> dict[str, Any]:
    """A pull request."""
    found: dict[str, Any] = github.get(f"pulls/{number}")
    return found


def refuse_another_head(pull: dict[str, Any], commit: str) -> None:
    """Raise ConfigurationError where the head of a pull request is another commit than the one that was judged."""
    if pull["head"]["sha"] != commit:
        head = pull["head"]["sha"][:12]
        raise ConfigurationError(f"pull request {pull['number']}: its head is {head}, judged was {commit[:12]}")
