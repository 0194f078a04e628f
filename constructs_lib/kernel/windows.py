"""Maintenance and backup windows, daily (hh:mm-hh:mm) and weekly (ddd:hh:mm-ddd:hh:mm), in UTC."""

from __future__ import annotations

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES
_SHORTEST = 30
_OPENS, _CLOSES = 8 * 60, 20 * 60
_WORKING_DAYS = 5


def window_minutes(window: str) -> list[tuple[int, int]]:
    """A daily or weekly window in UTC as minute ranges of the week, Monday 00:00 first; daily windows give seven.

    A range may run past the end of the week; callers compare modulo the week.
    """
    start, end = window[: len(window) // 2], window[len(window) // 2 + 1 :]
    if start[0].isalpha():
        first, last = _weekly(start), _weekly(end)
        return [(first, last if last > first else last + _WEEK_MINUTES)]
    first, last = _clock(start), _clock(end)
    last = last if last > first else last + _DAY_MINUTES
    return [(day * _DAY_MINUTES + first, day * _DAY_MINUTES + last) for day in range(7)]


def windows_overlap(one: str, other: str) -> bool:
    """Whether two windows share a minute of the week (RDS refuses such a pair)."""
    return any(
        a_start < b_end + shift and b_start + shift < a_end
        for a_start, a_end in window_minutes(one)
        for b_start, b_end in window_minutes(other)
        for shift in (-_WEEK_MINUTES, 0, _WEEK_MINUTES)
    )


def in_business_hours(window: str, utc_offset: int) -> bool:
    """Whether a window in UTC has a minute between 08:00 and 20:00, Monday to Friday, so many minutes ahead of UTC."""
    return any(
        start + utc_offset < day * _DAY_MINUTES + _CLOSES + shift
        and day * _DAY_MINUTES + _OPENS + shift < end + utc_offset
        for start, end in window_minutes(window)
        for day in range(_WORKING_DAYS)
        for shift in (-_WEEK_MINUTES, 0, _WEEK_MINUTES)
    )


def long_enough(window: str) -> bool:
    """Whether a window has the 30 minutes that RDS asks for."""
    first, last = window_minutes(window)[0]
    return last - first >= _SHORTEST


def _clock(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:5])


def _weekly(text: str) -> int:
    return DAYS.index(text[:3]) * _DAY_MINUTES + _clock(text[4:])
