"""What the gate writes to a pull request: one comment that is updated in place, a status, and the findings as SARIF.

Source: GitHub REST API documentation, "Issue comments", "Commit statuses", "Code scanning" (a log is compressed by gzip
and written in base64).
"""

from __future__ import annotations

import base64
import gzip
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
        if one["body"].startswith(MARK) and one["user"]["type"] == "Bot":
            if one["body"] == text:
                return str(one["html_url"])
            return str(github.send("PATCH", f"issues/comments/{one['id']}", {"body": text})["html_url"])
    return str(github.send("POST", f"issues/{number}/comments", {"body": text})["html_url"])


def publish_status(github: GitHub, commit: str, said: str, *, passed: bool) -> None:
    """Write the status of a commit."""
    body = {"state": "success" if passed else "failure", "context": STATUS, "description": said[:_LONGEST]}
    github.send("POST", f"statuses/{commit}", body)


def publish_sarif(github: GitHub, number: int, commit: str, log: str) -> None:
    """Hand the findings over to code scanning."""
    packed = base64.b64encode(gzip.compress(log.encode(), mtime=0)).decode()
    body = {"commit_sha": commit, "ref": f"refs/pull/{number}/head", "sarif": packed, "tool_name": "governed-cdk"}
    github.send("POST", "code-scanning/sarifs", body)


def pull_request(github: GitHub, number: int, commit: str) -> dict[str, Any]:
    """A pull request. Raises ConfigurationError where its head is another commit than the one that was judged."""
    found: dict[str, Any] = github.get(f"pulls/{number}")
    if found["head"]["sha"] != commit:
        raise ConfigurationError(
            f"pull request {number}: its head is {found['head']['sha'][:12]}, judged was {commit[:12]}"
        )
    return found
