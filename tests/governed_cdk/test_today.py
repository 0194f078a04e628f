from __future__ import annotations

import datetime

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.today import today_or


def test_the_day_that_was_given_counts() -> None:
    assert today_or("2027-06-30") == datetime.date(2027, 6, 30)


def test_without_one_it_is_the_clocks() -> None:
    before = datetime.datetime.now(tz=datetime.UTC).date()
    assert before <= today_or("") <= datetime.datetime.now(tz=datetime.UTC).date()


@pytest.mark.parametrize("given", ["tomorrow", "2027-02-30", "30.06.2027"])
def test_what_is_no_date_is_refused(given: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^--today: given '{given}'; allowed: a date as YYYY-MM-DD$"):
        today_or(given)
