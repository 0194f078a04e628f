"""The arithmetic of burn rates, by hand and by the Site Reliability Workbook."""

from __future__ import annotations

from dataclasses import replace

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.observability.telemetry.alarms import burn_rate_alarms
from constructs_lib.observability.telemetry.alarms.slo import slow_percent
from constructs_lib.observability.telemetry.slo import (
    AVAILABILITY,
    ERROR_RATE,
    LATENCY,
    OBJECTIVES,
    BurnRateAlert,
    Indicator,
    Objective,
    window_name,
)

HOUR = 3600


def test_availability_burns_as_in_the_workbook() -> None:
    rows = [
        (
            AVAILABILITY.burn_rate(alert),
            alert.long_window_seconds // 60,
            alert.short_window_seconds // 60,
            alert.severity,
        )
        for alert in AVAILABILITY.alerts
    ]
    assert rows == [
        (14.4, 60, 5, Severity.CRITICAL),
        (6, 360, 30, Severity.CRITICAL),
        (3, 1440, 120, Severity.WARNING),
        (1, 4320, 360, Severity.WARNING),
    ]


@pytest.mark.parametrize(
    ("objective", "shares"),
    [(AVAILABILITY, [0.0144, 0.006, 0.003, 0.001]), (LATENCY, [0.42, 0.21, 0.105]), (ERROR_RATE, [0.012, 0.003])],
    ids=lambda value: value.slug if isinstance(value, Objective) else "",
)
def test_an_alert_fires_at_its_burn_rate_times_the_budget(objective: Objective, shares: list[float]) -> None:
    assert [objective.bad_share(alert) for alert in objective.alerts] == shares


@pytest.mark.parametrize(
    ("objective", "alert"), [(objective, alert) for objective in OBJECTIVES for alert in objective.alerts]
)
def test_burning_at_the_limit_for_the_long_window_spends_the_stated_share(
    objective: Objective, alert: BurnRateAlert
) -> None:
    bad = objective.bad_share(alert) * alert.long_window_seconds
    admitted = objective.budget * objective.window_seconds
    assert bad / admitted == pytest.approx(alert.budget_share)


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda objective: objective.slug)
def test_the_short_window_is_a_twelfth_of_the_long_one_and_faster_burns_are_no_less_severe(
    objective: Objective,
) -> None:
    order = [Severity.CRITICAL, Severity.WARNING, Severity.INFO]
    ranks = [order.index(alert.severity) for alert in objective.alerts]
    rates = [objective.burn_rate(alert) for alert in objective.alerts]
    assert all(alert.long_window_seconds == 12 * alert.short_window_seconds for alert in objective.alerts)
    assert rates == sorted(rates, reverse=True)
    assert ranks == sorted(ranks)


def test_the_objectives_are_the_promised_ones() -> None:
    assert [(o.slug, o.target, o.window_seconds // HOUR, o.threshold_seconds) for o in OBJECTIVES] == [
        ("availability", 0.999, 720, None),
        ("latency", 0.95, 168, 0.5),
        ("error-rate", 0.999, 24, None),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"target": 1.0},
        {"target": 0.0},
        {"threshold_seconds": 0.5},
        {"indicator": Indicator.SLOW},
        {"window_seconds": HOUR},
    ],
)
def test_an_objective_that_means_nothing_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError, match="objective availability"):
        replace(AVAILABILITY, **changes)  # type: ignore[arg-type]  # wrong on purpose, or by name from a table


def test_a_burn_rate_that_a_total_outage_does_not_reach_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="burn rate"):
        replace(LATENCY, alerts=(replace(LATENCY.alerts[0], budget_share=0.5),))


@pytest.mark.parametrize("changes", [{"budget_share": 0.0}, {"budget_share": 1.1}, {"short_window_seconds": HOUR}])
def test_windows_that_cannot_be_are_refused(changes: dict[str, float]) -> None:
    with pytest.raises(ConfigurationError, match="given"):
        replace(AVAILABILITY.alerts[0], **changes)  # type: ignore[arg-type]  # wrong on purpose, or by name from a table


@pytest.mark.parametrize(
    ("seconds", "name"), [(300, "5m"), (3600, "1h"), (5400, "90m"), (86_400, "1d"), (259_200, "3d")]
)
def test_windows_are_written_as_prometheus_writes_them(seconds: int, name: str) -> None:
    assert window_name(seconds) == name


@pytest.mark.parametrize("seconds", [0, 59, 61])
def test_a_window_is_whole_minutes(seconds: int) -> None:
    with pytest.raises(ConfigurationError, match="window"):
        window_name(seconds)


def test_each_cloudwatch_window_is_one_period_and_cloudwatch_admits_it() -> None:
    composites = burn_rate_alarms()
    periods = {part.slug: part.period_seconds for composite in composites for part in composite.parts}
    assert periods["slo-availability-burn-1h-over-1h"] == HOUR
    assert periods["slo-availability-burn-1h-over-5m"] == 300
    assert max(periods.values()) == 24 * HOUR
    assert all(part.evaluation_periods == 1 for composite in composites for part in composite.parts)


def test_windows_over_a_day_are_left_to_prometheus() -> None:
    pairs = sum(len(objective.alerts) for objective in OBJECTIVES)
    longer = [a for objective in OBJECTIVES for a in objective.alerts if a.long_window_seconds > 24 * HOUR]
    assert len(burn_rate_alarms()) == pairs - len(longer)
    assert [alert.long_window_seconds for alert in longer] == [72 * HOUR]


def test_thresholds_in_cloudwatch_are_percentages_of_the_same_shares() -> None:
    first = burn_rate_alarms()[0]
    assert [part.threshold for part in first.parts] == [1.44, 1.44]
    assert not any(part.notifies for part in first.parts)


def test_slow_requests_are_what_the_percentile_rank_leaves() -> None:
    math = slow_percent(threshold_seconds=0.5)
    assert math.using["fast"].key == ("AWS/ApplicationELB", "TargetResponseTime", "PR(:0.5)")
    assert "100 - FILL(fast, 100)" in math.expression
    with pytest.raises(ConfigurationError, match="threshold_seconds"):
        slow_percent(threshold_seconds=0)
