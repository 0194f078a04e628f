"""Dashboards of what services have and the platform has not: HTTP and REST APIs, distributions, state machines."""

from __future__ import annotations

from constructs_lib.observability.telemetry.alarms import DISTRIBUTION, HTTP_API, REST_API, STATE_MACHINE
from constructs_lib.observability.telemetry.alarms.distribution import DISTRIBUTION_5XX_PERCENT
from constructs_lib.observability.telemetry.alarms.http_api import HTTP_API_5XX_PERCENT
from constructs_lib.observability.telemetry.alarms.rest_api import REST_API_5XX_PERCENT
from constructs_lib.observability.telemetry.dashboard_spec import Dashboard, Panel
from constructs_lib.observability.telemetry.metrics import compute, platform


def http_api_dashboard() -> Dashboard:
    """Return the dashboard of one HTTP API."""
    return Dashboard(
        slug="http-api",
        title="HTTP API",
        panels=(
            Panel(title="Requests", series=(compute.HTTP_API_REQUESTS,)),
            Panel(title="5xx share", series=(HTTP_API_5XX_PERCENT,)),
            Panel(title="Errors", series=(compute.HTTP_API_5XX, compute.HTTP_API_4XX)),
            Panel(title="Latency", series=(compute.HTTP_API_LATENCY_P95,)),
        ),
        alarms=HTTP_API,
    )


def rest_api_dashboard() -> Dashboard:
    """Return the dashboard of one REST API."""
    return Dashboard(
        slug="rest-api",
        title="REST API",
        panels=(
            Panel(title="Requests", series=(compute.REST_API_REQUESTS,)),
            Panel(title="5xx share", series=(REST_API_5XX_PERCENT,)),
            Panel(title="Errors", series=(compute.REST_API_5XX, compute.REST_API_4XX)),
            Panel(title="Latency", series=(compute.REST_API_LATENCY_P95,)),
        ),
        alarms=REST_API,
    )


def cloudfront_dashboard() -> Dashboard:
    """Return the dashboard of one distribution."""
    return Dashboard(
        slug="cloudfront",
        title="CloudFront",
        panels=(
            Panel(title="Requests", series=(platform.CLOUDFRONT_REQUESTS,)),
            Panel(title="5xx share", series=(DISTRIBUTION_5XX_PERCENT,)),
            Panel(title="Errors", series=(platform.CLOUDFRONT_5XX, platform.CLOUDFRONT_4XX)),
        ),
        alarms=DISTRIBUTION,
    )


def state_machine_dashboard() -> Dashboard:
    """Return the dashboard of one state machine."""
    ends = (compute.EXECUTIONS_FAILED, compute.EXECUTIONS_TIMED_OUT, compute.EXECUTIONS_ABORTED)
    return Dashboard(
        slug="state-machine",
        title="State machine",
        panels=(
            Panel(title="Executions", series=(compute.EXECUTIONS_STARTED, compute.EXECUTIONS_SUCCEEDED)),
            Panel(title="Not succeeded", series=ends),
            Panel(title="Throttled", series=(compute.EXECUTIONS_THROTTLED,)),
            Panel(title="Longest execution", series=(compute.EXECUTION_TIME,)),
        ),
        alarms=STATE_MACHINE,
    )


def service_dashboards() -> tuple[Dashboard, ...]:
    """Return all of them."""
    return (http_api_dashboard(), rest_api_dashboard(), cloudfront_dashboard(), state_machine_dashboard())
