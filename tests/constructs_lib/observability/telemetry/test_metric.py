"""A metric is one that CloudWatch takes, and math over metrics is well-formed."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.observability.telemetry.metric import Metric, MetricMath


def metric(**changes: Any) -> Metric:
    values: dict[str, Any] = {
        "id": "m",
        "namespace": "AWS/ECS",
        "name": "CPUUtilization",
        "statistic": "Average",
        "period_seconds": 60,
        "dimensions": ("ClusterName",),
        "unit": "Percent",
        "label": "CPU",
    }
    return Metric(**(values | changes))


@pytest.mark.parametrize(
    "changes",
    [{"id": "Upper"}, {"id": "with-hyphen"}, {"statistic": "p950"}, {"period_seconds": 45}, {"period_seconds": 0}],
)
def test_a_metric_that_cloudwatch_would_refuse_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="metric"):
        metric(**changes)


def test_a_metric_keeps_its_key_over_another_period_and_id() -> None:
    changed = metric().with_period(3600).with_id("other")
    assert (changed.key, changed.period_seconds, changed.id) == (metric().key, 3600, "other")


@pytest.mark.parametrize(
    ("expression", "metrics"),
    [
        ("a", (metric(id="a"), metric(id="b"))),
        ("a + b", (metric(id="a"), metric(id="b", period_seconds=300))),
        ("a", (metric(id="a"), metric(id="a"))),
        ("1", ()),
        ("result", (metric(id="result"),)),
    ],
    ids=["unused metric", "two periods", "repeated id", "no metric", "id of the result"],
)
def test_math_that_cannot_be_evaluated_is_refused(expression: str, metrics: tuple[Metric, ...]) -> None:
    with pytest.raises(ConfigurationError, match="math result"):
        MetricMath(id="result", expression=expression, metrics=metrics, unit="Count", label="x")


def test_math_gives_its_metrics_by_id_and_their_dimensions_once() -> None:
    math = MetricMath(id="r", expression="a / b", metrics=(metric(id="a"), metric(id="b")), unit="None", label="x")
    assert dict(math.using) == {"a": metric(id="a"), "b": metric(id="b")}
    assert math.dimensions == ("ClusterName",)
    assert math.with_period(300).period_seconds == 300


def test_renaming_ids_leaves_longer_names_alone() -> None:
    math = MetricMath(
        id="r", expression="a / ab + a", metrics=(metric(id="a"), metric(id="ab")), unit="None", label="x"
    )
    assert math.renamed({"a": "a_0", "ab": "ab_0"}) == "a_0 / ab_0 + a_0"
