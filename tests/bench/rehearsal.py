"""The rehearsal of prod: what each phase takes."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.measure import ROOT

ROUNDS = 2


def measure() -> dict[str, float]:
    """Medians of the seconds of each phase, in the order in which they come."""
    os.chdir(ROOT)
    command = [str(Path(sys.executable).parent / "governed-cdk"), "rehearse", "--json"]
    seconds: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"bench: {' '.join(command)} failed:\n{done.stderr[-2000:]}\n{done.stdout[-2000:]}")
        for phase in json.loads(done.stdout)["phases"]:
            seconds.setdefault(phase["name"], []).append(phase["seconds"])
    return {name: statistics.median(found) for name, found in seconds.items()}


def lines(seconds: dict[str, float]) -> list[str]:
    """The section of the page."""
    rows = [f"| {name} | {took:.1f} |" for name, took in seconds.items()]
    return [
        "## Rehearsal",
        "",
        f"`governed-cdk rehearse`, prod, medians of {ROUNDS}; [what each phase does](rehearsal.md#how-it-works).",
        "",
        "| Phase | Wall s |",
        "|---|---|",
        *rows,
        f"| all | {sum(seconds.values()):.1f} |",
        "",
    ]
