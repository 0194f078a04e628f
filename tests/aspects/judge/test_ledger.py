from __future__ import annotations

import datetime

import pytest

from aspects.judge.acceptances import Acceptance
from aspects.judge.ledger import ENDING, EXPIRED, STALE, TOO_WIDE, ledger_findings

TODAY = datetime.date(2026, 11, 21)
FINDING = "governed-cdk::alarms-reach-somebody"


def acceptance(until: str = "2027-06-30", *, finding: str = FINDING, place: str = "prod-orders/Alarm") -> Acceptance:
    return Acceptance(finding, "spoken for by its composite", "platform-team", until, place, "t", "stacks/orders.py:7")


def mistakes(one: Acceptance, *places: str, today: datetime.date | None = TODAY) -> list[tuple[str, str]]:
    found = ledger_findings([one], {"governed-cdk::": [], FINDING: places}, today=today)
    return [(mistake.rule, mistake.severity) for mistake in found]


def test_an_acceptance_of_one_finding_in_force_is_fine() -> None:
    assert mistakes(acceptance(), "prod-orders/Alarm/Resource") == []


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2026-11-20", [(EXPIRED, "error")]),
        ("2026-11-21", [(ENDING, "warning")]),
        ("2026-12-05", [(ENDING, "warning")]),
        ("2026-12-06", []),
    ],
)
def test_its_last_day_is_still_in_force_and_a_fortnight_before_it_warns(
    until: str, expected: list[tuple[str, str]]
) -> None:
    assert mistakes(acceptance(until), "prod-orders/Alarm") == expected


def test_without_a_day_nothing_is_called_expired() -> None:
    assert mistakes(acceptance("2020-01-01"), "prod-orders/Alarm", today=None) == []


def test_one_that_accepts_nothing_is_stale() -> None:
    assert mistakes(acceptance()) == [(STALE, "error")]
    assert mistakes(acceptance(), "prod-orders/AlarmOfAnother") == [(STALE, "error")]


def test_one_of_a_pack_that_did_not_run_is_not_called_stale() -> None:
    assert mistakes(acceptance(finding="CloudFormation-Validate::W3010")) == []


def test_one_that_covers_two_resources_is_too_wide() -> None:
    assert mistakes(acceptance(place="prod-orders"), "prod-orders/A", "prod-orders/B") == [(TOO_WIDE, "error")]


def test_two_findings_on_one_resource_are_one() -> None:
    assert mistakes(acceptance(), "prod-orders/Alarm/Resource", "prod-orders/Alarm/Resource") == []
