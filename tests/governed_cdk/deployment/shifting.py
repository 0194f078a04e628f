"""A model of how ECS shifts traffic and CloudFormation updates a rule: what does an update do in the middle of a shift?

What it knows of ECS (Developer Guide, "Amazon ECS canary deployments", "Amazon ECS blue/green deployments"): the new
tasks go to the target group that has none; weights move to it step by step; when all have moved and baked, the old
tasks go; a failure, at any stage, gives the old group all weights back, and the new tasks go. Of CloudFormation: a rule
whose properties have changed is set to the template's weights, whatever ECS has set.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from governed_cdk.deployment.traffic import live, moves

CANARY = (10, 100)
TEMPLATE = {"Blue": 1.0, "Green": 0.0}


@dataclass
class Shifted:
    """A service behind two target groups: which of them have tasks, and what share of the traffic each has."""

    tasks: set[str] = field(default_factory=lambda: {"Blue"})
    weights: dict[str, int] = field(default_factory=lambda: {"Blue": 100, "Green": 0})
    steps: list[int] = field(default_factory=list)

    @property
    def deploying(self) -> bool:
        """Whether old and new tasks are there."""
        return len(self.tasks) > 1

    @property
    def serving(self) -> str:
        """The group of the tasks that were there first."""
        return self._old if self.deploying else next(iter(self.tasks))

    def release(self) -> None:
        """New tasks beside the old ones; no production traffic yet."""
        self._old = self.serving
        self._new = "Green" if self._old == "Blue" else "Blue"
        self.tasks.add(self._new)
        self.steps = list(CANARY)

    def step(self) -> None:
        """The next share of the traffic; after the last one, the old tasks go."""
        if self.steps:
            share = self.steps.pop(0)
            self.weights = {self._new: share, self._old: 100 - share}
        else:
            self.tasks.remove(self._old)

    def fail(self) -> None:
        """An alarm or a hook: all traffic back, and the new tasks go."""
        self.weights, self.steps = {self._old: 100, self._new: 0}, []
        self.tasks.remove(self._new)

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
