"""The day that a command judges by: the one it is given, else the clock's."""

from __future__ import annotations

import datetime

from constructs_lib.kernel.errors import invalid


def today_or(given: str) -> datetime.date:
    """The day of `--today`, or today where it was not given. Raises ConfigurationError for what is no date."""
    if not given:
        return datetime.datetime.now(tz=datetime.UTC).date()
    try:
        return datetime.date.fromisoformat(given)
    except ValueError:
        raise invalid("--today", given, "a date as YYYY-MM-DD") from None
