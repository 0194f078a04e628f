from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, cast

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis import where
from governed_cdk.git import Git
from tests.governed_cdk.assemblies import Stack, write
from tests.governed_cdk.diagnosis.account import account
from tests.governed_cdk.gate.project import repository
from tests.support import environment

if TYPE_CHECKING:
    from pathlib import Path

    from governed_cdk.preflight.account import Account


@pytest.fixture(autouse=True)
def laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    """No runner."""
    for name in ("SERVER_URL", "REPOSITORY", "RUN_ID", "SHA", "HEAD_REF", "REF_NAME"):
        monkeypatch.delenv(f"GITHUB_{name}", raising=False)


def test_a_run_is_known_by_its_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (where.run_address(), where.branch()) == ("", "")
    for name, value in (
        ("SERVER_URL", "https://github.com"), ("REPOSITORY", "example-org/orders"), ("RUN_ID", "7"),
        ("REF_NAME", "main"),
    ):  # fmt: skip
        monkeypatch.setenv(f"GITHUB_{name}", value)
    assert where.run_address() == "https://github.com/example-org/orders/actions/runs/7"
    assert where.branch() == "main"
    monkeypatch.setenv("GITHUB_RUN_ID", "7)[x](http://evil")
    assert where.run_address() == ""


def test_a_commit_is_the_runs_or_that_of_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder, base = repository(tmp_path / "repository")
    assert where.commit_of(Git(folder)) == base
    (tmp_path / "plain").mkdir()
    assert where.commit_of(Git(tmp_path / "plain")) == ""
    monkeypatch.setenv("GITHUB_SHA", "b" * 40)
    assert where.commit_of(Git(folder)) == "b" * 40


def test_a_stack_may_name_its_region() -> None:
    assert where.named(["prod-app", "prod-cdn@us-east-1"], "ap-northeast-2") == [
        ("prod-app", "ap-northeast-2"), ("prod-cdn", "us-east-1"),
    ]  # fmt: skip


@pytest.mark.parametrize("given", ["", "@us-east-1", "prod-app@"])
def test_what_is_neither_is_refused(given: str) -> None:
    with pytest.raises(ConfigurationError, match="--stack"):
        where.named([given], "ap-northeast-2")


NOON = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)


def standing(name: str, status: str, **times: datetime.datetime) -> dict[str, Any]:
    return {"Stacks": [{"StackName": name, "StackStatus": status, "CreationTime": NOON - 9 * DAY, **times}]}


DAY = datetime.timedelta(days=1)
STANDING = {
    "describe_stacks:prod-a": standing("prod-a", "UPDATE_ROLLBACK_COMPLETE", LastUpdatedTime=NOON),
    "describe_stacks:prod-b": standing("prod-b", "CREATE_COMPLETE"),
    "describe_stacks:prod-c": standing("prod-c", "DELETE_FAILED", DeletionTime=NOON + DAY / 24, LastUpdatedTime=NOON),
    "describe_stacks:prod-d": standing("prod-d", "UPDATE_ROLLBACK_COMPLETE", LastUpdatedTime=NOON - 3 * DAY),
    "describe_stacks:prod-e": "ValidationError",
}


def assembly(tmp_path: Path) -> Path:
    return write(tmp_path, {name: Stack() for name in ("prod-a", "prod-b", "prod-c", "prod-d", "prod-e")})


def test_stacks_that_failed_are_those_of_the_environment_and_of_the_latest_deploy(tmp_path: Path) -> None:
    folder = assembly(tmp_path)
    assert [name for name, _ in where.failed(folder, "prod", account(**STANDING))] == ["prod-a", "prod-c"]
    assert where.failed(folder, "stg", account()) == []
    well = {"describe_stacks": standing("prod-a", "UPDATE_COMPLETE")}
    assert where.failed(folder, "prod", account(**well)) == []


def test_a_stack_that_cannot_be_asked_for_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"prod-a in .*: AccessDenied"):
        where.failed(assembly(tmp_path), "prod", account(describe_stacks="AccessDenied"))


def test_without_an_assembly_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        where.failed(tmp_path / "cdk.out", "prod", account())


class Roles:
    """An account in which some roles may be assumed."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = allowed
        self.asked: list[str] = []

    def as_role(self, arn: str, region: str) -> object:
        assert region == "ap-northeast-2"
        self.asked.append(arn)
        return arn if arn in self.allowed else self


@pytest.mark.parametrize("qualifier", ["hnb659fds", "services"])
def test_the_look_up_role_is_that_of_the_bootstrap_whose_may_be_assumed(qualifier: str) -> None:
    arn = f"arn:aws:iam::111122223333:role/cdk-{qualifier}-lookup-role-111122223333-ap-northeast-2"
    chosen: object = where.looking_up(cast("Account", Roles(arn)), environment("prod"))
    assert chosen == arn


def test_without_a_look_up_role_the_account_is_read_as_it_is() -> None:
    roles = Roles()
    chosen: object = where.looking_up(cast("Account", roles), environment("prod"))
    assert chosen is roles
    assert len(roles.asked) == 2
