from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis import where
from governed_cdk.git import Git
from tests.governed_cdk.assemblies import Stack, write
from tests.governed_cdk.gate.project import repository

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


class Standing:
    region = "ap-northeast-2"

    def __init__(self, **standing: str) -> None:
        self.standing = standing

    def status(self, stack: str, _region: str) -> str | None:
        return self.standing.get(stack.replace("-", "_"))


def test_stacks_that_failed_are_those_of_the_environment_that_stand_so(tmp_path: Path) -> None:
    folder = write(tmp_path, {name: Stack() for name in ("prod-a", "prod-b", "prod-c", "prod-d", "prod-e")})
    there = Standing(
        prod_a="UPDATE_ROLLBACK_COMPLETE", prod_b="CREATE_COMPLETE", prod_c="DELETE_FAILED",
        prod_d="UPDATE_ROLLBACK_IN_PROGRESS",
    )  # fmt: skip
    assert [name for name, _ in where.failed(folder, "prod", cast("Account", there))] == ["prod-a", "prod-c", "prod-d"]
    assert where.failed(folder, "stg", cast("Account", there)) == []


def test_without_an_assembly_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        where.failed(tmp_path / "cdk.out", "prod", cast("Account", Standing()))
