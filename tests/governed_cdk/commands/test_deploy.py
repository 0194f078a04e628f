"""`governed-cdk deploy` deploys what was judged and nothing else, and asks AWS nothing about the rest."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from aspects.judge.template.digest import JUDGED, write_digest
from governed_cdk.cli import main
from tests.governed_cdk.assemblies import KMS, Stack, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class AskedAwsError(Exception):
    """The deploy has come as far as that."""


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An assembly that was judged, and no AWS to ask."""

    def ask(*_: object) -> object:
        raise AskedAwsError

    monkeypatch.setattr("governed_cdk.commands.deploy.Account", ask)
    folder = write(tmp_path / "out", {"prod-kms": KMS, "prod-rds": Stack()})
    write_digest(folder)
    return folder


def deploy(folder: Path, *more: str) -> int:
    sys.argv = ["governed-cdk", "deploy", str(folder), "--env", "prod", *more]
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_what_was_judged_is_deployed(out: Path) -> None:
    sys.argv = ["governed-cdk", "deploy", str(out), "--env", "prod"]
    with pytest.raises(AskedAwsError):
        main()


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            lambda out: (out / "prod-kms.template.json").write_text("{}"),
            "After it was judged, prod-kms.template.json ch",
        ),
        (lambda out: (out / "prod-kms.template.json").unlink(), "After it was judged, prod-kms.template.json is gone."),
        (lambda out: (out / "x.template.json").write_text("{}"), "After it was judged, x.template.json was added."),
        (lambda out: (out / JUDGED).unlink(), "This assembly was not governed: it has no governed-cdk.judged.json."),
    ],
)
def test_what_was_not_judged_is_not_deployed_and_it_says_why(
    out: Path, edit: Callable[[Path], object], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(out)
    assert deploy(out) == 3
    assert said in " ".join(capsys.readouterr().err.split())


def test_a_stack_that_is_left_out_is_told_and_with_nothing_left_nobody_is_asked(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("governed_cdk.commands.deploy.Account", lambda *_: None)
    assert deploy(out, "--leave-out", "prod-kms", "--leave-out", "prod-rds") == 0
    assert "prod-kms is left out" in capsys.readouterr().err
    assert deploy(out, "--leave-out", "prod-kmss") == 2
    assert "--leave-out: given 'prod-kmss'; allowed: prod-kms, prod-rds" in capsys.readouterr().err


def test_a_stack_of_another_environment_is_told(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    del out
    folder = write(tmp_path / "two", {"prod-kms": KMS, "dev-rds": Stack()})
    write_digest(folder)
    sys.argv = ["governed-cdk", "deploy", str(folder), "--env", "prod"]
    with pytest.raises(AskedAwsError):
        main()
    assert "dev-rds is of dev, and is not deployed with prod" in capsys.readouterr().err
