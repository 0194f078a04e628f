"""Service level objectives, and how fast an error budget may burn before somebody hears of it.

Method: "Alerting on SLOs", The Site Reliability Workbook (Google), section 6, "Multiwindow, Multi-Burn-Rate Alerts". An
alert fires when the budget burns at least `burn_rate` times too fast over a long window **and** over a short one, a
twelfth of it: the long window says that it matters, the short one that it still goes on.

For an objective over a window W that admits a share b of bad events, an alert that means "a share f of the budget went
within the long window L" has burn rate f * W / L, and fires at a share of bad events above burn rate * b.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.observability.telemetry.alarm_spec import Severity

LEAST_REQUESTS: Final = 20
"""A share of fewer requests than this, in a window, says nothing: one bad request would be over 5 %."""

_MINUTE = 60
_HOUR = 3600
_DAY = 86_400


class Indicator(StrEnum):
    """What is counted as bad. error: answered with a 5xx. slow: answered later than the objective's threshold."""

    ERROR = "error"
    SLOW = "slow"


@dataclass(frozen=True, kw_only=True)
class BurnRateAlert:
    """One pair of windows.

    Attributes:
        budget_share: share of the budget that is gone when it fires, above 0, 1 at most.
        long_window_seconds: the window in which that share went.
        short_window_seconds: the window that must burn as fast, so that the alert ends soon after the trouble.
        severity: critical pages, warning makes a ticket.
    """

    budget_share: float
    long_window_seconds: int
    short_window_seconds: int
    severity: Severity

    def __post_init__(self) -> None:
        if not 0 < self.budget_share <= 1:
            raise invalid("budget_share", self.budget_share, "above 0, 1 at most")
        if not 0 < self.short_window_seconds < self.long_window_seconds:
            raise invalid(
                "short_window_seconds", self.short_window_seconds, f"above 0, under {self.long_window_seconds}"
            )


@dataclass(frozen=True, kw_only=True)
class Objective:
    """One service level objective.

    Attributes:
        slug: kebab-case name.
        title: what a person reads.
        indicator: which events are bad.
        target: share of good events that is promised, between 0 and 1 (0.999).
        window_seconds: the rolling window of the promise.
        threshold_seconds: for `slow`: how long an answer may take; None for `error`.
        alerts: the pairs of windows, fastest first.

    Raises:
        ConfigurationError: a target outside (0, 1); a threshold where none belongs; a burn rate below 1, which would
            fire while the objective is kept, or one that even a total outage does not reach (1 / budget).
    """

    slug: str
    title: str
    indicator: Indicator
    target: float
    window_seconds: int
    alerts: tuple[BurnRateAlert, ...]
    threshold_seconds: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.target < 1:
            raise invalid(f"objective {self.slug}: target", self.target, "between 0 and 1")
        if (self.indicator is Indicator.SLOW) != (self.threshold_seconds is not None):
            raise ConfigurationError(f"objective {self.slug}: threshold_seconds belongs to slow, and only there")
        for alert in self.alerts:
            if not 1 <= self.burn_rate(alert) < 1 / self.budget:
                raise ConfigurationError(f"objective {self.slug}: burn rate {self.burn_rate(alert):g} can mean nothing")

    @property
    def budget(self) -> float:
        """The share of events that may be bad: 0.001 for a target of 0.999."""
        return round(1 - self.target, 9)

    def burn_rate(self, alert: BurnRateAlert) -> float:
        """How many times faster than evenly the budget burns when the alert fires."""
        return round(alert.budget_share * self.window_seconds / alert.long_window_seconds, 9)

    def bad_share(self, alert: BurnRateAlert) -> float:
        """The share of bad events, 0 to 1, above which the alert fires in both of its windows."""
        return round(self.burn_rate(alert) * self.budget, 9)

    def alert_slug(self, alert: BurnRateAlert) -> str:
        """Return the alert's kebab-case name, such as `slo-availability-burn-1h`."""
        return f"slo-{self.slug}-burn-{window_name(alert.long_window_seconds)}"


def window_name(seconds: int) -> str:
    """Return a window as Prometheus writes it: `5m`, `6h`, `3d`.

    Raises:
        ConfigurationError: less than a minute, or no whole number of minutes.
    """
    if seconds < _MINUTE or seconds % _MINUTE:
        raise invalid("window in seconds", seconds, "a whole number of minutes")
    for size, letter in ((_DAY, "d"), (_HOUR, "h")):
        if seconds % size == 0:
            return f"{seconds // size}{letter}"
    return f"{seconds // _MINUTE}m"


def _alert(budget_share: float, long_hours: int, short_minutes: int, severity: Severity) -> BurnRateAlert:
    return BurnRateAlert(
        budget_share=budget_share,
        long_window_seconds=long_hours * _HOUR,
        short_window_seconds=short_minutes * _MINUTE,
        severity=severity,
    )


AVAILABILITY = Objective(
    slug="availability",
    title="Availability 99.9 % over 30 days",
    indicator=Indicator.ERROR,
    target=0.999,
    window_seconds=30 * _DAY,
    # The workbook's table 5-8: burn rates 14.4, 6, 3 and 1.
    alerts=(
        _alert(0.02, 1, 5, Severity.CRITICAL),
        _alert(0.05, 6, 30, Severity.CRITICAL),
        _alert(0.10, 24, 120, Severity.WARNING),
        _alert(0.10, 72, 360, Severity.WARNING),
    ),
)
LATENCY = Objective(
    slug="latency",
    title="95 % of requests under 500 ms over 7 days",
    indicator=Indicator.SLOW,
    target=0.95,
    window_seconds=7 * _DAY,
    threshold_seconds=0.5,
    # A budget of 5 % can burn 20 times too fast at most. Burn rates 8.4, 4.2 and 2.1: 42, 21 and 10.5 % slow requests.
    alerts=(
        _alert(0.05, 1, 5, Severity.CRITICAL),
        _alert(0.15, 6, 30, Severity.WARNING),
        _alert(0.30, 24, 120, Severity.WARNING),
    ),
)
ERROR_RATE = Objective(
    slug="error-rate",
    title="Error rate under 0.1 % over 24 hours",
    indicator=Indicator.ERROR,
    target=0.999,
    window_seconds=_DAY,
    # One bad hour may take half of a day's budget: burn rates 12 and 3.
    alerts=(_alert(0.50, 1, 5, Severity.CRITICAL), _alert(0.75, 6, 30, Severity.WARNING)),
)

OBJECTIVES = (AVAILABILITY, LATENCY, ERROR_RATE)
"""Every objective of a service behind a load balancer."""
