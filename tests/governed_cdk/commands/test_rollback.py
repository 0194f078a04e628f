"""The whole way, on a repository with two tags and an account that answers from a table."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from governed_cdk.cli import app
from governed_cdk.commands import rollback as command
from tests.governed_cdk.checkup.account import TableAccount
from tests.governed_cdk.gate.project import QUEUE
from tests.governed_cdk.rolling_back.project import tagged
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

NEW = {**QUEUE, "Properties": {"DelaySeconds": 9}}
LATEST = "v1.1.0"


class Rollbacks(TableAccount):
    """An account in which somebody acts, and alarms ring when a test says so."""

    region = "ap-northeast-2"
    who = "alice"
    rings: tuple[str, ...] = ()

    def ask(self, service: str, region: str, operation: str, **arguments: Any) -> tuple[dict[str, Any], str]:
        if operation == "get_caller_identity":
            return {"Arn": f"arn:aws:sts::111122223333:assumed-role/deploy/{self.who}"}, ""
        return super().ask(service, region, operation, **arguments)

    def as_role(self, _arn: str, _region: str, _tags: object = None) -> Rollbacks:
        return self


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rollbacks:
    """In the project's folder, with what is deployed now in cdk.out."""
    found = Rollbacks({"cloudformation get_template": "ValidationError"})
    project = tagged(tmp_path / "project", {"Jobs": QUEUE}, {"Jobs": NEW})
    (project / "environments").mkdir()
    shutil.copy(ROOT / "environments" / "prod.yaml", project / "environments")
    (project / "made").rename(project / "cdk.out")
    (project / "stateful.lock.json").write_text("{}")
    monkeypatch.chdir(project)
    monkeypatch.setenv("COUNT", str(tmp_path / "count"))
    monkeypatch.setattr(command, "Account", lambda _: found)
    monkeypatch.setattr(command, "deploy", lambda _folder, **given: found.asked.append(f"deploy {given['env']}"))
    return found


def run(*options: str) -> Any:
    return CliRunner().invoke(app, ["rollback", "--to", "v1.0.0", "--env", "prod", "--watch", "0", *options])


def digest_in(output: str) -> str:
    return output.rpartition("--confirmed ")[2].split()[0]


def test_it_shows_what_changes_and_waits_for_another_person(account: Rollbacks) -> None:
    planned = run()
    assert planned.exit_code == 3, planned.output
    assert "prod: back to v1.0.0 of " in planned.output
    assert "prod-app/Jobs" in planned.output
    assert "prod-app: cdk.out is not what is deployed" in planned.output  # the account has no such stack
    assert "deploy prod" not in account.asked
    own = run("--confirmed", digest_in(planned.output))
    assert own.exit_code == 3
    assert "somebody else confirms it" in own.output
    account.who = "bob"
    done = run("--confirmed", digest_in(planned.output))
    assert done.exit_code == 0, done.output
    assert account.asked[-1] == "cloudwatch describe_alarms"
    assert account.asked.count("deploy prod") == 1


def test_an_account_that_moved_on_needs_another_confirmation(account: Rollbacks) -> None:
    digest = digest_in(run().output)
    account.who = "bob"
    account.answers = {"cloudformation get_template": {"TemplateBody": "somebody deployed"}}
    late = run("--confirmed", digest)
    assert late.exit_code == 3
    assert "is not what would be deployed now" in late.output
    assert "deploy prod" not in account.asked


def test_what_speaks_against_it_ends_it_before_anybody_confirms(account: Rollbacks, tmp_path: Path) -> None:
    (tmp_path / "project" / "rollback.yaml").write_text("barriers: [{tag: v1.1.0, reason: a column is gone}]\n")
    refused = run()
    assert refused.exit_code == 3
    assert "v1.1.0 is in between: a column is gone" in refused.output
    assert "--confirmed" not in refused.output
    assert {one.partition(" ")[0] for one in account.asked} == {"cloudformation"}  # looked at, and nothing else


def test_an_alarm_that_begins_to_ring_is_told(account: Rollbacks) -> None:
    digest = digest_in(run().output)
    account.who = "bob"
    answers = iter([{}, {"MetricAlarms": [{"AlarmName": "prod-app-errors"}]}])
    account.answers = {**account.answers, "cloudwatch describe_alarms": lambda **_: next(answers)}
    done = run("--confirmed", digest)
    assert done.exit_code == 3
    assert "prod-app-errors rings since the rollback" in done.output
