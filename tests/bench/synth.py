"""The prod synth: governed, governed without cdk-nag, ungoverned, and the same resources in plain JavaScript."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import ROOT, TODAY, Case, Cost, medians, run
from tests.bench.twin import make_twin

ROUNDS = 3
GOVERNED, OURS, UNGOVERNED, TWIN = "governed", "governed, without cdk-nag", "ungoverned", "plain JavaScript"
APPS = {GOVERNED: "app.py", OURS: "tests/bench/apps/without_nag.py", UNGOVERNED: "tests/bench/apps/ungoverned.py"}


def measure() -> tuple[dict[str, Cost], int, int]:
    """Medians of each app with CDK's validation off and on; how many stacks and resources."""
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        once = folder / "once"
        run(Case([sys.executable, "app.py"], _environment(once, "false")), folder / "log")
        templates = [json.loads(path.read_text()) for path in once.glob("*.template.json")]
        binaries = Path(sys.executable).parent
        twin = make_twin(once, folder / "twin", binaries / "npm")
        commands = {name: [sys.executable, script] for name, script in APPS.items()}
        commands[TWIN] = [str(binaries / "node"), str(twin)]
        cases = {
            f"{name}, validation {word}": Case(command, _environment(folder / "out", value))
            for name, command in commands.items()
            for word, value in (("off", "false"), ("on", "true"))
        }
        costs = medians(cases, folder, ROUNDS)
    return costs, len(templates), sum(len(template["Resources"]) for template in templates)


def _environment(folder: Path, validation: str) -> dict[str, str]:
    context = {**json.loads((ROOT / "cdk.json").read_text())["context"], "today": TODAY}
    return {"CDK_OUTDIR": str(folder), "CDK_VALIDATION": validation, "CDK_CONTEXT_JSON": json.dumps(context)}


def lines(costs: dict[str, Cost], stacks: int, resources: int) -> list[str]:
    """The section of the page."""
    rows = [f"| {name} | {cost.cpu:.2f} | {cost.wall:.2f} | {cost.memory:.0f} |" for name, cost in costs.items()]
    governing = costs[f"{OURS}, validation off"].cpu / costs[f"{UNGOVERNED}, validation off"].cpu - 1
    ours, twin = (costs[f"{name}, validation on"] for name in (GOVERNED, TWIN))
    cpu, wall = ours.cpu / twin.cpu, ours.wall / twin.wall
    return [
        "## Synth",
        "",
        f"The prod synth, {stacks} stacks with {resources} resources, medians of {ROUNDS} interleaved runs.",
        "",
        "| Synth | CPU s | Wall s | Peak MiB |",
        "|---|---|---|---|",
        *rows,
        "",
        f"Governing, without cdk-nag, adds {governing:.0%} CPU to the ungoverned app. With validation, the governed",
        f"app takes {cpu:.2f} times the CPU of plain JavaScript, and {wall:.2f} times its wall time.",
        "",
        "Governed: tags, the encryption and naming Aspects, our rules over the finished templates, the ledger, the",
        "lock, and cdk-nag. Plain JavaScript: our finished templates, each resource an L1 construct by CDK's",
        "`CfnInclude`, not governed. Validation: the CloudFormation validator built into CDK, on in `cdk synth` and",
        "CI, off in unit tests.",
        "",
    ]
