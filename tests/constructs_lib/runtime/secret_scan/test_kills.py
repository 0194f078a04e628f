"""The workflow, killed after any call that it makes, ends as one that was not."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest

from tests.constructs_lib.runtime.secret_scan.account import BUCKET, QUARANTINE, Counted, KilledError, created

if TYPE_CHECKING:
    from tests.constructs_lib.runtime.secret_scan.account import Account

pytestmark = pytest.mark.slow


def seeded(account: Account, name: str) -> dict[str, Any]:
    return created(account.put(f"id,key\n1,{account.exposed(name)}\n".encode(), key=name), key=name)


def ended(account: Account, name: str, before: set[str]) -> tuple[list[str], str, list[str]]:
    """What is left of the object, whether its key works, what is in quarantine."""
    left = [one["Key"] for one in account.versions(BUCKET) if one["Key"] == name]
    kept = {one["Key"] for one in account.versions(QUARANTINE)} - before
    return (
        left,
        account.status(name),
        sorted(one.partition("/")[0] + one.rpartition("/")[2][-11:] for one in kept if "/" in one),
    )


def test_a_run_that_was_killed_after_any_call_ends_as_one_that_was_not(account: Account) -> None:
    whole = Counted()
    account.run(seeded(account, "whole"), whole)
    left, status, kept = ended(account, "whole", set())
    assert (left, status) == ([], "Inactive")
    assert len(kept) == 4  # opened, told, closed, and the copy
    assert whole.made > 15
    for last in range(1, whole.made + 1):
        before, name = {one["Key"] for one in account.versions(QUARANTINE)}, f"killed-after-{last}"
        event = seeded(account, name)
        try:
            account.run(event, Counted(last))
        except KilledError:
            account.run(event)
            account.run({"sweep": {}})
        after = ended(account, name, before)
        assert (after[0], after[1], len(after[2])) == ([], "Inactive", 4), last
    assert len(account.tickets) == whole.made + 1


def test_what_was_killed_after_the_version_went_is_found_by_its_journal(account: Account) -> None:
    """Nobody is told of the object again: it is gone. The next sweep goes on with what is open."""
    event = seeded(account, "gone")
    for last in range(1, 60):
        with contextlib.suppress(KilledError):
            account.run(event, Counted(last))
        if not [one for one in account.versions(BUCKET) if one["Key"] == "gone"]:
            break
    assert account.status("gone") == "Active"
    account.run({"sweep": {}})
    assert account.status("gone") == "Inactive"
    assert account.run({"sweep": {}}) == []
