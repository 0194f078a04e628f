from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, Spot
from tests.constructs_lib.web_service import make_service

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_the_first_task_is_on_demand_and_the_others_are_divided_by_weight(bench: Bench) -> None:
    make_service(bench, tasks=4, spot=Spot(on_demand_weight=1, spot_weight=2))
    service = bench.only("AWS::ECS::Service")
    assert service["CapacityProviderStrategy"] == [
        {"Base": 1, "CapacityProvider": "FARGATE", "Weight": 1},
        {"CapacityProvider": "FARGATE_SPOT", "Weight": 2},
    ]
    assert "LaunchType" not in service


def test_without_it_every_task_is_on_demand(bench: Bench) -> None:
    make_service(bench)
    assert bench.only("AWS::ECS::Service")["LaunchType"] == "FARGATE"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"on_demand": -1}, "on_demand: given -1; allowed: 0 to 100000"),
        ({"on_demand_weight": 1001}, "on_demand_weight: given 1001; allowed: 0 to 1000"),
        ({"spot_weight": 0}, "spot_weight: given 0; allowed: 1 to 1000"),
        ({"spot_weight": 0.5}, "spot_weight: given 0.5; allowed: a whole number"),
        ({"spot_weight": 1.5}, "spot_weight: given 1.5; allowed: a whole number"),
    ],
)
def test_numbers_out_of_bounds_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        Spot(**changes)
