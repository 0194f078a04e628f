from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import typer
from moto import mock_aws
from typer.testing import CliRunner, Result

from constructs_lib.kernel.errors import EXIT_FINDINGS, ConfigurationError
from constructs_lib.kernel.facts.proved import Proved, proved
from governed_cdk.commands import prove as command
from governed_cdk.proving import cleaning
from governed_cdk.proving.experiment import Experiment
from governed_cdk.proving.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from governed_cdk.proving.room import Room

ACCOUNT = "123456789012"  # moto's
IN_ACCOUNT = ("--account", ACCOUNT, "--region", "ap-northeast-2", "--patience", "0")


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("PROFILE", "REGION", "DEFAULT_REGION", "ENDPOINT_URL"):
        monkeypatch.delenv(f"AWS_{name}", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    # moto's CloudFormation needs more than is installed here; tests/integration/test_proving.py takes away all kinds.
    monkeypatch.setattr(cleaning, "KINDS", [kind for kind in KINDS if kind.name == "bucket"])
    with mock_aws():
        yield


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file of facts of the test's own."""
    path = tmp_path / "proved.yaml"
    path.write_text("# How it is written.\nproved: []\n", encoding="utf-8")
    monkeypatch.setattr(command, "FILE", path)
    monkeypatch.setattr(command, "proved", lambda: proved(path))
    return path


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The buckets that one experiment has made, which answers that all is well."""
    names: list[str] = []

    def run(room: Room) -> dict[str, str]:
        names.append(room.name("bucket", "b"))
        room.client("s3").create_bucket(Bucket=names[-1], CreateBucketConfiguration={"LocationConstraint": room.region})
        return {"plain": "accepted", "with a condition": "refused"}

    one = Experiment(
        name="small", asks="Is it?", makes="a bucket", most_usd=0.02, most_minutes=3, control=("plain", "accepted"),
        run=run,
    )  # fmt: skip
    monkeypatch.setattr(command, "EXPERIMENTS", (one,))
    return names


def run(*arguments: str, says: str = "") -> Result:
    app = typer.Typer()
    app.command()(command.prove)
    result = CliRunner().invoke(app, arguments, input=says)
    if isinstance(result.exception, ConfigurationError):
        raise result.exception
    return result


def test_it_says_what_it_makes_and_costs_and_makes_nothing_without_a_yes(made: list[str]) -> None:
    for says in ("n\n", ""):
        result = run(*IN_ACCOUNT, says=says)
        assert result.exit_code == 1
        assert "small: a bucket; at most 3 minutes and 0.02 US dollars" in result.output
        assert f"Make this in account {ACCOUNT}?" in result.output
    assert made == []


def test_after_a_yes_it_answers(made: list[str], facts: Path) -> None:
    for extra, says in ((("--yes",), ""), ((), "y\n")):
        result = run(*IN_ACCOUNT, *extra, says=says)
        assert result.exit_code == 0, result.output
        assert "small: with a condition: refused" in result.output
    assert len(made) == 2
    assert proved(facts) == ()


def test_with_write_an_accounts_answers_become_facts_with_the_day(made: list[str], facts: Path) -> None:
    assert run(*IN_ACCOUNT, "--yes", "--write").exit_code == 0
    (row,) = proved(facts)
    assert isinstance(row, Proved)
    assert (row.experiment, row.region) == ("small", "ap-northeast-2")
    assert row.answers == {"plain": "accepted", "with a condition": "refused"}
    assert ACCOUNT not in facts.read_text(encoding="utf-8")
    assert facts.read_text(encoding="utf-8").startswith("# How it is written.\n")
    assert made


@pytest.mark.usefixtures("made")
def test_what_is_not_aws_never_writes_a_fact(monkeypatch: pytest.MonkeyPatch, facts: Path) -> None:
    before = facts.read_text(encoding="utf-8")
    monkeypatch.setenv("AWS_ENDPOINT_URL_SNS", "http://127.0.0.1:4566")
    with pytest.raises(ConfigurationError, match="--write: it is not AWS that would answer"):
        run(*IN_ACCOUNT, "--yes", "--write")
    assert facts.read_text(encoding="utf-8") == before


def test_another_account_and_an_unknown_experiment_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="--account"):
        run("--account", "111122223333", "--region", "ap-northeast-2", "--yes")
    with pytest.raises(ConfigurationError, match="--only: given 'nothing'; allowed: alarm-to-encrypted-topic, "):
        run(*IN_ACCOUNT, "--only", "nothing")


def test_an_answer_that_we_cannot_live_with_ends_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    denied = Experiment(
        name="denied", asks="Is it?", makes="nothing", most_usd=0.01, most_minutes=1, control=("plain", "yes"),
        stands_on={"ours": "yes"}, run=lambda _: {"plain": "yes", "ours": "no"},
    )  # fmt: skip
    monkeypatch.setattr(command, "EXPERIMENTS", (denied,))
    result = run(*IN_ACCOUNT, "--yes")
    assert result.exit_code == EXIT_FINDINGS
    assert "denied: ours: no; our constructs stand on: yes" in result.output
