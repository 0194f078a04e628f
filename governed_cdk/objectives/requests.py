"""Requests by the day, and what they say of an objective. Pure: nothing here asks anybody."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.observability.telemetry.slo import LEAST_REQUESTS, Indicator

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from constructs_lib.observability.telemetry.slo import Objective

_ONE_DAY = datetime.timedelta(days=1)
_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class RequestsOfDay:
    """What a service answered on one day, UTC: how much, with how many errors, and how many over half a second."""

    day: datetime.date
    requests: float
    errors: float
    slow: float


@dataclass(frozen=True, slots=True)
class ObjectiveKept:
    """An objective over some days.

    Attributes:
        days: of how many days there was anything.
        requests: answered in them.
        bad: of these, as the objective counts.
        objective: what was promised.
    """

    days: int
    requests: float
    bad: float
    objective: Objective

    @property
    def known(self) -> bool:
        """Whether there were enough requests to say anything."""
        return self.requests >= LEAST_REQUESTS

    @property
    def good(self) -> float:
        """The share of good ones, 0 to 1."""
        return 1 - self.bad / self.requests if self.requests else 1.0

    @property
    def left(self) -> float:
        """How much of the budget is left, 1 for all of it; below 0 where the promise was broken."""
        return 1 - (1 - self.good) / self.objective.budget

    @property
    def is_kept(self) -> bool:
        """Whether the promise was kept; a broken one has nothing left and less."""
        return round(self.left, 9) >= 0


@dataclass(frozen=True, slots=True)
class ObjectiveMonth:
    """A calendar month: all of it, and how many of its windows, each ending with a day, kept the promise."""

    month: str
    whole: ObjectiveKept
    windows: int
    kept: int


def over(days: Iterable[RequestsOfDay], objective: Objective) -> ObjectiveKept:
    """An objective over all of these days."""
    found = list(days)
    bad = (one.slow if objective.indicator is Indicator.SLOW else one.errors for one in found)
    return ObjectiveKept(len(found), sum(one.requests for one in found), sum(bad), objective)


def now(days: Sequence[RequestsOfDay], objective: Objective, *, until: datetime.date) -> ObjectiveKept:
    """An objective over its own window, which ends with a day."""
    first = until - _ONE_DAY * (objective.window_seconds // _SECONDS - 1)
    return over((one for one in days if first <= one.day <= until), objective)


def by_month(
    days: Sequence[RequestsOfDay], objective: Objective, *, months: int, until: datetime.date
) -> list[ObjectiveMonth]:
    """The last calendar months up to a day, the newest first; a month without a request is left out."""
    found = []
    month = until.replace(day=1)
    for _ in range(months):
        last = min((month + 31 * _ONE_DAY).replace(day=1) - _ONE_DAY, until)
        own = [one for one in days if month <= one.day <= last]
        if own:
            windows = [now(days, objective, until=one.day) for one in own]
            judged = [one for one in windows if one.known]
            kept = sum(one.is_kept for one in judged)
            found.append(ObjectiveMonth(f"{month:%Y-%m}", over(own, objective), len(judged), kept))
        month = (month - _ONE_DAY).replace(day=1)
    return found
