"""The workflow that watches for drift: it reads by one role, writes issues, and is the same for services."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tests.support import ROOT

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
