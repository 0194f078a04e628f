"""The workflows of the gate: what runs a change has nothing, and what may write runs nothing of a change."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.support import ROOT

FOLDER = ROOT / ".github/workflows"
JUDGING, REPORTING = FOLDER / "gate.yml", FOLDER / "gate-report.yml"


def jobs(path: Any) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text())["jobs"]
    return found


def steps(job: dict[str, Any], action: str) -> list[dict[str, Any]]:
    return [step for step in job["steps"] if step.get("uses", "").startswith(f"{action}@")]


def test_what_runs_the_change_reads_and_nothing_else() -> None:
    judge = jobs(JUDGING)["judge"]
    assert judge["permissions"] == {"contents": "read"}
    assert "secrets." not in JUDGING.read_text()
    assert "github.token" not in JUDGING.read_text()


def test_the_job_with_an_identity_runs_the_base_branch() -> None:
    account = jobs(JUDGING)["account"]
    assert account["permissions"] == {"contents": "read", "id-token": "write"}
    (checkout,) = steps(account, "actions/checkout")
    assert checkout["with"]["ref"] == "${{ github.event.pull_request.base.sha }}"
    assert "--read-account" in str(account["steps"])


def test_what_may_write_runs_after_the_change_and_of_the_base_branch() -> None:
    triggers = yaml.safe_load(REPORTING.read_text())[True]  # YAML 1.1 reads `on` so
    assert triggers["workflow_run"] == {"workflows": ["gate"], "types": ["completed"]}
    assert "pull_request" not in triggers
    report = jobs(REPORTING)["report"]
    assert "id-token" not in report["permissions"]
    assert [step["with"].get("ref") for step in steps(report, "actions/checkout")] == [None]
    text = REPORTING.read_text()
    assert "git checkout" not in text
    assert "--base-assembly" not in text, "the base side is made here, and not taken from the change"


@pytest.mark.parametrize("path", [JUDGING, REPORTING], ids=lambda path: path.name)
def test_no_permission_is_given_to_all_jobs_and_no_checkout_leaves_a_token(path: Any) -> None:
    assert yaml.safe_load(path.read_text())["permissions"] == {}
    for job in jobs(path).values():
        assert [step["with"]["persist-credentials"] for step in steps(job, "actions/checkout")] == [False]


@pytest.mark.parametrize("path", [JUDGING, REPORTING], ids=lambda path: path.name)
def test_no_text_of_a_pull_request_gets_into_a_script(path: Any) -> None:
    scripts = [step["run"] for job in jobs(path).values() for step in job["steps"] if "run" in step]
    assert scripts
    assert [script for script in scripts if "${{" in script] == []


@pytest.mark.parametrize("path", [JUDGING, REPORTING], ids=lambda path: path.name)
def test_the_options_that_a_workflow_gives_are_there(path: Any) -> None:
    source = (ROOT / "governed_cdk/commands/gate.py").read_text()
    said = {name.replace("-", "_") for name in re.findall(r'"--([a-z-]+)"', source)}
    known = said | set(re.findall(r"^    (\w+): ", source, re.MULTILINE))
    calls = re.findall(r"governed-cdk gate((?:[^\n]|\\\n)*)", path.read_text())
    given = {name for call in calls for name in re.findall(r"--([a-z][a-z-]+)", call)} | {"account", "env"}
    assert calls
    assert {name for name in given if name.replace("-", "_") not in known} == set()


@pytest.mark.parametrize("name", ["gate", "gate-report", "drift"])
def test_a_service_gives_only_what_the_workflow_takes(name: str) -> None:
    template = ROOT / f"governed_cdk/scaffold/templates/service/.github/workflows/{name}.yml.in"
    given = set(
        re.findall(r"(?m)^      ([a-z-]+): ", template.read_text().split("    with:\n")[1].split("    secrets:")[0])
    )
    taken: Any = yaml.safe_load((ROOT / f".github/workflows/{name}.yml").read_text())
    assert given == {"directory", "set-up", *{"gate": ["plan-role"], "drift": ["drift-role"]}.get(name, [])}
    assert given <= set(taken[True]["workflow_call"]["inputs"])  # YAML 1.1 reads `on` as true
