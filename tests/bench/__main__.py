"""`make bench`: the prod synth, governed and not, validated and not; ratios of one run into docs/performance.md."""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs/performance.md"
RUNS = 5
CASES = {
    "governed, validation on": ("app.py", "true"),
    "governed, validation off": ("app.py", "false"),
    "ungoverned, validation on": ("tests/bench/ungoverned.py", "true"),
    "ungoverned, validation off": ("tests/bench/ungoverned.py", "false"),
}
BASE = "ungoverned, validation off"


@dataclass(frozen=True)
class Cost:
    """One run: processor seconds of the whole process tree, seconds on the clock, MiB of its largest process."""

    cpu: float
    wall: float
    memory: float


def run(script: str, validation: str, folder: Path) -> Cost:
    """Synthesise once in a process of its own."""
    environment = {**os.environ, "CDK_OUTDIR": str(folder), "CDK_VALIDATION": validation, "PYTHONPATH": str(ROOT)}
    before = os.times().elapsed
    log = folder / "bench.log"
    with log.open("w") as output:
        files = [(os.POSIX_SPAWN_DUP2, output.fileno(), 1), (os.POSIX_SPAWN_DUP2, output.fileno(), 2)]
        child = os.posix_spawn(sys.executable, [sys.executable, script], environment, file_actions=files)
        _, status, usage = os.wait4(child, 0)
    wall = os.times().elapsed - before
    if status:
        raise SystemExit(f"bench: {script} failed:\n{log.read_text()[-2000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def measure() -> tuple[dict[str, Cost], int, int]:
    """Medians of each case over interleaved runs, so that a busy moment hits all alike; stacks and resources."""
    os.chdir(ROOT)
    runs: dict[str, list[Cost]] = {name: [] for name in CASES}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(RUNS + 1):
            for name, (script, validation) in CASES.items():
                cost = run(script, validation, Path(folder))
                if number:  # the first round warms caches
                    runs[name].append(cost)
        templates = [json.loads(path.read_text()) for path in Path(folder).glob("*.template.json")]
    medians = {
        name: Cost(*(statistics.median(getattr(cost, field) for cost in costs) for field in ("cpu", "wall", "memory")))
        for name, costs in runs.items()
    }
    return medians, len(templates), sum(len(template["Resources"]) for template in templates)


def page(costs: dict[str, Cost], stacks: int, resources: int) -> str:
    """docs/performance.md."""
    base = costs[BASE]
    rows = [
        f"| {name} | {cost.cpu:.2f} | {cost.wall:.2f} | {cost.memory:.0f} | {cost.cpu / base.cpu:.2f} | "
        f"{cost.wall / base.wall:.2f} |"
        for name, cost in costs.items()
    ]
    return "\n".join(
        [
            "# Performance",
            "",
            f"One run of `make bench`: the prod synth, {stacks} stacks with {resources} resources, as whole processes",
            f"(Python and its Node child), medians of {RUNS} interleaved runs after one that warms the caches, on",
            f"{os.cpu_count()} cores with Python {platform.python_version()}. Trust ratios, not seconds.",
            "",
            "| Synth | CPU s | Wall s | Peak MiB | CPU ratio | Wall ratio |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            "Governed: tags, the encryption and naming Aspects, our rules over the finished templates, and cdk-nag.",
            "Validation: the CloudFormation validator built into CDK, on in `cdk synth` and CI, off in unit tests.",
            "",
        ]
    )


def main() -> None:
    """Measure, print, write the page."""
    costs, stacks, resources = measure()
    table = Table(title=f"prod synth, {stacks} stacks, {resources} resources, medians of {RUNS}")
    for heading in ("Synth", "CPU s", "Wall s", "Peak MiB", "CPU ratio"):
        table.add_column(heading)
    for name, cost in costs.items():
        ratio = cost.cpu / costs[BASE].cpu
        table.add_row(name, f"{cost.cpu:.2f}", f"{cost.wall:.2f}", f"{cost.memory:.0f}", f"{ratio:.2f}")
    Console().print(table)
    PAGE.write_text(page(costs, stacks, resources), encoding="utf-8")


if __name__ == "__main__":
    main()
