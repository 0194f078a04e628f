"""Dashboard and its panels: what a dashboard shows, before any product's JSON.

The CloudWatch and the Grafana renderer both read this, and thresholds come from the alarms, so that neither dashboard
can show another metric, or another limit, than what alarms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec
    from constructs_lib.observability.telemetry.metric import Metric, MetricMath

WIDTH: Final = 12
HEIGHT: Final = 8
COLUMNS: Final = 2


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One graph of CloudWatch metrics.

    Attributes:
        title: what a person reads.
        series: what it draws, all in one unit.
    """

    title: str
    series: tuple[Metric | MetricMath, ...]


@dataclass(frozen=True, kw_only=True)
class PrometheusPanel:
    """One graph of Prometheus queries; Grafana only.

    Attributes:
        title: what a person reads.
        unit: CloudWatch's word for the unit of every query.
        queries: (legend, PromQL); `$service` is the chosen service.
        limits: (value, severity) drawn as lines.
    """

    title: str
    unit: str
    queries: tuple[tuple[str, str], ...]
    limits: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """Panels on one subject, and the alarms whose thresholds they draw.

    Attributes:
        slug: kebab-case; the name of the committed file.
        title: what a person reads.
        panels: in reading order.
        alarms: the alarms of the subject.
        prometheus: further panels, which only Grafana has.
    """

    slug: str
    title: str
    panels: tuple[Panel, ...]
    alarms: tuple[AlarmSpec, ...]
    prometheus: tuple[PrometheusPanel, ...] = ()

    def alarms_of(self, panel: Panel) -> tuple[AlarmSpec, ...]:
        """Return the alarms that watch what a panel draws."""
        return tuple(alarm for alarm in self.alarms if alarm.metric in panel.series)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension name that a reader chooses, each once."""
        return tuple(dict.fromkeys(name for panel in self.panels for item in panel.series for name in item.dimensions))


def position(index: int) -> tuple[int, int]:
    """Return x and y of the panel with that index, on a grid of 24 columns; no two panels overlap."""
    return (index % COLUMNS) * WIDTH, (index // COLUMNS) * HEIGHT
