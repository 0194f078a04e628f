"""The queries inside Grafana's panels: CloudWatch metrics and math, and PromQL.

Source: the query model of Grafana's CloudWatch data source (`CloudWatchMetricsQuery`) and of its Prometheus one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from constructs_lib.observability.telemetry.metric import Metric
from constructs_lib.observability.telemetry.slo import window_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.observability.telemetry.dashboard_spec import Panel, PrometheusPanel
    from constructs_lib.observability.telemetry.metric import MetricMath

CLOUDWATCH: Final = {"type": "cloudwatch", "uid": "${cloudwatch}"}
PROMETHEUS: Final = {"type": "prometheus", "uid": "${prometheus}"}


def cloudwatch_targets(*, panel: Panel) -> Iterator[dict[str, Any]]:
    """Yield the queries of a panel of CloudWatch metrics; dimensions are the dashboard's variables."""
    for index, item in enumerate(panel.series):
        if isinstance(item, Metric):
            yield _metric_target(item, f"{item.id}_{index}", hide=False)
        else:
            yield from _math_targets(item, index)


def _math_targets(item: MetricMath, index: int) -> Iterator[dict[str, Any]]:
    ids = {metric.id: f"{metric.id}_{index}" for metric in item.metrics}
    for metric in item.metrics:
        yield _metric_target(metric, ids[metric.id], hide=True)
    yield {
        **_target(
            f"{item.id}_{index}",
            f"{item.label} over {window_name(item.period_seconds)}",
            item.period_seconds,
            hide=False,
        ),
        "metricEditorMode": 1,
        "expression": item.renamed(ids),
        "namespace": "",
        "metricName": "",
        "statistic": "",
        "dimensions": {},
    }


def _metric_target(metric: Metric, name: str, *, hide: bool) -> dict[str, Any]:
    return {
        **_target(name, metric.label, metric.period_seconds, hide=hide),
        "metricEditorMode": 0,
        "expression": "",
        "namespace": metric.namespace,
        "metricName": metric.name,
        "statistic": metric.statistic,
        "dimensions": {**dict(metric.fixed_dimensions), **{key: f"${key}" for key in metric.dimensions}},
    }


def _target(name: str, label: str, period_seconds: int, *, hide: bool) -> dict[str, Any]:
    return {
        "refId": name,
        "id": name,
        "datasource": CLOUDWATCH,
        "queryMode": "Metrics",
        "metricQueryType": 0,
        "region": "$region",
        "period": str(period_seconds),
        "label": label,
        "matchExact": True,
        "hide": hide,
    }


def prometheus_targets(*, panel: PrometheusPanel) -> Iterator[dict[str, Any]]:
    """Yield the queries of a panel of PromQL."""
    for index, (legend, expr) in enumerate(panel.queries):
        yield {
            "refId": chr(ord("A") + index),
            "datasource": PROMETHEUS,
            "expr": expr,
            "legendFormat": legend,
            "range": True,
            "editorMode": "code",
        }
