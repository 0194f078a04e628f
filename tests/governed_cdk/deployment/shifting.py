"""A service whose releases follow the plan of the rehearsal's ECS, and stack updates at any moment; without AWS.

`tests/integration/test_traffic_deploys.py` asks the same of the rehearsal's AWS, at the moments that matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from governed_cdk.deployment.traffic import live, moves
from governed_cdk.rehearsal.extension.shift_plan import plan

if TYPE_CHECKING:
    from governed_cdk.rehearsal.extension.shift_plan import Move

CANARY = {"strategy": "CANARY", "canaryConfiguration": {"canaryPercent": 10}, "bakeTimeInMinutes": 15}
TEMPLATE = {"Blue": 1.0, "Green": 0.0}


@dataclass
class Shifted:
    """A service behind two target groups: which of them have tasks, and what share of the traffic each has."""

    tasks: set[str] = field(default_factory=lambda: {"Blue"})
    weights: dict[str, int] = field(default_factory=lambda: {"Blue": 100, "Green": 0})
    left: list[Move] = field(default_factory=list)

    @property
    def deploying(self) -> bool:
        """Whether a deployment is going on."""
        return bool(self.left)

    def release(self) -> None:
        """A deployment begins."""
        (self._old,) = self.tasks
        self._new = "Green" if self._old == "Blue" else "Blue"
        self.left = list(plan(CANARY))

    def step(self) -> None:
        """The next stage."""
        move = self.left.pop(0)
        if move.stage == "SCALE_UP":
            self.tasks.add(self._new)
        if move.stage == "PRODUCTION_TRAFFIC_SHIFT":
            self.weights = {self._new: int(move.production), self._old: 100 - int(move.production)}
        if move.stage == "CLEAN_UP":
            self.tasks.remove(self._old)

    def reach(self, share: int) -> None:
        """Stages until the new tasks have a share of the traffic."""
        while self.weights[self._new] != share:
            self.step()

    def end(self) -> None:
        """All stages that are left."""
        while self.left:
            self.step()

    def fail(self) -> None:
        """An alarm or a hook: all traffic back, and the new tasks go."""
        if self.weights[self._new]:
            self.weights = {self._old: 100, self._new: 0}
        self.left = []
        self.tasks.discard(self._new)

    def rule(self) -> dict[str, Any]:
        """The production rule, as DescribeRules shows it."""
        groups = [{"TargetGroupArn": name, "Weight": weight} for name, weight in self.weights.items()]
        return {"Actions": [{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}]}

    def update(self, *, touches_rule: bool, guarded: bool) -> bool:
        """A stack update; whether it was made. Guarded, it asks first what `governed-cdk deploy` asks."""
        if not touches_rule:
            return True
        if guarded and moves(TEMPLATE, live(self.rule()), {name: name for name in TEMPLATE}):
            return False
        self.weights = {name: int(share * 100) for name, share in TEMPLATE.items()}
        return True

    @property
    def lost(self) -> int:
        """What share of the requests reaches a group without tasks."""
        return sum(weight for name, weight in self.weights.items() if name not in self.tasks)
