from __future__ import annotations

import pytest

from constructs_lib.storage.vault_lock import MOST_DAYS, vault_lock


@pytest.mark.parametrize(
    ("days", "longest"), [(1, 365), (14, 365), (364, 365), (365, 366), (400, 401), (MOST_DAYS - 1, MOST_DAYS)]
)
def test_a_lock_keeps_what_plans_keep_and_nothing_for_ever(days: int, longest: int) -> None:
    lock = vault_lock(days)
    assert lock.min_retention.to_days() == days
    assert lock.max_retention is not None
    assert lock.max_retention.to_days() == longest
    assert lock.changeable_for is None


def test_what_is_kept_for_the_longest_time_has_no_upper_bound() -> None:
    assert vault_lock(MOST_DAYS).max_retention is None
