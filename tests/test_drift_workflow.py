"""The workflow that watches for drift: it reads by one role, writes issues, and is the same for services."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PATH = ROOT / ".github/workflows/drift.yml"
WORKFLOW: Any = yaml.safe_load(PATH.read_text())
(JOB,) = WORKFLOW["jobs"].values()
RUNS = [step["run"] for step in JOB["steps"] if "run" in step]


def test_it_runs_every_night_of_the_default_branch_and_never_of_a_pull_request() -> None:
    assert set(WORKFLOW[True]) == {"schedule", "workflow_dispatch", "workflow_call"}  # YAML 1.1 reads `on` as true


def test_it_has_an_identity_and_issues_and_nothing_else() -> None:
    assert WORKFLOW["permissions"] == {}
    assert JOB["permissions"] == {"contents": "read", "id-token": "write", "issues": "write"}
    assert [step["with"]["persist-credentials"] for step in JOB["steps"] if "checkout" in step.get("uses", "")] == [
        False
    ]


def test_no_text_of_others_gets_into_a_script() -> None:
    assert RUNS
    assert [run for run in RUNS if "${{" in run] == []


def test_the_role_is_the_environments_own_where_it_is_no_arn() -> None:
    where = next(run for run in RUNS if "role=" in run)
    assert 'case $ROLE in arn:*) ;; *) ROLE="arn:aws:iam::$account:role/$ENVIRONMENT-$ROLE" ;; esac' in where


def test_a_drift_fails_no_job_since_it_has_its_issue_but_bad_input_does() -> None:
    assert RUNS[-1].rstrip().endswith("|| test $? -eq 3")


def test_the_options_that_it_gives_are_there() -> None:
    source = (ROOT / "governed_cdk/commands/drift.py").read_text()
    given = re.findall(r"--([a-z-]+)", RUNS[-1])
    assert given == ["env", "format", "report"]
    assert all(f'"--{name}"' in source or f"    {name}: " in source for name in given)


def test_it_calls_only_what_the_set_up_of_a_service_repository_makes_as_well() -> None:
    assert set(re.findall(r"\.venv/bin/([\w-]+)", "\n".join(RUNS))) == {"governed-cdk", "python"}


@pytest.mark.parametrize(
    ("role", "expected"),
    [("bootstrap-drift-orders", "arn:aws:iam::111122223333:role/dev-bootstrap-drift-orders"), ("arn:x", "arn:x")],
)
def test_it_asks_where_the_environments_file_says_and_by_which_role(role: str, expected: str, tmp_path: Path) -> None:
    project = tmp_path / "infra"
    (project / ".venv/bin").mkdir(parents=True)
    (project / ".venv/bin/python").symlink_to(sys.executable)
    (project / "environments").symlink_to(ROOT / "examples/service_repo/infra/environments", target_is_directory=True)
    where = next(run for run in RUNS if "role=" in run)
    variables = {"ENVIRONMENT": "dev", "ROLE": role, "GITHUB_OUTPUT": str(tmp_path / "out"), "PATH": "/usr/bin:/bin"}
    own = {"PYTHONPATH": f"{ROOT}:{':'.join(one for one in sys.path if 'site-packages' in one)}"}
    subprocess.run(["sh", "-e", "-c", where], cwd=project, env={**variables, **own}, check=True)
    assert (tmp_path / "out").read_text() == f"role={expected}\nregion=ap-northeast-2\n"
