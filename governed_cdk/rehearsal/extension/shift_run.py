"""One deployment, stage by stage: hooks, shares of the traffic, alarms, waits; and back, where something is against it.

Waits are short here: a minute lasts as long as the file `minute` of the rehearsal's folder says, in seconds.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from ministack.services import alb, cloudwatch, ecs

from governed_cdk.rehearsal.extension.api import client
from governed_cdk.rehearsal.extension.shift_hooks import UndoneError, call_hooks, require_allowed
from governed_cdk.rehearsal.extension.shift_plan import Move, plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from governed_cdk.rehearsal.extension.shift_record import Release

_MINUTE_S, _LOOK_S = 0.02, 0.02
_TENTHS = 10
GROUP = "_group"
"""In a deployment of the emulator: behind which of the two target groups its tasks are."""

_log = logging.getLogger("rehearsal.deployments")


class ShiftRun:
    """The life of one deployment. `folder` is the rehearsal's; `starting` is told when the new tasks may start."""

    def __init__(self, release: Release, folder: Path, starting: Any) -> None:
        self._release, self._folder, self._starting = release, folder, starting
        self._watched = not self._ringing()

    def go(self) -> None:
        """Go through all stages. Raises UndoneError where something is against it."""
        self._release.status = "IN_PROGRESS"
        for move in plan(self._release.configuration, overtakes=self._release.overtakes):
            self._take(move)

    def back(self, why: str) -> None:
        """Give the old tasks all traffic; nothing where there are none."""
        release = self._release
        release.status, release.reason = "ROLLBACK_IN_PROGRESS", f"Service deployment rolled back because {why}."
        for share, test in ((release.production, False), (release.test, True)):
            if release.source is not None and share:
                self._lead(0.0, test=test)

    def _take(self, move: Move) -> None:
        release = self._release
        release.stage = move.stage
        _log.info("%s: %s, %s %% of production", release.service["serviceName"], move.stage, move.production)
        if move.stage == "SCALE_UP":
            self._starting()
        # Of a first deployment there is nobody else to answer.
        production = 100.0 if release.source is None and move.production else move.production
        for share, known, test in ((move.test, release.test, True), (production, release.production, False)):
            if share != known:
                self._lead(share, test=test)
        if move.hooks:
            call_hooks(release, self._folder / "faults", self._wait)
        self._wait(move.minutes if release.source else 0.0)

    def _wait(self, minutes: float) -> None:
        while True:
            self._look()
            if minutes <= 0:
                return
            time.sleep(_LOOK_S)
            minutes -= _LOOK_S / self._minute()

    def _look(self) -> None:
        release = self._release
        if release.service.get("status") != "ACTIVE":
            release.stopping = "the service is gone"
        if release.stopping:
            raise UndoneError(release.stopping)
        release.triggered = self._ringing() if self._watched else []
        if release.triggered:
            raise UndoneError(f"{', '.join(release.triggered)} went into ALARM")

    def _alarms(self) -> list[str]:
        said = self._release.configuration.get("alarms") or {}
        on = all(str(said.get(one)).lower() == "true" for one in ("enable", "rollback"))
        return list(said.get("alarmNames") or ()) if on else []

    def _ringing(self) -> list[str]:
        stores = (cloudwatch._alarms, cloudwatch._composite_alarms)  # noqa: SLF001 - see handler.py
        found = {name: store.get(name) for name in self._alarms() for store in stores if store.get(name)}
        return [name for name, alarm in found.items() if alarm["StateValue"] == "ALARM"]

    def _minute(self) -> float:
        file = self._folder / "minute"
        return float(file.read_text(encoding="utf-8")) if file.is_file() else _MINUTE_S

    def _lead(self, share: float, *, test: bool) -> None:
        """Give the new tasks a share of the traffic, by the rule of production or of the test listener."""
        for groups, rules, role in forwarding(self._release.service):
            if rule := rules[int(test)]:
                require_allowed(role, "elasticloadbalancing:ModifyRule", rule)
                new = self._release.target[GROUP]
                _set(rule, {groups[new]: share, groups[1 - new]: 100 - share})
        if test:
            self._release.test = share
        else:
            self._release.production = share


def forwarding(service: dict[str, Any]) -> Iterator[tuple[tuple[str, str], tuple[str, str], str]]:
    """Of each load balancer of a service: its two groups, the rules of production and of the test, and ECS's role."""
    for one in service.get("loadBalancers") or ():
        more = one.get("advancedConfiguration")
        if more:
            rules = (more.get("productionListenerRule", ""), more.get("testListenerRule", ""))
            yield (one["targetGroupArn"], more["alternateTargetGroupArn"]), rules, more["roleArn"]


def _set(rule: str, shares: dict[str, float]) -> None:
    tenths = any(share % 1 for share in shares.values())  # weights are whole numbers up to 999 (ELB API reference)
    groups = [
        {"TargetGroupArn": group, "Weight": min(999, round(share * (_TENTHS if tenths else 1)))}
        for group, share in shares.items()
    ]
    if rule not in alb._rules:  # noqa: SLF001 - see handler.py
        raise UndoneError(f"{rule} is not there")
    client("elbv2").modify_rule(
        RuleArn=rule, Actions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}]
    )  # fmt: skip


def stop_tasks(release: Release) -> None:
    """Stop the new tasks."""
    cluster = release.key.partition("/")[0]
    for arn, task in list(ecs._tasks.items()):  # noqa: SLF001 - see handler.py
        if task.get("_deployment_id") == release.target["id"] and task.get("lastStatus") != "STOPPED":
            ecs._stop_task({"task": arn, "cluster": cluster, "reason": release.reason})  # noqa: SLF001 - see handler.py
