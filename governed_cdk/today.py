"""The day that a command judges by: the one it is given, else the clock's."""

from __future__ import annotations

import datetime

from constructs_lib.kernel.accepted import exact_day


def today_or(given: str) -> datetime.date:
    """The day of `--today`, or today in the machine's own time zone, as `date +%F` says it, where it was not given.

    Raises ConfigurationError for what is no date.
    """
    return exact_day("--today", given) if given else datetime.datetime.now(tz=datetime.UTC).astimezone().date()
