"""FileFlow twice, by the library and in plain CDK: lines, resources, alarms, findings of one check.

`python -m tests.bench.comparison` prints the table of docs/comparison.md. It synthesises both for prod, half a minute.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import ROOT, TODAY
from tests.code_lines import code_lines

GOVERNED, PLAIN = ROOT / "examples/fileflow", ROOT / "tests/bench/plain_fileflow"


@dataclass(frozen=True)
class Half:
    """What one of the two is."""

    python: int
    yaml: int
    resources: int
    alarms: int
    errors: int
    warnings: int


def lines_of(folder: Path) -> tuple[int, int]:
    """Lines of code of its Python, and lines of its YAML."""
    python = sum(code_lines(path.read_text(encoding="utf-8")) for path in folder.glob("*.py"))
    return python, sum(len(path.read_text(encoding="utf-8").splitlines()) for path in folder.rglob("*.yaml"))


def half(folder: Path, command: list[str], cwd: Path, out: Path) -> Half:
    """Synthesise one for prod, and check it as `governed-cdk check` checks anybody's templates."""
    context = json.dumps({"env": "prod", "today": TODAY})
    variables = {
        "CDK_OUTDIR": str(out),
        "CDK_CONTEXT_JSON": context,
        "CDK_VALIDATION": "false",
        "PYTHONPATH": str(ROOT),
    }
    environment = {**os.environ, **variables}
    subprocess.run([sys.executable, *command], cwd=cwd, env=environment, check=True, capture_output=True)
    check = [sys.executable, "-m", "governed_cdk", "check", str(out), "--format", "json", "--today", TODAY]
    said = subprocess.run(check, cwd=cwd, env=environment, check=False, capture_output=True, text=True)
    found = Counter(one["severity"] for one in json.loads(said.stdout)["findings"])
    templates = [json.loads(path.read_text(encoding="utf-8")) for path in out.glob("*.template.json")]
    types = Counter(one["Type"] for template in templates for one in template["Resources"].values())
    alarms = types["AWS::CloudWatch::Alarm"] + types["AWS::CloudWatch::CompositeAlarm"]
    return Half(*lines_of(folder), types.total(), alarms, found["error"], found["warning"])


def rows() -> dict[str, Half]:
    """Both halves."""
    with tempfile.TemporaryDirectory() as name:
        return {
            "by the library, dev, stg and prod": half(GOVERNED, ["app.py"], GOVERNED, Path(name, "governed")),
            "plain CDK, prod alone": half(PLAIN, ["-m", "tests.bench.plain_fileflow.app"], ROOT, Path(name, "plain")),
        }


def main() -> None:
    """Print the table."""
    for name, one in rows().items():
        cells = [one.python, one.yaml, one.resources, one.alarms, one.errors, one.warnings]
        sys.stdout.write(f"| {name} | {' | '.join(map(str, cells))} |\n")


if __name__ == "__main__":
    main()
