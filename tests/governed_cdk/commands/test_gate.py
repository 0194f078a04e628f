"""`governed-cdk gate` on a repository with two commits, with recorded reports and a local GitHub."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.commands.gate import gate
from governed_cdk.reviewed.record import read_record
from tests.governed_cdk.gate import project
from tests.governed_cdk.gate.project import NAT, QUEUE, assembly, commit, git, report, repository
from tests.governed_cdk.github.conftest import github
from tests.governed_cdk.locked_project import _APP, run

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from tests.governed_cdk.assemblies import Done
    from tests.governed_cdk.github.server import State

__all__ = ["github"]

TABLE = {"Type": "AWS::DynamoDB::Table", "Properties": {"BillingMode": "PAY_PER_REQUEST", "TableName": "orders"}}
ALARM = {"Type": "AWS::CloudWatch::Alarm", "Properties": {"MetricName": "Errors", "Threshold": 1}}
SIDES = ("--base-assembly", "../base", "--head-assembly", "../head")
SECRET = "AKIA" + "IOSFODNN7ABCDEFG"


class MarkdownSnapshot(SingleFileSnapshotExtension):
    """One file a comment, as GitHub shows it."""

    file_extension = "md"
    _write_mode = WriteMode.TEXT


class Change:
    """A repository with a change, both assemblies, and the reports of a pipeline."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CI", "true")
        self._folder = folder
        self.repository, self.base = repository(folder / "repository")
        monkeypatch.chdir(self.repository)
        git(self.repository, "checkout", "--quiet", "-b", "change")
        self.head = commit(self.repository, {"infra/app.py": "two\n"})
        self.arguments = [
            "--env", "prod", "--base", "main", "--today", "2026-11-30",
            "--trivy", str(report(folder / "trivy.json", project.TRIVY)),
            "--checkov", str(report(folder / "checkov.json", project.CHECKOV)),
            "--cfn-lint", str(report(folder / "lint.json", [])),
        ]  # fmt: skip

    def judged(self, base: dict[str, Any], head: dict[str, Any], *more: str) -> Done:
        sides = []
        for side, resources in (("base", base), ("head", head)):
            sides += [f"--{side}-assembly", str(assembly(self._folder / side, resources))]
        return run(gate, *self.arguments, *sides, *more)


@pytest.fixture
def change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Change:
    return Change(tmp_path, monkeypatch)


def shown(text: str, change: Change) -> str:
    """A comment without what is another one in each run."""
    return text.replace(change.base[:12], "<base>").replace(change.head[:12], "<head>")


def without_digest(text: str) -> str:
    return "\n".join("<digest>" if line.startswith("sha256:") else line for line in text.split("\n"))


def test_nothing_wrong_is_a_short_comment(change: Change, snapshot: SnapshotAssertion) -> None:
    done = change.judged({}, {})
    assert done.code == 0
    assert without_digest(shown(done.output, change)) == snapshot(extension_class=MarkdownSnapshot)


def test_a_grave_change_is_told_from_the_gravest_on(change: Change, snapshot: SnapshotAssertion) -> None:
    base = {"Orders": TABLE, "Errors": ALARM}
    renamed = {**TABLE, "Properties": {**TABLE["Properties"], "TableName": "orders-2"}}  # type: ignore[dict-item]  # a template as JSON
    done = change.judged(base, {"Orders": renamed, "Nat": NAT})
    assert done.code == 3
    assert without_digest(shown(done.output, change)) == snapshot(extension_class=MarkdownSnapshot)


def test_a_secret_fails_it_and_is_not_repeated(change: Change) -> None:
    change.head = commit(change.repository, {"infra/app.py": f"key = '{SECRET}'\n"})
    done = change.judged({}, {})
    assert done.code == 3
    assert "AWS access key in a line that comes with this change" in done.output
    assert SECRET not in done.output


