"""Schedules as EventBridge Scheduler and Application Auto Scaling take them, checked before either refuses them."""

from __future__ import annotations

import re

from constructs_lib.kernel.errors import invalid

_EXPRESSION = re.compile(
    r"cron\([^() ]+( [^() ]+){5}\)|rate\([1-9][0-9]* (minutes?|hours?|days?)\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?\)"
)
_ZONE = re.compile(r"UTC|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z0-9_+-]+){1,2}")


def check_schedule(where: str, *, schedule: str, time_zone: str) -> None:
    """Refuse an expression or a time zone that neither service would take.

    Sources: EventBridge Scheduler User Guide, "Schedule types"; Application Auto Scaling API reference,
    PutScheduledAction; the names of zones are those of the IANA time zone database.

    Raises:
        ConfigurationError: which of the two, and what is allowed.
    """
    if not _EXPRESSION.fullmatch(schedule):
        raise invalid(f"{where}: schedule", schedule, "cron(0 8 ? * MON-FRI *), rate(1 hour), at(2027-01-01T00:00:00)")
    if not _ZONE.fullmatch(time_zone):
        raise invalid(f"{where}: time_zone", time_zone, "UTC, or a name such as Asia/Seoul")
