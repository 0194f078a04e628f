from __future__ import annotations

import pytest
from pydantic import ValidationError

from constructs_lib import ArchiveLifecycle


def test_the_default_is_90_days_a_year_and_seven_years() -> None:
    rule = ArchiveLifecycle().rule()
    assert [move.transition_after.to_days() for move in rule.transitions or () if move.transition_after] == [90, 455]
    assert rule.expiration is not None
    assert rule.expiration.to_days() == 2557


@pytest.mark.parametrize(
    ("days", "allowed"),
    [
        ({"infrequent_access_days": 29}, "greater than or equal to 30"),
        ({"infrequent_access_days": 430}, "glacier_days: given 455; allowed: 460 or more"),
        ({"expire_days": 500}, "expire_days: given 500; allowed: 545 or more"),
    ],
)
def test_moves_that_s3_refuses_or_charges_twice_are_refused(days: dict[str, int], allowed: str) -> None:
    with pytest.raises(ValidationError, match=allowed):
        ArchiveLifecycle.model_validate(days)
