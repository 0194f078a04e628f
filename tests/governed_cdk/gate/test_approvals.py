"""Approvals, counted against a local GitHub."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from governed_cdk.gate.approvals import Approvals, approvals
from governed_cdk.github.api import from_environment

if TYPE_CHECKING:
    from tests.governed_cdk.github.server import State

HEAD, OLD = "c" * 40, "0" * 40
PULL = {"number": 7, "head": {"sha": HEAD}, "user": {"login": "Author"}}


def review(login: str, state: str = "APPROVED", commit: str = HEAD) -> dict[str, Any]:
    return {"user": {"login": login, "type": "User"}, "state": state, "commit_id": commit}


def counted(
    github: State, *reviews: dict[str, Any], owners: tuple[str, ...] = ("@alice", "@bob", "@Author")
) -> Approvals:
    github.reviews = list(reviews)
    return approvals(from_environment(), PULL, owners, 2)


@pytest.mark.parametrize(
    ("reviews", "by"),
    [
        ([review("Alice"), review("bob")], ("alice", "bob")),
        ([review("alice"), review("alice")], ("alice",)),
        ([review("alice", commit=OLD)], ()),
        ([review("author")], ()),
        ([review("stranger")], ()),
        ([review("alice"), review("alice", "CHANGES_REQUESTED")], ()),
        ([review("alice", "CHANGES_REQUESTED"), review("alice")], ("alice",)),
        ([review("alice"), review("alice", "DISMISSED")], ()),
        ([review("alice"), review("alice", "COMMENTED")], ("alice",)),
        ([review("alice"), {**review("x"), "user": None}], ("alice",)),
    ],
)
def test_only_the_last_word_of_an_owner_on_the_head_commit_counts(
    github: State, reviews: list[dict[str, Any]], by: tuple[str, ...]
) -> None:
    found = counted(github, *reviews)
    assert found.by == by
    assert found.enough is (len(by) >= 2)


def test_members_of_a_team_count_where_they_can_be_read(github: State) -> None:
    github.teams = {"example-org/platform": ["Carol"]}
    assert counted(github, review("carol"), owners=("@example-org/platform",)).by == ("carol",)


def test_a_team_that_cannot_be_read_is_said_and_named_users_still_count(github: State) -> None:
    found = counted(github, review("alice"), review("carol"), owners=("@alice", "@example-org/platform", "a@b.example"))
    assert found.by == ("alice",)
    assert [line.split(":")[0] for line in found.unknown] == ["@example-org/platform", "a@b.example"]
    assert "Members: read" in found.unknown[0]


def test_reviews_of_all_pages_are_read(github: State) -> None:
    many = [review(f"user-{number}") for number in range(150)]
    assert counted(github, *many, review("alice"), review("bob")).by == ("alice", "bob")
