"""Dashboards show the metrics that alarm, with the limits at which they alarm, in JSON that the products take."""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.observability.telemetry import alarms, panels
from constructs_lib.observability.telemetry.cloudwatch_dashboard import dashboard_body
from constructs_lib.observability.telemetry.grafana import dashboard_model
from constructs_lib.observability.telemetry.metric import Metric
from constructs_lib.observability.telemetry.render import RUNBOOK_BASE_URL

if TYPE_CHECKING:
    from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec

DATABASE = alarms.database_alarms(allocated_gib=100, memory_gib=4, max_connections=341)
ALARMS: dict[str, tuple[AlarmSpec, ...]] = {
    "ecs": alarms.ECS_SERVICE,
    "alb": (*alarms.LOAD_BALANCER, *alarms.TARGET_GROUP),
    "rds": DATABASE,
    "cache": alarms.cache_alarms(nodes=("prod-files-cache-001", "prod-files-cache-002"), vcpus=2),
    "http-api": alarms.HTTP_API,
    "rest-api": alarms.REST_API,
    "cloudfront": alarms.DISTRIBUTION,
    "state-machine": alarms.STATE_MACHINE,
    "slo": tuple(part for composite in alarms.burn_rate_alarms() for part in composite.parts),
}
DASHBOARDS = {dashboard.slug: dashboard for dashboard in panels.every_dashboard()}
CASES = [pytest.param(slug, spec, id=f"{slug}: {spec.slug}") for slug, specs in ALARMS.items() for spec in specs]
VALUES = {
    **dict.fromkeys(("ClusterName", "ServiceName"), "prod-atlantis"),
    "LoadBalancer": "app/prod-atlantis/0123456789abcdef",
    "TargetGroup": "targetgroup/prod-atlantis/0123456789abcdef",
    "DBInstanceIdentifier": "prod-rds-shared-mysql",
    "CacheClusterId": "prod-files-cache-001",
    "StateMachineArn": "arn:aws:states:ap-northeast-2:111122223333:stateMachine:prod-files-import",
} | {"ApiId": "a1b2c3d4e5", "ApiName": "prod-files-api", "DistributionId": "E1ABCDEFGHIJKL"}


def grafana(slug: str) -> dict[str, Any]:
    return dashboard_model(dashboard=DASHBOARDS[slug], runbook_base_url=RUNBOOK_BASE_URL)


def cloudwatch(slug: str) -> dict[str, Any]:
    return dashboard_body(dashboard=DASHBOARDS[slug], region="ap-northeast-2", dimensions=VALUES)


def grafana_metrics(slug: str) -> set[tuple[str, str, str]]:
    return {
        (target["namespace"], target["metricName"], target["statistic"])
        for panel in grafana(slug)["panels"]
        for target in panel["targets"]
        if target.get("namespace")
    }


def cloudwatch_metrics(slug: str) -> set[tuple[str, str, str]]:
    rows = [row for widget in cloudwatch(slug)["widgets"] for row in widget["properties"]["metrics"]]
    return {(row[0], row[1], row[-1]["stat"]) for row in rows if isinstance(row[0], str)}


def test_there_is_a_dashboard_for_each_subject() -> None:
    assert sorted(DASHBOARDS) == sorted(ALARMS)


@pytest.mark.parametrize(("slug", "spec"), CASES)
def test_every_metric_that_alarms_is_drawn_with_the_same_statistic_on_both_dashboards(
    slug: str, spec: AlarmSpec
) -> None:
    wanted = {metric.key for metric in spec.metrics}
    assert wanted <= grafana_metrics(slug)
    assert wanted <= cloudwatch_metrics(slug)


@pytest.mark.parametrize(("slug", "spec"), [case for case in CASES if case.values[0] not in {"rds", "cache"}])
def test_the_limit_at_which_it_alarms_is_drawn_on_its_panel(slug: str, spec: AlarmSpec) -> None:
    dashboard = DASHBOARDS[slug]
    drawn = [index for index, panel in enumerate(dashboard.panels) if spec in dashboard.alarms_of(panel)]
    assert drawn
    for index in drawn:
        steps = grafana(slug)["panels"][index]["fieldConfig"]["defaults"]["thresholds"]["steps"]
        lines = cloudwatch(slug)["widgets"][index]["properties"]["annotations"]["horizontal"]
        assert spec.threshold in [step["value"] for step in steps]
        assert spec.threshold in [line["value"] for line in lines]


def test_a_database_dashboard_of_one_instance_draws_all_six_limits() -> None:
    body = dashboard_body(dashboard=panels.rds_dashboard(alarms=DATABASE), region="ap-northeast-2", dimensions=VALUES)
    lines = [line["label"] for widget in body["widgets"] for line in widget["properties"]["annotations"]["horizontal"]]
    assert sorted(lines) == sorted(spec.slug for spec in DATABASE)


