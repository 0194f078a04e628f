"""What the gate writes to a pull request of a local GitHub."""

from __future__ import annotations

import base64
import gzip
import json
from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.gate.comment import MARK
from governed_cdk.gate.publishing import (
    publish_comment,
    publish_sarif,
    publish_status,
    pull_number,
    pull_request,
    refuse_another_head,
)
from governed_cdk.github.api import from_environment

if TYPE_CHECKING:
    from tests.governed_cdk.github.server import State

BOT, PERSON = {"login": "github-actions[bot]", "type": "Bot"}, {"login": "mallory", "type": "User"}
OLD = f"{MARK}\nold"


def of(github: State, user: dict[str, str], body: str, number: int) -> None:
    github.comments.append({"id": number, "user": user, "body": body, "html_url": f"https://github.com/x#{number}"})


def test_the_first_comment_is_new_and_the_next_is_written_over_it(github: State) -> None:
    api = from_environment()
    first = publish_comment(api, 7, f"{MARK}\none")
    assert publish_comment(api, 7, f"{MARK}\ntwo") == first
    assert [one["body"] for one in github.comments] == [f"{MARK}\ntwo"]


def test_the_same_comment_is_not_written_again(github: State) -> None:
    api = from_environment()
    publish_comment(api, 7, OLD)
    github.asked.clear()
    publish_comment(api, 7, OLD)
    assert {line.split(" ")[0] for line in github.asked} == {"GET"}


def test_a_comment_of_somebody_else_is_left_alone_also_with_our_mark(github: State) -> None:
    of(github, PERSON, OLD, 1)
    of(github, BOT, f"not first {MARK}", 2)
    github.comments.append({"id": 3, "user": None, "html_url": "https://github.com/x#3"})  # who wrote it has left
    publish_comment(from_environment(), 7, f"{MARK}\nnew")
    assert [one["body"] for one in github.comments if "body" in one] == [OLD, f"not first {MARK}", f"{MARK}\nnew"]


def test_the_comment_is_found_behind_many_others(github: State) -> None:
    for number in range(130):
        of(github, PERSON, "a word", number)
    of(github, BOT, OLD, 500)
    publish_comment(from_environment(), 7, f"{MARK}\nnew")
    assert github.comments[-1]["body"] == f"{MARK}\nnew"
    assert len(github.comments) == 131


def test_a_status_says_whether_it_may_be_merged(github: State) -> None:
    publish_status(from_environment(), "c" * 40, "x" * 200, passed=False)
    (status,) = github.statuses
    assert (status["state"], status["context"], len(status["description"])) == ("failure", "gate", 140)


def test_findings_are_handed_over_compressed(github: State) -> None:
    publish_sarif(from_environment(), {"number": 7, "head": {"sha": "c" * 40}}, "prod", '{"runs": [{}]}')
    (upload,) = github.uploads
    log = json.loads(gzip.decompress(base64.b64decode(upload["sarif"])))
    assert log == {"runs": [{"automationDetails": {"id": "governed-cdk/prod/"}}]}
    assert upload["ref"] == "refs/pull/7/head"


def test_a_pull_request_is_found_by_its_head(github: State) -> None:
    github.pull = {"number": 7, "state": "open", "head": {"sha": "d" * 40}}
    assert pull_number(from_environment(), "d" * 40) == 7
    for other in ({"state": "closed"}, {"head": {"sha": "e" * 40}}):
        github.pull = {"number": 7, "state": "open", "head": {"sha": "d" * 40}, **other}
        with pytest.raises(ConfigurationError, match="head of 0 open pull requests"):
            pull_number(from_environment(), "d" * 40)


def test_another_head_than_the_one_that_was_judged_is_refused(github: State) -> None:
    github.pull = {"number": 7, "head": {"sha": "d" * 40}, "base": {"sha": "b" * 40}, "user": {"login": "author"}}
    with pytest.raises(ConfigurationError, match="its head is dddddddddddd, judged was cccccccccccc"):
        refuse_another_head(pull_request(from_environment(), 7), "c" * 40)
    refuse_another_head(pull_request(from_environment(), 7), "d" * 40)
