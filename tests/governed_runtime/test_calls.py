from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

import governed_runtime
from governed_runtime import calls, contract
from governed_runtime.errors import SettingsError
from tests.governed_runtime.fakes import VARIABLES, Bench

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    governed_runtime.default.cache_clear()
    yield
    governed_runtime.default.cache_clear()


def test_the_client_is_made_of_the_environment_once_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    made = governed_runtime.default()
    assert made is governed_runtime.default()
    assert made.settings.service == "orders"
    child = os.fork()
    if child == 0:
        os._exit(0 if governed_runtime.default() is not made else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0  # a forked worker has its own


def test_without_the_names_nothing_is_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SettingsError, match="GOVERNED_ENVIRONMENT, "):
        governed_runtime.secret("db")


def test_each_call_is_the_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench()
    bench.aws.set("/infrastructure/prod/features/x", "7")
    bench.aws.set("/prod/network/vpc-id", "vpc-1")
    monkeypatch.setattr(calls, "default", lambda: bench.runtime)
    assert governed_runtime.secret("db")["password"] == "first"
    assert list(governed_runtime.secrets("db")) == ["db"]
    assert governed_runtime.parameter("features/x") == "7"
    assert governed_runtime.parameter("features/x", to=int) == 7
    assert governed_runtime.parameters("features") == {"x": "7"}
    assert governed_runtime.output(contract.NETWORK_VPC_ID) == "vpc-1"
    governed_runtime.flush()
    assert bench.told.records[-1]["event"] == "used"
