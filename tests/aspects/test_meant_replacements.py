"""A replacement that somebody means has a reason, an owner and a last day."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from aspects.judge.lock import Replacement, read_lock
from constructs_lib.kernel.errors import ConfigurationError
from tests.aspects.locks import ENDED, lock_of, orders, synth, written

if TYPE_CHECKING:
    from pathlib import Path


def lock_with_a_replacement(folder: Path, until: str) -> Path:
    """The lock of the orders, whose bucket somebody means to replace."""
    (resources,) = read_lock(lock_of(folder, orders))["prod"].values()
    meant = Replacement("moves to the key of its own class", "platform-team", until)
    return written(folder, prod_orders={name: replace(one, replacement=meant) for name, one in resources.items()})


@pytest.mark.parametrize(("until", "said"), [("2026-11-28", True), ("2026-11-29", False)])
def test_a_replacement_that_was_meant_may_not_outlive_its_last_day(tmp_path: Path, until: str, *, said: bool) -> None:
    lock = lock_with_a_replacement(tmp_path, until)
    passed, found = synth(tmp_path / "out", orders, lock, today="2026-11-29")
    assert passed is not said
    assert [one["ruleName"] for one in found] == ([ENDED] if said else [])


@pytest.mark.parametrize(
    ("until", "today", "said"),
    [
        ("2027-06-30", "", "replacement: what people accept has an end, and this synth was not told the day"),
        ("2026-11-28", "", "replacement: what people accept has an end, and this synth was not told the day"),
        ("9999-12-31", "2026-11-29", "replacement: until: given '9999-12-31'; allowed: 2027-11-29 at the latest"),
    ],
)
def test_a_replacement_without_a_day_or_for_more_than_a_year_is_refused(
    tmp_path: Path, until: str, today: str, said: str
) -> None:
    lock = lock_with_a_replacement(tmp_path, until)
    with pytest.raises(ConfigurationError, match=re.escape(said)):
        synth(tmp_path / "out", orders, lock, today=today)
