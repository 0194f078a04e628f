from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, GovernedDashboard
from constructs_lib.observability.telemetry import panels
from tests.support import resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_a_dashboard_is_named_and_shows_the_metrics_of_its_subject(bench: Bench) -> None:
    dimensions = {"ClusterName": "prod-example", "ServiceName": "prod-example"}
    GovernedDashboard(bench.stack, "Ecs", dashboard=panels.ecs_dashboard(), dimensions=dimensions)
    found = bench.only("AWS::CloudWatch::Dashboard")
    assert found["DashboardName"] == "prod-example-ecs"
    body = json.loads(resolve(found["DashboardBody"]))
    first = body["widgets"][0]["properties"]["metrics"][0]
    assert first[:6] == ["AWS/ECS", "CPUUtilization", "ClusterName", "prod-example", "ServiceName", "prod-example"]


def test_a_dimension_that_nobody_knows_needs_a_search(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="LoadBalancer"):
        GovernedDashboard(bench.stack, "Alb", dashboard=panels.alb_dashboard(), dimensions={})
