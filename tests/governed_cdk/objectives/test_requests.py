from __future__ import annotations

import datetime

import pytest

from constructs_lib.observability.telemetry.slo import AVAILABILITY, ERROR_RATE, LATENCY
from governed_cdk.objectives.requests import RequestsOfDay, by_month, now, over

UNTIL = datetime.date(2026, 11, 29)


def day(ago: int, *, requests: float = 1000, errors: float = 0, slow: float = 0) -> RequestsOfDay:
    return RequestsOfDay(UNTIL - datetime.timedelta(days=ago), requests, errors, slow)


def test_half_of_the_budget_is_left_where_half_of_the_errors_came() -> None:
    days = [day(ago, requests=1000, errors=0.5) for ago in range(30)]
    kept = now(days, AVAILABILITY, until=UNTIL)
    assert (kept.days, kept.requests, kept.bad) == (30, 30_000, 15)
    assert kept.good == pytest.approx(0.9995)
    assert kept.left == pytest.approx(0.5)
    assert kept.is_kept


def test_each_objective_looks_at_its_own_window() -> None:
    days = [*(day(ago) for ago in range(31)), day(31, errors=900), day(7, errors=100, slow=900)]
    assert now(days, ERROR_RATE, until=UNTIL).bad == 0
    assert now(days, LATENCY, until=UNTIL).bad == 0  # the eighth day before
    assert now(days, LATENCY, until=UNTIL - datetime.timedelta(days=1)).bad == 900
    assert now(days, AVAILABILITY, until=UNTIL).bad == 100  # and not what was 31 days ago


def test_a_broken_promise_has_less_than_nothing_left_and_the_last_request_of_it_still_counts_as_kept() -> None:
    assert over([day(0, errors=1)], ERROR_RATE).is_kept
    broken = over([day(0, errors=2)], ERROR_RATE)
    assert (broken.is_kept, round(broken.left, 6)) == (False, -1)


def test_a_few_requests_say_nothing() -> None:
    few = over([day(0, requests=19, errors=19)], ERROR_RATE)
    assert not few.known
    assert over([], ERROR_RATE).left == 1


def test_months_tell_the_whole_and_how_many_windows_were_kept() -> None:
    days = [day(ago) for ago in range(28, -1, -1)]  # 1 to 29 November
    days[3] = day(25, errors=5)
    days.insert(0, day(29, slow=1000))  # 31 October
    november, october = by_month(days, ERROR_RATE, months=5, until=UNTIL)
    assert (november.month, november.whole.requests, november.windows, november.kept) == ("2026-11", 29_000, 29, 28)
    assert november.whole.left == pytest.approx(1 - 5 / 29)
    assert (october.month, october.whole.days) == ("2026-10", 1)
    # The slow day of October spoils the windows of seven days that reach back to it.
    first = by_month(days, LATENCY, months=1, until=UNTIL)[0]
    assert (first.windows, first.kept) == (29, 23)