@pytest.mark.parametrize("slug", sorted(DASHBOARDS))
def test_grafana_panels_have_their_own_id_and_place(slug: str) -> None:
    found = grafana(slug)["panels"]
    assert len({panel["id"] for panel in found}) == len(found)
    boxes = [panel["gridPos"] for panel in found]
    assert all(box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["w"] <= 24 for box in boxes)
    assert [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair)] == []


def overlap(one: dict[str, int], other: dict[str, int]) -> bool:
    beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
    above = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
    return not (beside or above)


@pytest.mark.parametrize("slug", sorted(DASHBOARDS))
def test_grafana_targets_have_their_own_ref_and_a_data_source_that_the_reader_chooses(slug: str) -> None:
    model = grafana(slug)
    kinds = {
        variable["name"]: variable["query"]
        for variable in model["templating"]["list"]
        if variable["type"] == "datasource"
    }
    for panel in model["panels"]:
        refs = [target["refId"] for target in panel["targets"]]
        assert refs
        assert len(set(refs)) == len(refs)
        for source in [panel["datasource"], *(target["datasource"] for target in panel["targets"])]:
            assert kinds[source["uid"].strip("${}")] == source["type"]


@pytest.mark.parametrize("slug", sorted(DASHBOARDS))
def test_every_variable_that_grafana_uses_is_declared_and_every_declared_one_is_used(slug: str) -> None:
    model = grafana(slug)
    declared = {variable["name"] for variable in model["templating"]["list"]}
    used = set(re.findall(r"\$\{?([A-Za-z]\w*)", json.dumps(model)))
    assert used == declared


@pytest.mark.parametrize("slug", sorted(DASHBOARDS))
def test_threshold_colours_of_grafana_climb_from_minus_infinity(slug: str) -> None:
    for panel in grafana(slug)["panels"]:
        values = [step["value"] for step in panel["fieldConfig"]["defaults"]["thresholds"]["steps"]]
        assert values[0] is None
        assert values[1:] == sorted(values[1:])


def test_too_few_healthy_targets_are_red_and_enough_are_green() -> None:
    healthy = next(panel for panel in grafana("alb")["panels"] if panel["title"] == "Healthy targets")
    assert healthy["fieldConfig"]["defaults"]["thresholds"]["steps"] == [
        {"color": "red", "value": None},
        {"color": "green", "value": 1},
    ]


@pytest.mark.parametrize("slug", sorted(DASHBOARDS))
def test_ids_in_a_cloudwatch_widget_are_unique_and_expressions_use_them(slug: str) -> None:
    for widget in cloudwatch(slug)["widgets"]:
        options = [row[-1] for row in widget["properties"]["metrics"]]
        ids = [option["id"] for option in options]
        assert len(set(ids)) == len(ids)
        for option in options:
            if "expression" in option:
                assert set(re.findall(r"\b[a-z][a-z0-9_]*\b", option["expression"])) <= set(ids)


@pytest.mark.parametrize("slug", sorted(DASHBOARDS))
def test_cloudwatch_widgets_stay_on_the_grid_and_apart(slug: str) -> None:
    boxes = [
        {"x": widget["x"], "y": widget["y"], "w": widget["width"], "h": widget["height"]}
        for widget in cloudwatch(slug)["widgets"]
    ]
    assert all(box["x"] + box["w"] <= 24 for box in boxes)
    assert [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair)] == []


def test_a_dimension_that_is_not_known_is_searched() -> None:
    body = dashboard_body(
        dashboard=panels.alb_dashboard(), region="ap-northeast-2", dimensions={}, search="app/prod-atlantis/"
    )
    expressions = [row[0]["expression"] for widget in body["widgets"] for row in widget["properties"]["metrics"]]
    terms = '{AWS/ApplicationELB,LoadBalancer} MetricName="RequestCount" "app/prod-atlantis/"'
    assert f"SUM(SEARCH('{terms}', 'Sum', 300))" in expressions
    assert any(text.startswith("MAX(SEARCH(") and "'p95'" in text for text in expressions)
    assert any(text.startswith("MIN(SEARCH(") and "HealthyHostCount" in text for text in expressions)


def test_no_alarm_uses_a_search_since_cloudwatch_refuses_it_there() -> None:
    for specs in ALARMS.values():
        for spec in specs:
            assert isinstance(spec.metric, Metric) or "SEARCH" not in spec.metric.expression


def test_a_dimension_without_value_or_search_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="ServiceName"):
        dashboard_body(dashboard=panels.ecs_dashboard(), region="ap-northeast-2", dimensions={"ClusterName": "c"})


def test_a_search_text_cannot_end_the_expression() -> None:
    with pytest.raises(ConfigurationError, match="quotes"):
        dashboard_body(dashboard=panels.alb_dashboard(), region="ap-northeast-2", dimensions={}, search="x' OR")
