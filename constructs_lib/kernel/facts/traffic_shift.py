"""How ECS shifts production traffic, as data: the stages of a deployment, what is settled, what is known to happen.

The reviewed table `traffic_shift.yaml` beside this file, whose head says what its columns mean. The rehearsal's ECS
goes by it.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from constructs_lib.kernel.facts.sourced import sourced_rows

FILE = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a deployment: whether a hook may be called there, and whether every share of the traffic has it."""

    stage: str
    hooks: bool
    each: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """The first share of a strategy, in percent, and the minutes until the next, where a service says neither."""

    strategy: str
    percent: float
    minutes: float


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What is known to happen, and the test that shows it of the rehearsal's ECS."""

    behaviour: str
    shown: str


@functools.cache
def stages(path: Path = FILE) -> tuple[Stage, ...]:
    """The stages in their order. Raises ConfigurationError for a bad row."""
    return tuple(Stage(**row) for row in sourced_rows(path, "stages", {"stage", "hooks"}, {"each"}))


@functools.cache
def settled(path: Path = FILE) -> dict[str, Settled]:
    """What is settled, by strategy: these shift traffic, no other one does. Raises ConfigurationError for a bad row."""
    rows = sourced_rows(path, "settled", {"strategy", "percent", "minutes"})
    return {row["strategy"]: Settled(**row) for row in rows}


@functools.cache
def behaviours(path: Path = FILE) -> tuple[Behaviour, ...]:
    """What is known to happen. Raises ConfigurationError for a bad row."""
    return tuple(Behaviour(**row) for row in sourced_rows(path, "behaviours", {"behaviour", "shown"}))
