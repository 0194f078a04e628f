from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import BlueGreen, Canary, ConfigurationError, Linear, Rolling
from tests.constructs_lib.web_service import make_container, make_load_balancer, make_service

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

SHIFTING = {
    BlueGreen: ("BLUE_GREEN", {}),
    Canary: ("CANARY", {"CanaryConfiguration": {"CanaryPercent": 10, "CanaryBakeTimeInMinutes": 5}}),
    Linear: ("LINEAR", {"LinearConfiguration": {"StepPercent": 10, "StepBakeTimeInMinutes": 5}}),
}


@pytest.mark.parametrize("strategy", SHIFTING, ids=lambda one: one.__name__)
def test_traffic_moves_by_the_strategy_of_ecs(bench: Bench, strategy: Any) -> None:
    name, more = SHIFTING[strategy]
    make_load_balancer(bench, deployment=strategy())
    found = bench.only("AWS::ECS::Service")["DeploymentConfiguration"]
    assert (found["Strategy"], found["BakeTimeInMinutes"]) == (name, 15)
    assert {key: value for key, value in found.items() if key.endswith("Configuration")} == more


def test_a_rolling_service_is_as_it_was_and_undone_by_its_alarms(bench: Bench) -> None:
    make_load_balancer(bench)
    found = bench.only("AWS::ECS::Service")["DeploymentConfiguration"]
    assert "Strategy" not in found
    names = [f"prod-example-load-balancer-deployment-{what}" for what in ("errors", "latency")]
    assert found["Alarms"] == {"AlarmNames": names, "Enable": True, "Rollback": True}


def test_alarms_of_ones_own_undo_a_worker_and_none_undo_what_says_so(bench: Bench, dev_bench: Bench) -> None:
    worker = make_container(bench, port=None)
    make_service(bench, container=worker, deployment=Rolling(alarms=("prod-example-jobs-backlog",)))
    found = bench.only("AWS::ECS::Service")["DeploymentConfiguration"]["Alarms"]
    assert found == {"AlarmNames": ["prod-example-jobs-backlog"], "Enable": True, "Rollback": True}
    make_load_balancer(dev_bench, deployment=Rolling(alarms_roll_back=False))
    assert not dev_bench.only("AWS::ECS::Service")["DeploymentConfiguration"].get("Alarms", {}).get("Enable")


def test_shifting_traffic_takes_a_load_balancer(bench: Bench) -> None:
    make_service(bench, deployment=Canary())
    needed = "Canary needs a GovernedLoadBalancer before it"
    assert bench.stack.mistakes() == [f"prod-example/Service: {needed}"]


@pytest.mark.parametrize(
    ("strategy", "changes", "message"),
    [
        (Canary, {"percent": 0}, "canary deployment: percent: given 0; allowed: 0.1 to 100"),
        (Canary, {"percent": 0.15}, "percent: given 0.15; allowed: tenths of a percent"),
        (Canary, {"minutes": 1441}, "minutes: given 1441; allowed: 0 to 1440"),
        (Linear, {"percent": 2.9}, "linear deployment: percent: given 2.9; allowed: 3 to 100"),
        (BlueGreen, {"bake_minutes": -1}, "bake_minutes: given -1; allowed: 0 to 1440"),
        (Rolling, {"alarms": "one"}, "alarms: given 'one'; allowed: a tuple of texts"),
    ],
    ids=str,
)
def test_what_ecs_would_refuse_is_refused(strategy: Any, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        strategy(**changes)


def test_the_bounds_themselves_are_taken() -> None:
    assert Canary(percent=0.1, minutes=0).percent == 0.1
    assert Linear(percent=33.3, minutes=1440, bake_minutes=0).minutes == 1440
