from __future__ import annotations

from decimal import Decimal

import pytest

from governed_cdk.cost.rise import rise
from governed_cdk.cost.settings import CostThresholds


@pytest.mark.parametrize(
    ("before", "after", "approvals"),
    [
        ("100", "100", 0), ("100", "50", 0), ("100", "109.99", 0), ("100", "110", 1), ("100", "129.99", 1),
        ("100", "130", 2), ("100", "1000", 2), ("10", "11", 1),
        ("9.99", "59.99", 0), ("9.99", "60", 1), ("0", "50", 0), ("0", "50.01", 1),
    ],
)  # fmt: skip
def test_more_cost_takes_more_people(before: str, after: str, approvals: int) -> None:
    assert rise(Decimal(before), Decimal(after), CostThresholds()).approvals == approvals


def test_the_thresholds_are_settings() -> None:
    assert rise(Decimal(100), Decimal(150), CostThresholds(warning_percent=60, two_percent=80)).approvals == 0


def test_a_percentage_of_nothing_is_none() -> None:
    assert rise(Decimal(0), Decimal(5), CostThresholds()).percent is None
