"""What one CloudWatch metric is, and what math over metrics is: the words that alarms and dashboards share."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

# CloudWatch: a metric id "must start with a lowercase letter" and hold letters, numbers and underscores.
_ID = re.compile(r"[a-z][a-zA-Z0-9_]*")
_STATISTIC = re.compile(r"Average|Sum|Minimum|Maximum|SampleCount|p[0-9]{1,2}(\.[0-9]+)?|PR\(:[0-9.]+\)")
_MINUTE = 60
_SUB_MINUTE_PERIODS = (10, 20, 30)


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One CloudWatch metric, read with one statistic over one period.

    Attributes:
        id: name inside metric math; a lowercase letter first, then letters, digits, underscores.
        namespace: CloudWatch namespace, for example `AWS/ECS`.
        name: CloudWatch metric name, exactly as the service publishes it.
        statistic: `Average`, `Sum`, `Minimum`, `Maximum`, `SampleCount`, a percentile (`p95`), or the percentile
            rank `PR(:0.5)`: the percentage of samples at or below 0.5.
        period_seconds: 10, 20, 30 or a multiple of 60 (PutMetricAlarm).
        dimensions: the dimension names whose values the caller gives, in the order of the AWS documentation.
        fixed_dimensions: dimensions whose value is the same for every caller, as (name, value).
        unit: CloudWatch's unit, such as `Percent`, `Count`, `Seconds`, `Bytes`. For axes; never a filter on data.
        label: what a person reads in a legend.
        region: where the service publishes the metric when that is not the resource's own region; else None.

    Raises:
        ConfigurationError: an id, a statistic or a period that CloudWatch refuses.

    Example:
        >>> Metric(id="cpu", namespace="AWS/ECS", name="CPUUtilization", statistic="Average", period_seconds=300,
        ...        dimensions=("ClusterName", "ServiceName"), unit="Percent", label="CPU")  # doctest: +SKIP
    """

    id: str
    namespace: str
    name: str
    statistic: str
    period_seconds: int
    dimensions: tuple[str, ...]
    unit: str
    label: str
    fixed_dimensions: tuple[tuple[str, str], ...] = ()
    region: str | None = None

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise invalid("metric id", self.id, "a lowercase letter, then letters, digits, _")
        if not _STATISTIC.fullmatch(self.statistic):
            raise invalid(f"metric {self.id}: statistic", self.statistic, "Average, Sum, Minimum, Maximum, p95, PR(:1)")
        if self.period_seconds not in _SUB_MINUTE_PERIODS and (
            self.period_seconds < _MINUTE or self.period_seconds % _MINUTE
        ):
            raise invalid(f"metric {self.id}: period_seconds", self.period_seconds, "10, 20, 30 or a multiple of 60")

    @property
    def key(self) -> tuple[str, str, str]:
        """Namespace, name and statistic: what must be equal for two uses to show the same numbers."""
        return (self.namespace, self.name, self.statistic)

    def with_period(self, period_seconds: int) -> Metric:
        """Return the same metric over another period, in seconds."""
        return replace(self, period_seconds=period_seconds)

    def with_id(self, metric_id: str) -> Metric:
        """Return the same metric under another metric-math id."""
        return replace(self, id=metric_id)

    def about(self, metric_id: str, values: Mapping[str, str]) -> Metric:
        """Return the same metric of one resource, whose dimensions have these values: for math over two of a kind."""
        known = tuple((name, values[name]) for name in self.dimensions)
        return replace(self, id=metric_id, dimensions=(), fixed_dimensions=(*known, *self.fixed_dimensions))


@dataclass(frozen=True, kw_only=True)
class MetricMath:
    """A CloudWatch metric-math expression over metrics, which it names by their ids.

    Attributes:
        id: name of the result, by the rule of metric ids.
        expression: for example `100 * errors / invocations`; evaluates to one time series.
        metrics: the metrics that the expression names; all over the same period.
        unit: unit of the result.
        label: what a person reads in a legend.

    Raises:
        ConfigurationError: ids that repeat or that the expression does not name, or periods that differ: an alarm on
            metric math needs one period (CDK's MathExpression also overrides the metrics' periods with its own).
    """

    id: str
    expression: str
    metrics: tuple[Metric, ...]
    unit: str
    label: str

    def __post_init__(self) -> None:
        ids = [metric.id for metric in self.metrics]
        if not ids or len(set(ids)) != len(ids) or self.id in ids:
            raise invalid(f"math {self.id}: metric ids", ids, "at least one, all different, none the result's")
        unnamed = [name for name in ids if not re.search(rf"\b{name}\b", self.expression)]
        if unnamed:
            raise ConfigurationError(f"math {self.id}: the expression {self.expression!r} does not use {unnamed}")
        if len({metric.period_seconds for metric in self.metrics}) != 1:
            raise ConfigurationError(f"math {self.id}: the metrics have different periods, expected one")

    @property
    def period_seconds(self) -> int:
        """The period of every metric in the expression, in seconds."""
        return self.metrics[0].period_seconds

    @property
    def using(self) -> Mapping[str, Metric]:
        """The metrics by id, as CDK's `MathExpression(using_metrics=...)` wants them."""
        return MappingProxyType({metric.id: metric for metric in self.metrics})

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension name whose value the caller gives, each once, in order of first use."""
        return tuple(dict.fromkeys(name for metric in self.metrics for name in metric.dimensions))

    @property
    def region(self) -> str | None:
        """The region of the metrics, when it is not the resource's own."""
        return self.metrics[0].region

    def with_period(self, period_seconds: int) -> MetricMath:
        """Return the same expression over another period, in seconds."""
        return replace(self, metrics=tuple(metric.with_period(period_seconds) for metric in self.metrics))

    def renamed(self, ids: Mapping[str, str]) -> str:
        """Return the expression with the metrics under other ids, each old id mapped to its new one."""
        return re.sub("|".join(rf"\b{name}\b" for name in ids), lambda found: ids[found.group()], self.expression)
