"""Recording and alert rules of the objectives, for every service that keeps the metric contract.

The contract: a histogram `http_server_request_duration_seconds` (OpenTelemetry's `http.server.request.duration`, as its
Prometheus exporters write it) with the labels `service` and `http_response_status_code`, and a bucket at the latency
objective's threshold, which OpenTelemetry's default buckets have (0.5).
"""

from __future__ import annotations

from typing import Final

from constructs_lib.observability.telemetry.alarms.slo import SLO_QUICK_ACTIONS
from constructs_lib.observability.telemetry.prometheus.rule import AlertRule, RecordingRule, RuleGroup
from constructs_lib.observability.telemetry.slo import (
    LATENCY,
    LEAST_REQUESTS,
    OBJECTIVES,
    BurnRateAlert,
    Indicator,
    Objective,
    window_name,
)

HISTOGRAM: Final = "http_server_request_duration_seconds"
_FIVE_MINUTES = 300
_RECORD = {Indicator.ERROR: "service:http_errors:ratio_rate", Indicator.SLOW: "service:http_slow:ratio_rate"}


def bad_ratio(*, indicator: Indicator, seconds: int) -> str:
    """Return the name of the recorded share of bad requests over a window, 0 to 1, for each service."""
    return f"{_RECORD[indicator]}{window_name(seconds)}"


def windows(*, indicator: Indicator) -> tuple[int, ...]:
    """Return every window, in seconds and in order, that the objectives of an indicator look at, and five minutes."""
    found = {_FIVE_MINUTES}
    for objective in OBJECTIVES:
        if objective.indicator is indicator:
            for alert in objective.alerts:
                found |= {alert.long_window_seconds, alert.short_window_seconds}
    return tuple(sorted(found))


def _requests(seconds: int) -> RecordingRule:
    window = window_name(seconds)
    return RecordingRule(
        record=f"service:http_requests:rate{window}", expr=f"sum by (service) (rate({HISTOGRAM}_count[{window}]))"
    )


def _errors(seconds: int) -> RecordingRule:
    window = window_name(seconds)
    bad = f'sum by (service) (rate({HISTOGRAM}_count{{http_response_status_code=~"5.."}}[{window}]))'
    # A service without a single 5xx has no such series: without the second term its ratio would be absent, not 0.
    return RecordingRule(
        record=bad_ratio(indicator=Indicator.ERROR, seconds=seconds),
        expr=f"({bad} or 0 * service:http_requests:rate{window}) / service:http_requests:rate{window}",
    )


def _slow(seconds: int) -> RecordingRule:
    window = window_name(seconds)
    return RecordingRule(
        record=bad_ratio(indicator=Indicator.SLOW, seconds=seconds),
        expr=(
            f'1 - sum by (service) (rate({HISTOGRAM}_bucket{{le="{LATENCY.threshold_seconds:g}"}}[{window}]))'
            f" / service:http_requests:rate{window}"
        ),
    )


def _recordings() -> tuple[RecordingRule, ...]:
    error, slow = windows(indicator=Indicator.ERROR), windows(indicator=Indicator.SLOW)
    return (
        *(_requests(seconds) for seconds in sorted({*error, *slow})),
        *(_errors(seconds) for seconds in error),
        *(_slow(seconds) for seconds in slow),
        RecordingRule(
            record="service:http_latency_p95_seconds:rate5m",
            expr=f"histogram_quantile(0.95, sum by (service, le) (rate({HISTOGRAM}_bucket[5m])))",
        ),
    )


def _budget(objective: Objective) -> RecordingRule:
    window = window_name(objective.window_seconds)
    bad = bad_ratio(indicator=objective.indicator, seconds=_FIVE_MINUTES)
    # Weighted by traffic: an hour without requests spends nothing of the budget.
    return RecordingRule(
        record=f"service:slo_{objective.slug.replace('-', '_')}:budget_remaining",
        expr=(
            f"1 - sum_over_time(({bad} * service:http_requests:rate5m)[{window}:5m])"
            f" / sum_over_time(service:http_requests:rate5m[{window}:5m]) / {objective.budget:g}"
        ),
    )


def alert_name(*, objective: Objective, alert: BurnRateAlert) -> str:
    """Return the alert's CamelCase name, such as `SloAvailabilityBurn1h`."""
    return "".join(part[0].upper() + part[1:] for part in objective.alert_slug(alert).split("-"))


def _alert(objective: Objective, alert: BurnRateAlert) -> AlertRule:
    limit = f"{objective.bad_share(alert):g}"
    short = window_name(alert.short_window_seconds)
    both = [
        f"{bad_ratio(indicator=objective.indicator, seconds=seconds)} > {limit}"
        for seconds in (alert.long_window_seconds, alert.short_window_seconds)
    ]
    enough = f"service:http_requests:rate{short} * {alert.short_window_seconds} >= {LEAST_REQUESTS}"
    return AlertRule(
        alert=alert_name(objective=objective, alert=alert),
        expr="\nand ".join((*both, enough)),
        hold="0m",
        severity=alert.severity,
        summary=(
            f"{{{{ $labels.service }}}}: {objective.title}: {alert.budget_share:.0%} of the error budget went within "
            f"{window_name(alert.long_window_seconds)} (burn rate {objective.burn_rate(alert):g})."
        ),
        runbook=f"slo-{objective.slug}",
        quick_actions=SLO_QUICK_ACTIONS[objective.indicator],
        labels=(("objective", objective.slug),),
    )


def objective_groups() -> tuple[RuleGroup, ...]:
    """Return the groups: what is recorded each minute, the budgets each five minutes, and the burn-rate alerts."""
    alerts = tuple(_alert(objective, alert) for objective in OBJECTIVES for alert in objective.alerts)
    return (
        RuleGroup(name="slo-recordings", interval="1m", rules=_recordings()),
        RuleGroup(name="slo-budgets", interval="5m", rules=tuple(_budget(objective) for objective in OBJECTIVES)),
        RuleGroup(name="slo-alerts", interval="1m", rules=alerts),
    )
