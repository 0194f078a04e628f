from __future__ import annotations

import sys

import boto3
import pytest
from moto import mock_aws

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.preflight.account import Account
from tests.governed_cdk.assemblies import HOME


@pytest.fixture(autouse=True)
def nothing_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials, no region, and one attempt at each call."""
    for name in ("PROFILE", "REGION", "DEFAULT_REGION", "ENDPOINT_URL", "ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.delenv(f"AWS_{name}", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "none")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")


def refusal(endpoint_url: str | None = None) -> str:
    with pytest.raises(ConfigurationError) as caught:
        Account(endpoint_url).types(["/prod/kms/rds-key-arn"], HOME)
    (line,) = caught.value.mistakes
    assert "\n" not in line
    return line


@pytest.mark.usefixtures("credentials")
@mock_aws
def test_any_number_of_parameters_is_asked_for_though_aws_takes_ten_at_once() -> None:
    client = boto3.client("ssm", region_name=HOME)
    names = [f"/prod/app/value-{number:02}" for number in range(23)]
    for name in names:
        client.put_parameter(Name=name, Type="String", Value="x")
    assert Account().types([*names, names[0], "/prod/app/none"], HOME) == dict.fromkeys(names, "String") | {
        f"arn:aws:ssm:{HOME}:123456789012:parameter{name}": "String" for name in names
    }


def test_missing_boto3_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    assert refusal() == 'boto3 is missing; install it: pip install "governed-cdk[aws]"'


def test_no_credentials_are_one_line() -> None:
    assert refusal() == "no AWS credentials; sign in, for example by AWS_PROFILE or aws sso login"


@pytest.mark.usefixtures("credentials")
def test_the_endpoint_is_the_one_that_was_given() -> None:
    found = refusal("http://127.0.0.1:9")
    assert found == 'AWS: Could not connect to the endpoint URL: "http://127.0.0.1:9/"'


def test_a_profile_that_is_not_there_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    assert refusal() == "AWS: The config profile (nobody) could not be found"


@pytest.mark.usefixtures("credentials")
@mock_aws
def test_what_aws_refuses_is_one_line() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Account().types([""], HOME)
    (line,) = caught.value.mistakes
    assert line.startswith("AWS: ")
