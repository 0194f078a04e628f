"""Every command of the tutorial is run by a test, or says why none does."""

from __future__ import annotations

from tests.node_ids import is_test
from tests.tutorial import Account, accounts, commands


def test_every_command_of_the_page_is_accounted_for_and_nothing_else() -> None:
    named = [one.command for one in accounts()]
    assert sorted(named) == sorted(commands())


def test_each_is_run_or_says_why_not() -> None:
    def ways(one: Account) -> int:
        return sum((one.ends is not None, bool(one.test), bool(one.why)))

    assert [one.command for one in accounts() if ways(one) != 1] == []
    assert [one.test for one in accounts() if one.test and not is_test(one.test)] == []
    assert sum(one.why == "" for one in accounts()) > len(accounts()) / 2
