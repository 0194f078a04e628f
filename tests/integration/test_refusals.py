"""What is refused before anything is touched: consumers before producers, and the loss of what holds data."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from governed_cdk.rehearsal.settings import changed_project
from governed_cdk.today import today_or
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.integration.support import Rehearsed

# What somebody does who moves a construct: its logical id becomes another one.
_MOVED = """
key = app.node.find_child("prod-kms").node.find_child("RdsKey").node.find_child("Resource").node.default_child
key.override_logical_id("MovedKey")
govern(app, environment)
"""


def test_preflight_names_what_a_consumer_would_miss(fresh: Rehearsed) -> None:
    refused = _preflight(fresh, "prod-secrets")
    assert refused.returncode == 3, refused.stdout + refused.stderr
    assert "/prod/kms/secrets-key-arn" in refused.stdout + refused.stderr
    assert fresh.deploy("prod-secrets").exit_code == 0
    passed = _preflight(fresh, "prod-secrets")
    assert passed.returncode == 0, passed.stdout + passed.stderr


def test_preflight_refuses_a_stack_of_another_project_and_passes_its_own(fresh: Rehearsed, tmp_path: Path) -> None:
    """As who writes plain CDK would take it: no rule of ours has seen the synth."""
    assert fresh.deploy("prod-kms").exit_code == 0
    theirs = Path(shutil.copytree(fresh.assembly, tmp_path / "theirs"))
    manifest = json.loads((theirs / "manifest.json").read_text())
    assert manifest["artifacts"]["prod-kms"]["properties"]["tags"] == {"Project": "infrastructure"}
    manifest["artifacts"]["prod-kms"]["properties"]["tags"] = {"Project": "fileflow"}
    (theirs / "manifest.json").write_text(json.dumps(manifest))
    refused = _preflight(dataclasses.replace(fresh, assembly=theirs), "prod-kms")
    assert refused.returncode == 3, refused.stdout + refused.stderr
    assert "is of the project infrastructure, and the app of fileflow" in " ".join(refused.stdout.split())
    passed = _preflight(fresh, "prod-kms")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "whose it is" not in passed.stdout


def _preflight(fresh: Rehearsed, stack: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "governed_cdk",
        "preflight",
        str(fresh.assembly),
        "--env",
        "prod",
        "--stack",
        stack,
    ]
    return subprocess.run(
        [*command, "--endpoint-url", fresh.emulator.endpoint],
        env=fresh.emulator.variables, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_key_that_would_be_replaced_is_refused_and_nothing_is_touched(fresh: Rehearsed, tmp_path: Path) -> None:
    assert fresh.deploy("prod-kms").exit_code == 0
    cloudformation = fresh.client("cloudformation")
    before = cloudformation.describe_stack_events(StackName="prod-kms")["StackEvents"]
    view = tmp_path / "view"
    changed_project(ROOT, "prod", view)
    text = (ROOT / "app.py").read_text(encoding="utf-8")
    (view / "app.py").unlink()
    (view / "app.py").write_text(text.replace("govern(app, environment)\n", _MOVED), encoding="utf-8")
    today = f"today={today_or('')}"
    run = fresh.cdk.run("deploy", "prod-kms", "--require-approval", "never", "--context", today, cwd=view)
    assert run.exit_code != 0
    assert "prod-kms/RdsKey/Resource/Resource) would be replaced" in run.output
    assert cloudformation.describe_stack_events(StackName="prod-kms")["StackEvents"] == before
