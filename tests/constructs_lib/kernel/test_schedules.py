from __future__ import annotations

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.kernel.schedules import check_schedule
from tests.support import refusal


@pytest.mark.parametrize(
    "schedule",
    ["cron(0 8 ? * MON-FRI *)", "cron(0/15 9-17 1,15 * ? 2027)", "rate(1 day)", "at(2027-01-01T00:00:00)"],
)
def test_what_both_services_take_is_taken(schedule: str) -> None:
    assert refusal(check_schedule, "x", schedule=schedule, time_zone="America/Argentina/Buenos_Aires") is None


@pytest.mark.parametrize(
    "schedule",
    ["", "0 8 * * *", "cron(0 8 * * MON)", "rate(0 days)", "rate(5 weeks)", "at(2027-01-01)", "cron(0 8 ? * * *) "],
)
def test_another_expression_is_refused(schedule: str) -> None:
    with pytest.raises(ConfigurationError, match="x: schedule"):
        check_schedule("x", schedule=schedule, time_zone="UTC")


@pytest.mark.parametrize("zone", ["", "KST", "Asia", "asia/seoul", "UTC+9"])
def test_another_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(ConfigurationError, match="x: time_zone"):
        check_schedule("x", schedule="rate(1 day)", time_zone=zone)
