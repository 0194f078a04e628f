"""Alarms of one REST API of API Gateway (ApiName): those of an HTTP API, on its metrics."""

from __future__ import annotations

from dataclasses import replace

from constructs_lib.observability.telemetry.alarms.http_api import (
    HTTP_API_5XX_PERCENT,
    HTTP_API_ERRORS_CRITICAL,
    HTTP_API_ERRORS_WARNING,
    HTTP_API_LATENCY,
)
from constructs_lib.observability.telemetry.metrics.compute import (
    REST_API_5XX,
    REST_API_LATENCY_P95,
    REST_API_REQUESTS,
)

REST_API_5XX_PERCENT = replace(HTTP_API_5XX_PERCENT, metrics=(REST_API_REQUESTS, REST_API_5XX))

REST_API = (
    replace(HTTP_API_ERRORS_CRITICAL, metric=REST_API_5XX_PERCENT),
    replace(HTTP_API_ERRORS_WARNING, metric=REST_API_5XX_PERCENT),
    replace(HTTP_API_LATENCY, metric=REST_API_LATENCY_P95),
)
"""Every alarm of one REST API."""
