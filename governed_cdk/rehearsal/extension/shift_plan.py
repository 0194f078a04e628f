"""What a deployment that shifts traffic goes through, by what is known of ECS (`traffic_shift.yaml`); without ECS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.facts.traffic_shift import settled, stages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WHOLE = 100.0
_WORDS = {
    "CANARY": ("canaryConfiguration", "canaryPercent", "canaryBakeTimeInMinutes"),
    "LINEAR": ("linearConfiguration", "stepPercent", "stepBakeTimeInMinutes"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """What ECS does at a stage: which shares, in percent, the new tasks then have, and the minutes until the next."""

    stage: str
    hooks: bool
    test: float = 0.0
    production: float = 0.0
    minutes: float = 0.0


def shifts(configuration: Mapping[str, Any]) -> bool:
    """Whether a service's deployments shift traffic, as its `deploymentConfiguration` says."""
    return configuration.get("strategy") in settled()


def shares(configuration: Mapping[str, Any]) -> list[float]:
    """The shares of production traffic that new tasks have, one after another."""
    strategy = configuration["strategy"]
    percent, _ = _said(configuration)
    if strategy != "LINEAR":
        return sorted({percent, _WHOLE})
    steps = int(_WHOLE // percent)
    return sorted({*(round(percent * step, 1) for step in range(1, steps + 1)), _WHOLE})


def plan(configuration: Mapping[str, Any], *, overtakes: bool = False) -> Iterator[Move]:
    """What a deployment goes through. Where it overtakes another, both revisions are there when it begins."""
    known = {one.stage: one for one in stages()}
    before = ("PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP")
    for name in (*(("RECONCILE_SERVICE",) if overtakes else ()), *before):
        yield Move(name, known[name].hooks)
    for name in ("TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT"):
        yield Move(name, known[name].hooks, _WHOLE)
    _, minutes = _said(configuration)
    reached = 0.0
    for share in shares(configuration):
        for one in (stage for stage in known.values() if stage.each):
            moved = one.stage == "PRODUCTION_TRAFFIC_SHIFT"
            wait = minutes if moved and share < _WHOLE else 0.0
            reached = share if moved else reached
            yield Move(one.stage, one.hooks, _WHOLE, reached, wait)
    bake = float(configuration.get("bakeTimeInMinutes") or 0)
    for name, wait in (("POST_PRODUCTION_TRAFFIC_SHIFT", 0.0), ("BAKE_TIME", bake), ("CLEAN_UP", 0.0)):
        yield Move(name, known[name].hooks, _WHOLE, _WHOLE, wait)


def _said(configuration: Mapping[str, Any]) -> tuple[float, float]:
    """The first share and the minutes until the next."""
    usual = settled()[configuration["strategy"]]
    where, percent, minutes = _WORDS.get(usual.strategy, ("", "", ""))
    given = configuration.get(where) or {}
    return float(given.get(percent, usual.percent)), float(given.get(minutes, usual.minutes))
