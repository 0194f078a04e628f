"""`governed-cdk preflight` in an account that moto plays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
import typer
from moto import mock_aws
from typer.testing import CliRunner

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.commands.preflight import preflight
from tests.governed_cdk.assemblies import HOME, KEY, LIST, STRING, SUBNETS, VPC, Stack, write
from tests.governed_cdk.preflight.answers import answering

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

ACCOUNT = "123456789012"  # moto's


def empty_account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty account, and credentials for it."""
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    answering(monkeypatch)
    with mock_aws():
        yield


def put(parameters: Mapping[str, str], region: str = HOME) -> None:
    client = boto3.client("ssm", region_name=region)
    for name, type_ in parameters.items():
        client.put_parameter(Name=name, Type=type_, Value="x")


def stack(**facts: Any) -> Stack:
    return Stack(**{"account": ACCOUNT, **facts})


def run(*arguments: str | Path) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(preflight)
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(result.exception, ConfigurationError):
        raise result.exception
    return result.exit_code, result.output


def refusal(*arguments: str | Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        run(*arguments)
    (line,) = caught.value.mistakes
    assert "\n" not in line
    return line


def mistakes(output: str) -> list[str]:
    return [line for line in output.splitlines() if " reads /" in line]


def platform_of_three(tmp_path: Path) -> Path:
    return write(
        tmp_path,
        {
            "prod-rds": stack(reads={KEY: STRING, VPC: STRING, SUBNETS: LIST}),
            "prod-kms": stack(publishes={KEY: "String"}),
            "prod-network": stack(publishes={VPC: "String", SUBNETS: "StringList"}),
        },
    )
