from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from governed_cdk.rehearsal.cdk import Cdk, Step

if TYPE_CHECKING:
    from pathlib import Path

OUTPUT = """\
prod-kms: deploying... [1/3]
prod-kms: creating CloudFormation changeset...
 ✅  prod-kms
✨  Deployment time: 0.1s
prod-network: deploying... [2/3]
 ✅  prod-network (no changes)
prod-rds: deploying... [3/3]
prod-rds | 0/4 | CREATE_FAILED | AWS::RDS::DBInstance | Database no such class
❌  prod-rds failed: Error: no such class
"""


def project(folder: Path, output: str, exit_code: int) -> Cdk:
    """A project whose command line says something and ends."""
    (folder / "said").write_text(output, encoding="utf-8")
    found = Cdk(folder, folder, {"LANG": "C.UTF-8", "PYTHONUTF8": "1"})
    found.command = ["/bin/sh", "-c", f"cat {shlex.quote(str(folder / 'said'))}; exit {exit_code}"]
    return found


def test_the_steps_of_each_stack_are_heard(tmp_path: Path) -> None:
    heard: list[Step] = []
    run = project(tmp_path, OUTPUT, 1).deploy(tmp_path, hear=heard.append)
    assert tuple(heard) == run.steps
    assert [(step.stack, step.state) for step in run.steps] == [
        ("prod-kms", "begun"), ("prod-kms", "done"), ("prod-network", "begun"), ("prod-network", "unchanged"),
        ("prod-rds", "begun"), ("prod-rds", "failed"),
    ]  # fmt: skip
    assert set(run.seconds_by_stack()) == {"prod-kms", "prod-network", "prod-rds"}


def test_a_stack_inside_a_stage_is_heard_by_its_name(tmp_path: Path) -> None:
    said = """\
Prod/prod-orders (Prod-prod-orders): deploying... [1/2]
Prod-prod-orders | 0/2 | CREATE_COMPLETE | AWS::CloudFormation::Stack | Prod/prod-orders/Part
 ✅  Prod/prod-orders (Prod-prod-orders)
Prod/prod-mail (Prod-prod-mail): deploying... [2/2]
 ✅  Prod/prod-mail (Prod-prod-mail) (no changes)
Prod/prod-orders (Prod-prod-orders): destroying... [1/2]
 ✅  Prod/prod-orders (Prod-prod-orders): destroyed
"""
    run = project(tmp_path, said, 0).deploy(tmp_path)
    assert [(step.stack, step.state) for step in run.steps] == [
        ("Prod-prod-orders", "begun"), ("Prod-prod-orders", "done"), ("Prod-prod-mail", "begun"),
        ("Prod-prod-mail", "unchanged"), ("Prod-prod-orders", "begun"), ("Prod-prod-orders", "done"),
    ]  # fmt: skip


def test_the_reason_is_the_resource_that_failed(tmp_path: Path) -> None:
    run = project(tmp_path, OUTPUT, 1).deploy(tmp_path)
    assert run.exit_code == 1
    assert run.error.endswith("Database no such class")
