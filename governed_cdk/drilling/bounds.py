"""How much a declared copy may lag behind: from schedules and windows, or from what AWS promises of a service."""

from __future__ import annotations

import calendar
import datetime
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from governed_cdk.checkup.said import said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from governed_cdk.checkup.said import Sentence

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_UNITS = {"minute": _MINUTE, "hour": _HOUR, "day": _DAY}
# AWS Backup API reference, BackupRule: what a plan without the windows has, in minutes (8 hours and 7 days).
_START, _COMPLETION = 480, 10_080
_TIMED = 15  # minutes: the one value that there is (S3 API reference, ReplicationTimeValue)
_WEEK = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_LOOKED_AT = 366 * 3  # days: whatever comes at least once a year shows its longest gap in three
# A day that no leap year and no end of a month shortens the gaps of; the gaps are the same wherever it begins.
_FROM = datetime.date(2026, 1, 1)


@dataclass(frozen=True)
class WorstLoss:
    """`seconds` is how much of what was written last is lost at most; None where nothing declares a bound."""

    seconds: int | None
    why: Sentence


def of_backup(rule: Mapping[str, Any]) -> WorstLoss:
    """What a rule of a backup plan allows: the next backup may begin late, and take its time, before it is copied.

    Source: AWS Backup API reference, BackupRule: ScheduleExpression, StartWindowMinutes, CompletionWindowMinutes.
    """
    gap = longest_gap(str(rule.get("ScheduleExpression", "")))
    if gap is None:
        return WorstLoss(None, said("rpo-schedule-unread", schedule=rule.get("ScheduleExpression", "-")))
    start = _minutes(rule.get("StartWindowMinutes"), _START)
    whole = _minutes(rule.get("CompletionWindowMinutes"), _COMPLETION)
    why = said("rpo-backup", every=in_words(gap), start=in_words(start * _MINUTE), whole=in_words(whole * _MINUTE))
    return WorstLoss(gap + (start + whole) * _MINUTE, why)


def of_replication(destination: Mapping[str, Any]) -> WorstLoss:
    """What S3 promises of a destination: 15 minutes for 99.99 % with Replication Time Control, else no time at all.

    Source: S3 User Guide, "Meeting compliance requirements with S3 Replication Time Control".
    """
    timed = destination.get("ReplicationTime")
    if not isinstance(timed, dict) or timed.get("Status") != "Enabled":
        return WorstLoss(None, said("rpo-replication"))
    return WorstLoss(_TIMED * _MINUTE, said("rpo-timed-replication", minutes=_TIMED))


def _minutes(written: Any, default: int) -> int:
    """A window as it is written; what nobody knows before a deploy is what AWS has without it."""
    return int(written) if str(written).isdecimal() else default


def in_words(seconds: int) -> str:
    """A time, short: `90 s`, `15 min`, `33 h`, `7 d`."""
    for unit, length in (("d", _DAY), ("h", _HOUR), ("min", _MINUTE)):
        if seconds and seconds % length == 0 and (unit != "d" or seconds >= 2 * _DAY):
            return f"{seconds // length} {unit}"
    return f"{seconds} s"


def longest_gap(schedule: str) -> int | None:
    """The longest time between two runs of `rate(...)` or `cron(...)`, in seconds; None for what is not understood.

    Source: EventBridge Scheduler User Guide, "Schedule types". Of cron, what AWS adds to lists, ranges, steps and
    names (L, W, #) is not understood, nor are years.
    """
    rate = re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", schedule)
    if rate:
        return int(rate[1]) * _UNITS[rate[2]]
    cron = re.fullmatch(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (?:\*|\S+)\)", schedule)
    if not cron or not schedule.endswith(" *)"):
        return None
    try:
        times = _moments(cron.groups())
    except ValueError:
        return None
    return max((after - before for before, after in itertools.pairwise(times)), default=None)


def _moments(fields: Sequence[str]) -> list[int]:
    minute, hour, day, month, weekday = fields
    minutes, hours = _field(minute, 0, 59), _field(hour, 0, 23)
    days, months = _field(day, 1, 31), _field(month, 1, 12, tuple(name.upper() for name in calendar.month_abbr[1:]))
    weekdays = _field(weekday, 1, 7, _WEEK)
    found = []
    for ahead in range(_LOOKED_AT):
        on = _FROM + datetime.timedelta(days=ahead)
        if on.month in months and on.day in days and on.isoweekday() % 7 + 1 in weekdays:
            found += [ahead * _DAY + at * _HOUR + past * _MINUTE for at in hours for past in minutes]
    return found


def _field(text: str, low: int, high: int, names: tuple[str, ...] = ()) -> list[int]:
    """The numbers that a field of cron stands for. Raises ValueError for what is not understood."""
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        if span in ("*", "?"):
            begin, end = low, high
        else:
            begin = _number(first, low, names)
            end = _number(last, low, names) if last else high if step else begin
        if not low <= begin <= end <= high:
            raise ValueError(part)
        found.update(range(begin, end + 1, int(step or 1)))
    return sorted(found)


def _number(text: str, low: int, names: tuple[str, ...]) -> int:
    return names.index(text.upper()) + low if text.upper() in names else int(text)
