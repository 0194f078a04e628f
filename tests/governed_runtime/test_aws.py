"""The calls themselves, on moto, which answers boto3 as AWS's models say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.stub import Stubber
from moto import mock_aws

from governed_runtime import aws as module
from governed_runtime.aws import Aws
from governed_runtime.errors import NotFoundError, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "ap-northeast-2"


@pytest.fixture
def _account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_REGION", REGION)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield


@pytest.mark.usefixtures("_account")
def test_secrets_and_parameters_are_read_with_their_versions() -> None:
    manager, store = (boto3.client(name, region_name=REGION) for name in ("secretsmanager", "ssm"))
    made = [manager.create_secret(Name=f"/a/{n}", SecretString=json.dumps({"n": n})) for n in range(3)]
    for n in range(12):  # GetParametersByPath gives ten at a time
        store.put_parameter(Name=f"/p/dev/features/f{n}", Value=str(n), Type="String")
    store.put_parameter(Name="/p/dev/agents/key", Value="hidden", Type="SecureString")
    aws = Aws()
    one = aws.secret("/a/0")
    assert (one.value["n"], one.version) == (0, made[0]["VersionId"])
    both = aws.secrets(["/a/1", made[2]["ARN"]])
    assert {path: found.value["n"] for path, found in both.items()} == {"/a/1": 1, made[2]["ARN"]: 2}
    found = aws.parameters("/p/dev/features")
    assert {path: one.value for path, one in found.items()} == {f"/p/dev/features/f{n}": str(n) for n in range(12)}
    assert aws.parameter("/p/dev/agents/key").value == "hidden"
    assert aws.parameter("/p/dev/agents/key").version == "1"


@pytest.mark.usefixtures("_account")
def test_what_is_not_there_is_told_as_such() -> None:
    aws = Aws()
    with pytest.raises(NotFoundError, match="/a/x: ResourceNotFoundException") as secret:
        aws.secret("/a/x")
    with pytest.raises(NotFoundError, match="/p/x: ParameterNotFound"):
        aws.parameter("/p/x")
    assert secret.value.definite


@pytest.mark.usefixtures("_account")
def test_bytes_are_no_text() -> None:
    boto3.client("secretsmanager", region_name=REGION).create_secret(Name="/a/b", SecretBinary=b"x")
    with pytest.raises(ReadError, match="/a/b: it holds bytes, not text"):
        Aws().secret("/a/b")


@pytest.mark.parametrize(
    ("code", "definite"),
    [("AccessDeniedException", True), ("ThrottlingException", False), ("InternalServiceError", False)],
)
def test_a_refusal_is_definite_and_a_failure_is_not(code: str, *, definite: bool) -> None:
    client = boto3.client("ssm", region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x")
    with Stubber(client) as stub:
        stub.add_client_error("get_parameter", code)
        with pytest.raises(ReadError, match=f"/p/x: {code}") as caught:
            Aws(lambda _: client).parameter("/p/x")
    assert caught.value.definite is definite


def test_a_network_that_is_away_is_a_failure_too() -> None:
    class Away:
        def get_parameter(self, **_: Any) -> None:
            raise EndpointConnectionError(endpoint_url="https://ssm")

    with pytest.raises(ReadError, match="/p/x: EndpointConnectionError") as caught:
        Aws(lambda _: Away()).parameter("/p/x")
    assert not caught.value.definite


@pytest.mark.usefixtures("_account")
def test_a_call_is_tried_three_times_by_botocores_standard_mode_within_seconds() -> None:
    config = module._client("ssm").meta.config
    assert config.retries["mode"] == "standard"
    assert config.retries["total_max_attempts"] == 3
    assert (config.connect_timeout, config.read_timeout) == (1, 2)
