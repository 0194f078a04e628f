"""An empty account that moto plays, and `governed-cdk values` in a folder with an environment."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws
from typer.testing import CliRunner

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.cli import app
from governed_cdk.preflight.account import Account
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REGION = "ap-northeast-2"
KEY = "sk-" + "a1" * 12
ENVIRONMENT = "environments/prod.yaml"


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Credentials for it; no file of this machine is read."""
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/dev/null")
    ask = Account.ask

    def no_stacks(self: Account, service: str, *given: str, **arguments: Any) -> tuple[dict[str, Any], str]:
        """moto's CloudFormation takes packages that are not here: there is no stack."""
        return ({}, "ValidationError") if service == "cloudformation" else ask(self, service, *given, **arguments)

    monkeypatch.setattr(Account, "ask", no_stacks)
    with mock_aws():
        yield


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the environment prod."""
    (tmp_path / "environments").mkdir()
    shutil.copy(ROOT / ENVIRONMENT, tmp_path / ENVIRONMENT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, typed: str | None = None) -> tuple[int, list[str]]:
    """Exit code, and the lines that were printed."""
    result = CliRunner().invoke(app, ["values", *arguments, "--env", "prod"], input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output.splitlines()


def refusal(*arguments: str, typed: str | None = None) -> list[str]:
    """The lines of what was refused."""
    with pytest.raises(ConfigurationError) as caught:
        run(*arguments, typed=typed)
    return list(caught.value.mistakes)


def client(service: str) -> Any:
    return boto3.client(service, region_name=REGION)


class Terminal(io.StringIO):
    """Standard input that somebody types into."""

    def isatty(self) -> bool:
        return True
