"""Requests of services, from the environment's workspace of Amazon Managed Service for Prometheus."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from constructs_lib.observability.telemetry.slo import LATENCY
from governed_cdk.checkup.said import CannotTellError, said
from governed_cdk.objectives.requests import RequestsOfDay

if TYPE_CHECKING:
    from governed_cdk.checkup.reader import CheckupReader

_DAY = 86_400
_COUNT = "http_server_request_duration_seconds_count"
_BUCKET = "http_server_request_duration_seconds_bucket"
_QUERIES = {
    "requests": f"sum by (service) (increase({_COUNT}[1d]))",
    "errors": f'sum by (service) (increase({_COUNT}{{http_response_status_code=~"5.."}}[1d]))',
    "fast": f'sum by (service) (increase({_BUCKET}{{le="{LATENCY.threshold_seconds}"}}[1d]))',
}
"""The same series as the recording rules (dashboards/prometheus/slo.rules.yaml), a day each."""


def of_services(
    read: CheckupReader, *, days: int, until: datetime.date, endpoint_url: str = ""
) -> dict[str, list[RequestsOfDay]]:
    """The days of each service that sent its figures, by its name; empty where there is no workspace.

    A workspace keeps 150 days, if nothing else was set. Raises CannotTellError where AWS refuses.
    """
    found = read.every("amp", "list_workspaces", "workspaces[].[alias, workspaceId]")
    services: dict[str, dict[str, dict[datetime.date, float]]] = {}
    for alias, workspace in found:
        if (alias or "").startswith(read.prefix):
            base = _endpoint(read, workspace, endpoint_url)
            for kind, query in _QUERIES.items():
                for service, values in _range(read, base, query, days=days, until=until).items():
                    services.setdefault(service, {})[kind] = values
    return {name: made for name, of in sorted(services.items()) if (made := _days(of))}


def _days(of: dict[str, dict[datetime.date, float]]) -> list[RequestsOfDay]:
    requests, errors, fast = (of.get(kind, {}) for kind in _QUERIES)
    return [
        RequestsOfDay(day, count, errors.get(day, 0.0), max(0.0, count - fast.get(day, 0.0)))
        for day, count in sorted(requests.items())
        if count > 0
    ]


def _endpoint(read: CheckupReader, workspace: str, endpoint_url: str) -> str:
    if endpoint_url:
        return f"{endpoint_url}/workspaces/{workspace}/"
    return str(read.one("amp", "describe_workspace", workspaceId=workspace)["workspace"]["prometheusEndpoint"])


def _range(
    read: CheckupReader, base: str, query: str, *, days: int, until: datetime.date
) -> dict[str, dict[datetime.date, float]]:
    """A value a day for each service: the increase of the 24 hours before the midnight that ends the day."""
    end = datetime.datetime.combine(until + datetime.timedelta(days=1), datetime.time(), datetime.UTC)
    start = end - datetime.timedelta(days=days - 1)
    asked = urlencode({"query": query, "start": start.timestamp(), "end": end.timestamp(), "step": _DAY})
    answer, code = read.account.fetch("aps", read.region, f"{base}api/v1/query_range?{asked}")
    if code or answer.get("status") != "success":
        raise CannotTellError(said("refused", call="aps query_range", code=code or answer.get("error", "?")))
    return {one["metric"].get("service", "?"): _values(one["values"]) for one in answer["data"]["result"]}


def _values(pairs: list[tuple[float, str]]) -> dict[datetime.date, float]:
    found: dict[datetime.date, Any] = {}
    for at, text in pairs:
        ended = datetime.datetime.fromtimestamp(at, datetime.UTC) - datetime.timedelta(seconds=1)
        found[ended.date()] = float(text)
    return found
