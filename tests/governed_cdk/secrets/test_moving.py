from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from constructs_lib import ConfigurationError
from governed_cdk.secrets.moving import SecretMove

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET, NAME = "/connectly/api/prod/key", "/infrastructure/prod/system/key"
VALUE = "k3Xw9" + "QzLm27"


@pytest.fixture
def move(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretMove]:
    for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "ap-northeast-2")
    with mock_aws():
        yield SecretMove(functools.cache(boto3.client), SECRET)


def held(move: SecretMove) -> str:
    return str(move.client("secretsmanager").get_secret_value(SecretId=SECRET)["SecretString"])


def test_a_parameter_is_made_anew_with_the_name_of_the_secret_and_no_history(move: SecretMove) -> None:
    ssm = move.client("ssm")
    ssm.put_parameter(Name=NAME, Value="older" + VALUE, Type="String")
    ssm.put_parameter(Name=NAME, Value=VALUE, Type="String", Overwrite=True)
    said = list(move.parameter(NAME))
    assert VALUE not in " ".join(said)
    assert held(move) == VALUE
    assert [one["Value"] for one in ssm.get_parameter_history(Name=NAME)["Parameters"]] == [SECRET]
    assert list(move.parameter(NAME)) == []


def test_what_was_killed_after_the_parameter_went_goes_on(move: SecretMove) -> None:
    move.client("ssm").put_parameter(Name=NAME, Value=VALUE, Type="String")
    steps = move.parameter(NAME)
    next(steps)
    next(steps)
    del steps
    assert len(list(move.parameter(NAME))) == 1
    assert held(move) == VALUE


def test_a_parameter_that_never_was_and_one_that_is_secure_are_refused(move: SecretMove) -> None:
    with pytest.raises(ConfigurationError, match="no such parameter"):
        list(move.parameter(NAME))
    move.client("ssm").put_parameter(Name=NAME, Value=VALUE, Type="SecureString")
    with pytest.raises(ConfigurationError, match="SecureString"):
        list(move.parameter(NAME))
