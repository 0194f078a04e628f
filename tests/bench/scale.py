"""Whether the synth stays linear: apps of growing size, governed and not."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import ROOT, Case, Cost, medians

ROUNDS = 2
SIZES = ((11, 350), (11, 2_000), (11, 5_000), (110, 2_000))
_APP = "tests/bench/apps/scaled.py"


def measure() -> dict[str, Cost]:
    """Medians of each size, governed and ungoverned, CDK's validation off."""
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {"CDK_OUTDIR": str(folder / "out"), "CDK_VALIDATION": "false"}
        cases = {
            _name(*size, mode): Case([sys.executable, _APP, *map(str, size), mode], environment)
            for size in SIZES
            for mode in ("governed", "ungoverned")
        }
        return medians(cases, folder, ROUNDS)


def _name(stacks: int, resources: int, mode: str) -> str:
    return f"{stacks} stacks, {resources} resources, {mode}"


def lines(costs: dict[str, Cost]) -> list[str]:
    """The section of the page."""
    rows = []
    for stacks, resources in SIZES:
        governed, plain = (costs[_name(stacks, resources, mode)] for mode in ("governed", "ungoverned"))
        each = 1000 * (governed.cpu - costs[_name(*SIZES[0], "governed")].cpu) / max(1, resources - SIZES[0][1])
        rows.append(
            f"| {stacks} | {resources:,} | {governed.cpu:.2f} | {plain.cpu:.2f} | {governed.wall:.2f} | "
            f"{f'{each:.2f}' if resources > SIZES[0][1] else ''} |"
        )
    return [
        "## Scale",
        "",
        f"Log groups, parameters and volumes in turn, validation off, medians of {ROUNDS}. The last column: what",
        "each resource beyond the first row costs, governed.",
        "",
        "| Stacks | Resources | Governed CPU s | Ungoverned CPU s | Governed wall s | CPU ms a resource |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
    ]
