from __future__ import annotations

from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.proving.room import PREFIX, TAG, Patience, Room, open_room

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCOUNT = "123456789012"  # moto's
QUICK = Patience(absent=0.05, made=0.05, removed=0.05, between=0.01)


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("PROFILE", "REGION", "DEFAULT_REGION", "ENDPOINT_URL", "ENDPOINT_URL_KMS"):
        monkeypatch.delenv(f"AWS_{name}", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    with mock_aws():
        yield


def opened(account: str = ACCOUNT, region: str | None = "ap-northeast-2") -> Room:
    return open_room(account, region=region, endpoint_url=None, patience=QUICK, tell=lambda _: None)


def test_credentials_of_another_account_are_refused() -> None:
    with pytest.raises(ConfigurationError, match=f"--account: given '111122223333'; allowed: {ACCOUNT}"):
        opened("111122223333")


def test_a_region_is_asked_for_and_that_of_the_shell_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="region: given 'none'; allowed: --region, AWS_REGION"):
        opened(region=None)
    monkeypatch.setenv("AWS_REGION", "ap-northeast-1")
    assert opened(region=None).region == "ap-northeast-1"


def test_every_run_has_a_name_of_its_own_that_its_things_and_tags_carry() -> None:
    one, other = opened(), opened()
    assert one.run != other.run
    name = one.name("bucket", "trail")
    assert name == f"{one.run}-trail"
    assert name.startswith(PREFIX)
    assert one.recorded == [("bucket", name)]
    assert one.pairs() == [{"Key": TAG, "Value": one.run}]


def test_what_is_let_through_late_is_accepted_and_what_never_is_refused() -> None:
    tries = iter([False, False, True])

    def late() -> None:
        if not next(tries):
            raise ClientError({"Error": {"Code": "AccessDenied"}}, "Do")

    def never() -> None:
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "Do")

    assert opened().accepted(late, ("AccessDenied",)) == "accepted"
    assert opened().accepted(never, ("AccessDenied",)) == "refused"


def test_an_error_that_is_no_refusal_is_passed_on() -> None:
    def throttled() -> None:
        raise ClientError({"Error": {"Code": "Throttling"}}, "Do")

    with pytest.raises(ClientError, match="Throttling"):
        opened().accepted(throttled, ("AccessDenied",))


def test_it_is_aws_unless_a_single_service_is_asked_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened().is_aws
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", "http://127.0.0.1:4566")
    boto3.setup_default_session()
    assert not opened().is_aws


def test_a_service_of_which_nobody_looks_where_it_is_is_not_asked() -> None:
    with pytest.raises(ValueError, match="ec2"):
        opened().client("ec2")
