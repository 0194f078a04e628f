"""`governed-cdk check` beside cfn-lint and checkov, on the same templates."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import ROOT, TODAY, Case, Cost, medians, run

ROUNDS = 2
RESOURCES = 1_000
CHECKOV = "3.3.30"
OURS, CFN_LINT, THE_CHECKOV = "governed-cdk check", "cfn-lint", "checkov"


def measure() -> dict[str, Cost]:
    """Medians of each tool on about 1,000 resources in templates of the platform's own stacks."""
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        templates = _templates(folder)
        binaries = Path(sys.executable).parent
        cases = {
            OURS: Case([str(binaries / "governed-cdk"), "check", str(templates)], {}, (0, 3)),
            CFN_LINT: Case([str(binaries / "cfn-lint"), *map(str, templates.iterdir())], {}, tuple(range(16))),
            THE_CHECKOV: Case(
                [
                    str(_checkov()),
                    "--directory",
                    str(templates),
                    "--framework",
                    "cloudformation",
                    "--compact",
                    "--quiet",
                ],
                {"LOG_LEVEL": "ERROR", "BC_SKIP_MAPPING": "TRUE"},
                (0, 1),
            ),
        }
        return medians(cases, folder, ROUNDS)


def _templates(folder: Path) -> Path:
    """The prod templates, again and again until there are 1,000 resources."""
    out = folder / "out"
    context = json.dumps({"today": TODAY})
    variables = {"CDK_OUTDIR": str(out), "CDK_VALIDATION": "false", "CDK_CONTEXT_JSON": context}
    run(Case([sys.executable, "app.py"], variables), folder / "log")
    made = [json.loads(path.read_text()) for path in sorted(out.glob("*.template.json"))]
    found = folder / "templates"
    found.mkdir()
    count = 0
    while count < RESOURCES:
        for template in made:
            (found / f"{count}.json").write_text(json.dumps(template))
            count += len(template["Resources"])
            if count >= RESOURCES:
                break
    return found


def _checkov() -> Path:
    """checkov in a venv of its own: its pins do not go together with ours."""
    venv = ROOT / "build/checkov"
    if not (venv / "bin/checkov").is_file():
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
        subprocess.run([venv / "bin/pip", "install", "--quiet", f"checkov=={CHECKOV}"], check=True)
    return venv / "bin/checkov"


def lines(costs: dict[str, Cost]) -> list[str]:
    """The section of the page."""
    ours = costs[OURS]
    rows = [
        f"| {name} | {cost.cpu:.2f} | {cost.wall:.2f} | {cost.wall / ours.wall:.1f} |" for name, cost in costs.items()
    ]
    return [
        "## Check",
        "",
        f"About {RESOURCES:,} resources in templates of the platform's own, as whole processes, medians of {ROUNDS};",
        f"checkov {CHECKOV} with its CloudFormation checks.",
        "",
        "| Tool | CPU s | Wall s | Wall ratio |",
        "|---|---|---|---|",
        *rows,
        "",
    ]
