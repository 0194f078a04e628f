"""Updates before, during and after a shift, and after one that failed: none moves production traffic."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.governed_cdk.deployment.shifting import Shifted

MOMENTS = {
    "before": "",
    "in the middle": "rc",
    "while it bakes": "rcw",
    "after": "re",
    "after the next one as well": "rere",
    "after one that failed": "rcf",
    "after a shift and one that failed": "rercf",
}


def at(moment: str) -> Shifted:
    service = Shifted()
    for one in MOMENTS[moment]:
        match one:
            case "r":
                service.release()
            case "c" | "w":
                service.reach(10 if one == "c" else 100)
            case "e":
                service.end()
            case "f":
                service.fail()
    return service


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_release_of_the_same_rule_moves_no_traffic(moment: str) -> None:
    service = at(moment)
    weights = dict(service.weights)
    assert service.update(touches_rule=False, guarded=True)
    assert (service.weights, service.lost) == (weights, 0)


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_update_that_touches_the_rule_is_made_only_where_nothing_moves(moment: str) -> None:
    service = at(moment)
    weights = dict(service.weights)
    made = service.update(touches_rule=True, guarded=True)
    assert made is (weights.get("Blue") == 100)
    assert ({k: v for k, v in service.weights.items() if v}, service.lost) == (
        {k: v for k, v in weights.items() if v},
        0,
    )


@pytest.mark.parametrize(
    ("moment", "lost"), [("after", 100), ("after a shift and one that failed", 100), ("in the middle", 0)]
)
def test_without_the_question_traffic_is_lost_or_moved(moment: str, lost: int) -> None:
    service = at(moment)
    weights = dict(service.weights)
    assert service.update(touches_rule=True, guarded=False)
    assert service.lost == lost
    assert service.weights != weights


class Life(RuleBasedStateMachine):
    """Releases that go on and fail, and stack updates at any moment."""

    def __init__(self) -> None:
        super().__init__()
        self.service = Shifted()
        self.of_ecs: dict[str, int] = {"Blue": 100}

    def _seen(self) -> None:
        self.of_ecs = {name: weight for name, weight in self.service.weights.items() if weight}

    @precondition(lambda self: not self.service.deploying)
    @rule()
    def release(self) -> None:
        self.service.release()

    @precondition(lambda self: self.service.deploying)
    @rule()
    def step(self) -> None:
        self.service.step()
        self._seen()

    @precondition(lambda self: self.service.deploying)
    @rule()
    def fail(self) -> None:
        self.service.fail()
        self._seen()

    @rule()
    def update(self) -> None:
        self.service.update(touches_rule=True, guarded=True)

    @invariant()
    def all_traffic_is_where_ecs_has_led_it_and_somebody_answers(self) -> None:
        assert {name: weight for name, weight in self.service.weights.items() if weight} == self.of_ecs
        assert self.service.lost == 0


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
