"""Who approved the head commit: code owners of the changed files, not the author, by GitHub's reviews.

Source: GitHub REST API documentation, "Pull request reviews": reviews come in order of time, each with `user.login`,
`state` and `commit_id`; "Team members" needs `Members: read` of an App, which a workflow's own token does not have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from governed_cdk.github.api import GitHub

# Those that say something of the change; a comment leaves what somebody said before.
_DECIDES = ("APPROVED", "CHANGES_REQUESTED", "DISMISSED")


@dataclass(frozen=True, slots=True)
class Approvals:
    """Who approved, how many it takes, and what could not be counted."""

    by: tuple[str, ...]
    needed: int
    unknown: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether nobody has to approve any more."""
        return len(self.by) >= self.needed


def approvals(github: GitHub, pull: dict[str, Any], owners: Iterable[str], needed: int) -> Approvals:
    """The approvals of a pull request's head commit that count. Raises ConfigurationError as GitHub does."""
    users, unknown = _people(github, owners)
    head, author = pull["head"]["sha"], pull["user"]["login"].lower()
    latest: dict[str, tuple[str, str]] = {}
    for review in github.pages(f"pulls/{pull['number']}/reviews"):
        if review["state"] in _DECIDES and review.get("user"):
            latest[review["user"]["login"].lower()] = (review["state"], review["commit_id"])
    found = sorted(
        login
        for login, (state, commit) in latest.items()
        if state == "APPROVED" and commit == head and login in users and login != author
    )
    return Approvals(tuple(found), needed, tuple(unknown))


def _people(github: GitHub, owners: Iterable[str]) -> tuple[set[str], list[str]]:
    """The logins of owners, in small letters, and which of them nobody could look up."""
    users: set[str] = set()
    unknown: list[str] = []
    for owner in sorted(owners):
        name = owner.removeprefix("@").lower()
        if "/" in name:
            try:
                users |= set(_members(github, *name.split("/", 1)))
            except ConfigurationError:
                unknown.append(f"{owner}: its members cannot be read; give the gate an App's token with Members: read")
        elif owner.startswith("@"):
            users.add(name)
        else:
            unknown.append(f"{owner}: an address; only @names can be counted")
    return users, unknown


def _members(github: GitHub, organization: str, team: str) -> Iterator[str]:
    for one in github.pages(f"/orgs/{organization}/teams/{team}/members"):
        yield one["login"].lower()
