from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
import pytest
from moto import mock_aws

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.preflight.account import Account
from tests.governed_cdk.assemblies import HOME
from tests.governed_cdk.preflight.answers import answering


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


@pytest.mark.usefixtures("credentials")
@mock_aws
def test_an_account_is_asked_as_a_role_whose_arn_has_pseudo_parameters() -> None:
    role = Account().as_role("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/deploy-${AWS::Region}", HOME)
    answer, _ = role.ask("sts", HOME, "get_caller_identity")
    assert answer["Arn"] == f"arn:aws:sts::123456789012:assumed-role/deploy-{HOME}/governed-cdk"
    assert role.region == HOME


@pytest.mark.usefixtures("credentials")
def test_where_a_role_refuses_the_account_is_asked_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, sts__assume_role="AccessDenied")
    account = Account()
    assert account.as_role("arn:aws:iam::111122223333:role/deploy", HOME) is account


class _Prometheus(BaseHTTPRequestHandler):
    """Answers whom the signature names, with the path that was asked for."""

    def do_GET(self) -> None:
        signed = self.headers["Authorization"]
        good = signed.startswith("AWS4-HMAC-SHA256 Credential=none/") and "/aps/aws4_request" in signed
        self.send_response(200 if good and "refuse" not in self.path else 403)
        self.end_headers()
        self.wfile.write(json.dumps({"path": self.path}).encode())

    def log_message(self, *_: object) -> None:
        """Nothing of it on the screen."""


@pytest.mark.usefixtures("credentials")
def test_what_has_no_client_in_boto3_is_fetched_signed() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Prometheus) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        assert Account().fetch("aps", HOME, f"{base}/api/v1/query?query=up") == ({"path": "/api/v1/query?query=up"}, "")
        assert Account().fetch("aps", HOME, f"{base}/refuse") == ({}, "HTTP 403")
        server.shutdown()


def test_nothing_is_fetched_without_credentials() -> None:
    with pytest.raises(ConfigurationError, match="no AWS credentials"):
        Account().fetch("aps", HOME, "http://127.0.0.1:9/")