@pytest.mark.parametrize("missing", ["--trivy", "--checkov", "--cfn-lint"])
def test_a_scanner_that_did_not_run_is_bad_input_in_a_pipeline_and_said_on_a_laptop(
    change: Change, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = change.arguments.index(missing)
    del change.arguments[at : at + 2]
    with pytest.raises(ConfigurationError, match="in a pipeline it has to run"):
        change.judged({}, {})
    monkeypatch.delenv("CI")
    done = run(gate, *change.arguments, *SIDES)
    assert done.code == 0
    assert "it did not run" in done.output


def test_thresholds_are_those_of_the_base_branch(change: Change) -> None:
    """The change lifts them for itself, and nothing comes of it."""
    change.head = commit(change.repository, {"costs.yaml": "thresholds: {small_limit: 1000000}\n"})
    nats = {f"Nat{number}": NAT for number in range(3)}
    assert "needed: 2" in change.judged({}, nats).output


def test_what_costs_nothing_before_takes_more_approvals_above_a_limit(change: Change) -> None:
    assert "needed: 1" in change.judged({}, {"Nat": NAT}).output


def test_a_branch_that_is_behind_is_told_to_catch_up(change: Change) -> None:
    assert "This branch is behind" not in change.judged({}, {}).output
    git(change.repository, "checkout", "--quiet", "main")
    commit(change.repository, {"README.md": "Hello again\n"})
    git(change.repository, "checkout", "--quiet", "change")
    assert "This branch is behind" in run(gate, *change.arguments, *SIDES).output


def test_the_record_is_what_a_deploy_is_held_to(change: Change, tmp_path: Path) -> None:
    account = report(tmp_path / "account.json", {"prod": {"deployed prod-app": "0" * 64}})
    done = change.judged({}, {}, "--account", str(account), "--output", str(tmp_path / "out"))
    record = read_record(tmp_path / "out" / "prod" / "governed-cdk.reviewed.json")
    assert record.digest in done.output
    assert (record.base, record.account) == (change.base, {"deployed prod-app": "0" * 64})
    assert "account compared" in done.output
    assert json.loads((tmp_path / "out" / "prod" / "findings.sarif").read_text())["version"] == "2.1.0"


def pull(change: Change, github: State) -> None:
    base = {"sha": change.base, "ref": "main"}
    github.pull = {"number": 7, "head": {"sha": change.head}, "base": base, "user": {"login": "author"}}


def test_a_pull_request_gets_comment_status_and_findings(change: Change, github: State) -> None:
    pull(change, github)
    assert change.judged({}, {}, "--pull", "7").code == 3
    assert "0 of 1 approvals of code owners" in github.comments[0]["body"]
    assert github.statuses[0]["state"] == "failure"
    github.reviews = [{"user": {"login": "bob"}, "state": "APPROVED", "commit_id": change.head}]
    assert change.judged({}, {}, "--pull", "7").code == 0
    assert len(github.comments) == 1
    assert [one["state"] for one in github.statuses] == ["failure", "success"]
    assert len(github.uploads) == 2


def test_a_repository_without_code_scanning_gets_comment_and_status(change: Change, github: State) -> None:
    pull(change, github)
    github.refuse = {"/repos/example-org/fileflow/code-scanning/sarifs": 403}
    done = change.judged({}, {}, "--pull", "7")
    assert done.code == 3
    assert (len(github.comments), len(github.statuses), github.uploads) == (1, 1, [])


def test_the_pull_request_of_a_commit_is_found(change: Change, github: State) -> None:
    pull(change, github)
    github.pull["state"] = "open"
    del change.arguments[2:4]  # the base is that of the pull request
    assert change.judged({}, {}, "--pull-of", change.head).code == 3
    assert len(github.comments) == 1


def test_both_sides_can_be_made_and_kept(change: Change, tmp_path: Path) -> None:
    resources = json.dumps({"resources": {"prod": {"Jobs": QUEUE}}})
    files = {"app.py": _APP, "cdk.json": '{"app": "python3 app.py"}', "environments/prod.yaml": ""}
    change.head = commit(change.repository, {**files, "project.json": resources})
    assert run(gate, "--env", "prod", "--base", "main", "--synth", "--output", str(tmp_path / "made")).code == 0
    assert (tmp_path / "made" / "head" / "prod" / "prod-app.json").is_file()
    with pytest.raises(ConfigurationError, match="--synth: give --output"):
        run(gate, "--env", "prod", "--base", "main", "--synth")


def test_owners_are_those_of_the_base_branch(change: Change, github: State) -> None:
    change.head = commit(change.repository, {"CODEOWNERS": "* @mallory\n"})
    pull(change, github)
    github.reviews = [{"user": {"login": "mallory"}, "state": "APPROVED", "commit_id": change.head}]
    assert change.judged({}, {}, "--pull", "7").code == 3


def test_an_assembly_or_an_account_that_is_none_is_bad_input(change: Change, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no cloud assembly here"):
        run(gate, *change.arguments, "--base-assembly", "nowhere", "--head-assembly", "nowhere")
    with pytest.raises(ConfigurationError, match="--account"):
        change.judged({}, {}, "--account", str(report(tmp_path / "x.json", [1])))
