from __future__ import annotations

from typing import Any

import botocore.session
import pytest

from governed_cdk.rehearsal.extension.shift_plan import plan, shares, shifts

CANARY: dict[str, Any] = {
    "strategy": "CANARY",
    "canaryConfiguration": {"canaryPercent": 10, "canaryBakeTimeInMinutes": 5},
    "bakeTimeInMinutes": 15,
}


def linear(**more: float) -> dict[str, Any]:
    return {"strategy": "LINEAR", "linearConfiguration": more}


def test_only_three_strategies_shift_traffic() -> None:
    known = botocore.session.get_session().get_service_model("ecs").shape_for("DeploymentStrategy").enum
    assert [one for one in known if not shifts({"strategy": one})] == ["ROLLING"]
    assert not shifts({})


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        ({"strategy": "BLUE_GREEN"}, [100]),
        (CANARY, [10, 100]),
        ({"strategy": "CANARY"}, [5, 100]),
        ({"strategy": "CANARY", "canaryConfiguration": {"canaryPercent": 100}}, [100]),
        (linear(stepPercent=25), [25, 50, 75, 100]),
        (linear(stepPercent=30), [30, 60, 90, 100]),
        (linear(stepPercent=33.3), [33.3, 66.6, 99.9, 100]),
        (linear(), [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]),
    ],
    ids=str,
)
def test_shares_follow_the_strategy(configuration: dict[str, Any], expected: list[float]) -> None:
    assert shares(configuration) == expected
    moved = [one for one in plan(configuration) if one.stage == "PRODUCTION_TRAFFIC_SHIFT"]
    assert [one.production for one in moved] == expected
    assert moved[-1].minutes == 0
    assert all(one.minutes > 0 for one in moved[:-1])


def test_hooks_of_a_shift_are_called_for_every_share() -> None:
    called = [one.stage for one in plan(CANARY) if one.hooks]
    assert called.count("PRODUCTION_TRAFFIC_SHIFT") == called.count("PRE_PRODUCTION_TRAFFIC_SHIFT") == 2
    assert called.count("POST_TEST_TRAFFIC_SHIFT") == 1


def test_production_traffic_never_goes_back_and_nothing_moves_before_the_test() -> None:
    moves = list(plan(CANARY))
    assert [one.production for one in moves] == sorted(one.production for one in moves)
    tested = [one.stage for one in moves].index("POST_TEST_TRAFFIC_SHIFT")
    assert not any(one.production for one in moves[: tested + 1])
    assert (moves[-2].stage, moves[-2].minutes, moves[-1].stage) == ("BAKE_TIME", 15, "CLEAN_UP")


def test_only_what_overtakes_another_begins_by_reconciling() -> None:
    assert [next(plan(CANARY, overtakes=one)).stage for one in (True, False)] == ["RECONCILE_SERVICE", "PRE_SCALE_UP"]
