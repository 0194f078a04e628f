"""Grafana dashboards, rendered from the panels: CloudWatch and Prometheus (AMP) side by side.

Source: Grafana's dashboard JSON model, schema version 39 (Grafana 10.4, which Amazon Managed Grafana runs and later
versions migrate), and the CloudWatch data source's query model.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from constructs_lib.observability.telemetry.alarm_spec import Comparison, Severity
from constructs_lib.observability.telemetry.dashboard_spec import (
    HEIGHT,
    WIDTH,
    Dashboard,
    Panel,
    PrometheusPanel,
    position,
)
from constructs_lib.observability.telemetry.grafana_query import (
    CLOUDWATCH,
    PROMETHEUS,
    cloudwatch_targets,
    prometheus_targets,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec

SCHEMA_VERSION: Final = 39
_UNITS = {
    "Percent": "percent",
    "Seconds": "s",
    "Milliseconds": "ms",
    "Bytes": "bytes",
    "Count": "short",
    "Ratio": "percentunit",
}
_COLOURS = {Severity.CRITICAL.value: "red", Severity.WARNING.value: "orange", Severity.INFO.value: "blue"}
_LOWER = (Comparison.LESS_THAN, Comparison.LESS_THAN_OR_EQUAL)
# Where the choices of a dimension come from: a metric that has it, and the dimension that must be chosen before.
_CHOICES = {
    "ClusterName": ("AWS/ECS", "CPUUtilization", None),
    "ServiceName": ("AWS/ECS", "CPUUtilization", "ClusterName"),
    "LoadBalancer": ("AWS/ApplicationELB", "RequestCount", None),
    "TargetGroup": ("AWS/ApplicationELB", "HealthyHostCount", "LoadBalancer"),
    "DBInstanceIdentifier": ("AWS/RDS", "CPUUtilization", None),
    "ApiId": ("AWS/ApiGateway", "Count", None),
    "ApiName": ("AWS/ApiGateway", "Latency", None),
    "StateMachineArn": ("AWS/States", "ExecutionsStarted", None),
    "DistributionId": ("AWS/CloudFront", "Requests", None),
    "CacheClusterId": ("AWS/ElastiCache", "CPUUtilization", None),
}


def dashboard_text(*, dashboard: Dashboard, runbook_base_url: str) -> str:
    """Return a dashboard as the JSON text that is committed and imported; the same bytes every time.

    Args:
        dashboard: from `panels`.
        runbook_base_url: where `docs/runbooks` can be read; a link on the dashboard.
    """
    return json.dumps(dashboard_model(dashboard=dashboard, runbook_base_url=runbook_base_url), indent=2) + "\n"


def dashboard_model(*, dashboard: Dashboard, runbook_base_url: str) -> dict[str, Any]:
    """Return a dashboard in Grafana's JSON model. Arguments as in `dashboard_text`."""
    panels: list[Panel | PrometheusPanel] = [*dashboard.panels, *dashboard.prometheus]
    return {
        "id": None,
        "uid": f"governed-{dashboard.slug}",
        "title": dashboard.title,
        "tags": ["governed-cdk", dashboard.slug],
        "schemaVersion": SCHEMA_VERSION,
        "version": 1,
        "editable": False,
        "graphTooltip": 1,
        "refresh": "1m",
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "browser",
        "annotations": {"list": []},
        "links": [
            {
                "title": "Runbooks",
                "type": "link",
                "icon": "doc",
                "url": runbook_base_url,
                "targetBlank": True,
                "tags": [],
            }
        ],
        "templating": {"list": list(_variables(dashboard))},
        "panels": [_panel(dashboard, panel, index) for index, panel in enumerate(panels)],
    }


def _variables(dashboard: Dashboard) -> Iterator[dict[str, Any]]:
    yield {"name": "cloudwatch", "type": "datasource", "label": "CloudWatch", "query": "cloudwatch", "hide": 0}
    if dashboard.prometheus:
        yield {"name": "prometheus", "type": "datasource", "label": "Prometheus", "query": "prometheus", "hide": 0}
        yield _query("service", PROMETHEUS, "label_values(up, service)")
    yield _query("region", CLOUDWATCH, "regions()")
    # A choice that depends on another comes after it.
    for name in sorted(dashboard.dimensions, key=lambda name: (_CHOICES[name][2] is not None, name)):
        namespace, metric, before = _CHOICES[name]
        chosen = f', {{"{before}": "${before}"}}' if before else ""
        yield _query(name, CLOUDWATCH, f"dimension_values($region, {namespace}, {metric}, {name}{chosen})")


def _query(name: str, datasource: dict[str, str], query: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": "query",
        "label": name,
        "datasource": datasource,
        "query": query,
        "refresh": 2,
        "sort": 1,
        "multi": False,
        "includeAll": False,
        "hide": 0,
    }


def _panel(dashboard: Dashboard, panel: Panel | PrometheusPanel, index: int) -> dict[str, Any]:
    if isinstance(panel, Panel):
        unit, datasource, targets = panel.series[0].unit, CLOUDWATCH, list(cloudwatch_targets(panel=panel))
        steps = _steps(_limits(dashboard.alarms_of(panel)), lower=_is_lower(dashboard.alarms_of(panel)))
    else:
        unit, datasource, targets = panel.unit, PROMETHEUS, list(prometheus_targets(panel=panel))
        steps = _steps(panel.limits, lower=False)
    x, y = position(index)
    return {
        "id": index + 1,
        "type": "timeseries",
        "title": panel.title,
        "datasource": datasource,
        "gridPos": {"x": x, "y": y, "w": WIDTH, "h": HEIGHT},
        "fieldConfig": {
            "defaults": {
                "unit": _UNITS.get(unit, "none"),
                "custom": {"thresholdsStyle": {"mode": "line" if len(steps) > 1 else "off"}},
                "thresholds": {"mode": "absolute", "steps": steps},
            },
            "overrides": [],
        },
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}},
        "targets": targets,
    }


def _limits(alarms: tuple[AlarmSpec, ...]) -> tuple[tuple[float, str], ...]:
    return tuple((alarm.threshold, alarm.severity.value) for alarm in alarms)


def _is_lower(alarms: tuple[AlarmSpec, ...]) -> bool:
    return any(alarm.comparison in _LOWER for alarm in alarms)


def _steps(limits: tuple[tuple[float, str], ...], *, lower: bool) -> list[dict[str, Any]]:
    """Colours from each value upwards, the first from minus infinity: a lower limit is bad below itself."""
    ordered = sorted(dict(limits).items())
    if lower:
        colours = [_COLOURS[severity] for _, severity in ordered] + ["green"]
        return [
            {"color": colours[0], "value": None},
            *({"color": colours[index + 1], "value": value} for index, (value, _) in enumerate(ordered)),
        ]
    return [
        {"color": "green", "value": None},
        *({"color": _COLOURS[severity], "value": value} for value, severity in ordered),
    ]
