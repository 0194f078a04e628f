"""What each command takes, for the table in docs/commands.md: `python -m tests.bench.commands [set-up]`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import ROOT, Case, Cost, run

# In an order in which each finds what it needs.
TARGETS = (
    "synth",
    "check",
    "acceptances",
    "access",
    "deploy-policy",
    "contract",
    "docs",
    "lint",
    "test",
    "snapshots",
    "rehearse env=dev",
    "integration",
)


def main(arguments: list[str]) -> None:
    """Measure once each, with warm caches, and print the rows."""
    os.chdir(ROOT)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # without cached bytecode every run compiles all of CDK's Python
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "set-up" in arguments:
            copy = folder / "copy"
            subprocess.run(["git", "clone", "--quiet", str(ROOT), str(copy)], check=True)
            _say("setup", run(Case(["make", "--directory", str(copy), "setup"], {}), folder / "log"))
        for target in [one for one in TARGETS if one in arguments] or TARGETS:
            _say(target, run(Case(["make", *target.split()], {}, (0, 2)), folder / "log"))


def _say(target: str, cost: Cost) -> None:
    sys.stdout.write(f"| `make {target}` | {cost.wall:.0f} | {cost.cpu:.0f} | {cost.memory:.0f} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
