"""Whole processes, timed: processor seconds of the process tree, seconds on the clock, memory."""

from __future__ import annotations

import os
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parent.parent.parent
TODAY = "2026-11-29"  # the day of every synth that is timed: people's acceptances need one


@dataclass(frozen=True)
class Cost:
    """One run: processor seconds of the whole process tree, seconds on the clock, MiB of its largest process."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True)
class Case:
    """A command with its environment, and the exit codes that are no failure."""

    command: Sequence[str]
    environment: Mapping[str, str]
    fine: tuple[int, ...] = (0,)


def run(case: Case, log: Path) -> Cost:
    """Run a command once in a process of its own. Ends the bench when it fails."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **case.environment}
    before = os.times().elapsed
    with log.open("w") as output:
        files = [(os.POSIX_SPAWN_DUP2, output.fileno(), 1), (os.POSIX_SPAWN_DUP2, output.fileno(), 2)]
        child = os.posix_spawnp(case.command[0], list(case.command), environment, file_actions=files)
        _, status, usage = os.wait4(child, 0)
    wall = os.times().elapsed - before
    if os.waitstatus_to_exitcode(status) not in case.fine:
        raise SystemExit(f"bench: {' '.join(case.command)} failed:\n{log.read_text()[-2000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def medians(cases: Mapping[str, Case], folder: Path, rounds: int) -> dict[str, Cost]:
    """Medians of each case over interleaved runs, so that a busy moment hits all alike, after one that warms caches."""
    runs: dict[str, list[Cost]] = {name: [] for name in cases}
    for number in range(rounds + 1):
        for name, case in cases.items():
            cost = run(case, folder / "bench.log")
            if number:
                runs[name].append(cost)
    return {
        name: Cost(*(statistics.median(getattr(cost, field) for cost in costs) for field in ("cpu", "wall", "memory")))
        for name, costs in runs.items()
    }
