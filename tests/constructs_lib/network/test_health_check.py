from __future__ import annotations

from typing import Any

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.network.health_check import HealthCheck


def test_the_defaults_ask_every_half_minute_for_a_page_of_health() -> None:
    found = HealthCheck().as_cdk()
    assert (found.path, found.healthy_http_codes) == ("/healthz", "200")
    assert found.interval is not None
    assert found.timeout is not None
    assert (found.interval.to_seconds(), found.timeout.to_seconds()) == (30, 5)
    assert (found.healthy_threshold_count, found.unhealthy_threshold_count) == (2, 3)


@pytest.mark.parametrize(
    "settings",
    [
        {"interval_seconds": 5, "timeout_seconds": 2},
        {"interval_seconds": 300, "timeout_seconds": 120},
        {"healthy_threshold": 2, "unhealthy_threshold": 2},
        {"healthy_threshold": 10, "unhealthy_threshold": 10},
        {"path": "/", "codes": "200-299"},
    ],
)
def test_the_bounds_of_elb_are_taken(settings: dict[str, Any]) -> None:
    check = HealthCheck(**settings)
    assert {name: getattr(check, name) for name in settings} == settings


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"interval_seconds": 4}, "interval_seconds: given 4; allowed: 5 to 300"),
        ({"interval_seconds": 301}, "interval_seconds: given 301; allowed: 5 to 300"),
        ({"timeout_seconds": 1}, "timeout_seconds: given 1; allowed: 2 to 120"),
        ({"timeout_seconds": 121, "interval_seconds": 300}, "timeout_seconds: given 121; allowed: 2 to 120"),
        ({"timeout_seconds": 30, "interval_seconds": 30}, "timeout_seconds: given 30; allowed: under 30"),
        ({"healthy_threshold": 1}, "healthy_threshold: given 1; allowed: 2 to 10"),
        ({"unhealthy_threshold": 11}, "unhealthy_threshold: given 11; allowed: 2 to 10"),
        ({"path": "healthz"}, "path: given 'healthz'; allowed: a path that starts with /"),
    ],
)
def test_what_elb_would_refuse_is_refused_in_one_line(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        HealthCheck(**settings)
    assert refused.value.mistakes == (f"health check: {message}",)
