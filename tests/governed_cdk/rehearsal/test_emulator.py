from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from governed_cdk.rehearsal import emulator
from governed_cdk.rehearsal.emulator import clean_environment, require_loopback
from governed_cdk.rehearsal.failure import RehearsalError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:4566", "http://127.8.8.8:1", "http://[::1]:4566"])
def test_an_endpoint_on_this_machine_is_taken(endpoint: str) -> None:
    assert require_loopback(endpoint) == endpoint


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://kms.ap-northeast-2.amazonaws.com",
        "http://10.0.0.1:4566",
        "http://localhost:4566",  # a name: somebody's hosts file decides where it leads
        "http://127.0.0.1.example.org:4566",
        "http://127.0.0.1@203.0.113.7/",
        "127.0.0.1:4566",
        "",
    ],
)
def test_any_other_endpoint_is_refused(endpoint: str) -> None:
    with pytest.raises(ConfigurationError, match=r"rehearse: endpoint: given .* allowed: an address of this machine"):
        require_loopback(endpoint)


def test_nothing_of_the_users_aws_settings_is_passed_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3",
        "AWS_ROLE_ARN", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "HTTPS_PROXY", "NODE_OPTIONS",
    ):  # fmt: skip
        monkeypatch.setenv(name, "of the user")
    variables = clean_environment(tmp_path)
    assert "of the user" not in variables.values()
    assert variables["HOME"] == str(tmp_path)
    assert (variables["AWS_CONFIG_FILE"], variables["AWS_SHARED_CREDENTIALS_FILE"]) == ("/dev/null", "/dev/null")


@pytest.mark.parametrize(
    ("given", "used"), [("/of/the/project", "/of/the/project"), (None, f"{sys.prefix}/jsii-cache")]
)
def test_jsii_keeps_its_cache_where_it_is_told_or_where_a_user_without_a_home_can_write(
    given: str | None, used: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", "/dev/null/home")
    monkeypatch.delenv("JSII_RUNTIME_PACKAGE_CACHE_ROOT", raising=False)
    if given:
        monkeypatch.setenv("JSII_RUNTIME_PACKAGE_CACHE_ROOT", given)
    assert clean_environment(tmp_path)["JSII_RUNTIME_PACKAGE_CACHE_ROOT"] == used


def test_an_emulator_whose_port_is_taken_says_so_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind((emulator.HOST, 0))
        other.listen()
        monkeypatch.setattr(emulator, "free_port", lambda _: other.getsockname()[1])
        with (
            pytest.raises(RehearsalError, match=r"\Athe emulator did not start: .*already in use[^\n]*\Z"),
            emulator.running(tmp_path, account="111122223333", region="ap-northeast-2", types={}),
        ):
            pytest.fail("it runs")
