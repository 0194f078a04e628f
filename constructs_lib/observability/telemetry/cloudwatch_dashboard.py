"""CloudWatch dashboard bodies, rendered from the panels.

Source: "Dashboard body structure and syntax" (CloudWatch API reference): a grid of 24 columns; `metrics` is a list of
[namespace, name, dimension name, value, ..., options], of `...` forms, and of {"expression": ...}.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from constructs_lib.kernel.errors import invalid
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.observability.telemetry.dashboard_spec import HEIGHT, WIDTH, position
from constructs_lib.observability.telemetry.metric import Metric, MetricMath
from constructs_lib.observability.telemetry.slo import window_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec
    from constructs_lib.observability.telemetry.dashboard_spec import Dashboard, Panel

COLOURS: Final = {Severity.CRITICAL: "#d62728", Severity.WARNING: "#ff7f0e", Severity.INFO: "#1f77b4"}
# How several resources that a SEARCH finds become one series: counts add up, of anything else the worst one counts.
_FOLD = {"Sum": "SUM", "SampleCount": "SUM", "Minimum": "MIN"}


def dashboard_body(
    *, dashboard: Dashboard, region: str, dimensions: Mapping[str, str], search: str = ""
) -> dict[str, Any]:
    """Return the body of a CloudWatch dashboard; `json.dumps` of it is `AWS::CloudWatch::Dashboard` `DashboardBody`.

    Args:
        dashboard: from `panels`.
        region: region of the metrics, unless a metric is published elsewhere.
        dimensions: the value of each dimension name; may be CloudFormation tokens.
        search: stands in for the dimensions that are not given: metrics are found by SEARCH with this text, such as
            `app/prod-atlantis/` for the load balancer of another stack. SEARCH works on dashboards, not in alarms.

    Raises:
        ConfigurationError: a dimension without a value while there is no search text, or a quote in the text.
    """
    missing = [name for name in dashboard.dimensions if name not in dimensions]
    if missing and not search:
        raise invalid(
            "dimensions: names without a value", missing, f"a value for each of {dashboard.dimensions}, or search"
        )
    if "'" in search or '"' in search:
        raise invalid("search", search, "a text without quotes")
    widgets = [
        _widget(
            panel=panel,
            alarms=dashboard.alarms_of(panel),
            place=position(index),
            region=region,
            rows=_rows(panel=panel, region=region, dimensions=dimensions, search=search),
        )
        for index, panel in enumerate(dashboard.panels)
    ]
    return {"start": "-PT6H", "periodOverride": "inherit", "widgets": widgets}


def _widget(
    *, panel: Panel, alarms: tuple[AlarmSpec, ...], place: tuple[int, int], region: str, rows: list[list[Any]]
) -> dict[str, Any]:
    return {
        "type": "metric",
        "x": place[0],
        "y": place[1],
        "width": WIDTH,
        "height": HEIGHT,
        "properties": {
            "title": panel.title,
            "view": "timeSeries",
            "stacked": False,
            "region": region,
            "metrics": rows,
            "yAxis": {"left": {"label": panel.series[0].unit, "showUnits": False, "min": 0}},
            "annotations": {"horizontal": _lines(alarms)},
        },
    }


def _lines(alarms: tuple[AlarmSpec, ...]) -> list[dict[str, Any]]:
    found = {(alarm.threshold, alarm.severity): alarm for alarm in alarms}
    return [
        {"label": alarm.slug, "value": alarm.threshold, "color": COLOURS[alarm.severity]} for alarm in found.values()
    ]


def _rows(*, panel: Panel, region: str, dimensions: Mapping[str, str], search: str) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for index, item in enumerate(panel.series):
        if isinstance(item, Metric):
            rows.append(_metric_row(item, region=region, dimensions=dimensions, search=search))
            continue
        # Two expressions of one panel may use the same metric over different periods: ids must not clash.
        suffixed, expression = _with_suffix(item, f"_{index}")
        rows.extend(
            _metric_row(metric, region=region, dimensions=dimensions, search=search, visible=False)
            for metric in suffixed
        )
        rows.append(
            [
                {
                    "id": f"{item.id}_{index}",
                    "expression": expression,
                    "label": f"{item.label} over {window_name(item.period_seconds)}",
                    "period": item.period_seconds,
                }
            ]
        )
    return rows


def _with_suffix(item: MetricMath, suffix: str) -> tuple[list[Metric], str]:
    metrics = [metric.with_id(metric.id + suffix) for metric in item.metrics]
    return metrics, item.renamed({metric.id: metric.id + suffix for metric in item.metrics})


def _metric_row(
    metric: Metric, *, region: str, dimensions: Mapping[str, str], search: str, visible: bool = True
) -> list[Any]:
    options: dict[str, Any] = {"id": metric.id, "label": metric.label, "period": metric.period_seconds}
    if not visible:
        options["visible"] = False
    if all(name in dimensions for name in metric.dimensions):
        pairs = [*metric.fixed_dimensions, *((name, dimensions[name]) for name in metric.dimensions)]
        named = [part for pair in pairs for part in pair]
        return [
            metric.namespace,
            metric.name,
            *named,
            {**options, "stat": metric.statistic, "region": metric.region or region},
        ]
    return [{**options, "expression": _search(metric, dimensions=dimensions, search=search)}]


def _search(metric: Metric, *, dimensions: Mapping[str, str], search: str) -> str:
    names = [name for name, _ in metric.fixed_dimensions] + list(metric.dimensions)
    known = dict(metric.fixed_dimensions) | {name: dimensions[name] for name in metric.dimensions if name in dimensions}
    terms = [f'MetricName="{metric.name}"', *(f'{name}="{value}"' for name, value in known.items()), f'"{search}"']
    schema = ",".join([metric.namespace, *names])
    fold = _FOLD.get(metric.statistic, "MIN" if metric.statistic.startswith("PR") else "MAX")
    return f"{fold}(SEARCH('{{{schema}}} {' '.join(terms)}', '{metric.statistic}', {metric.period_seconds}))"
