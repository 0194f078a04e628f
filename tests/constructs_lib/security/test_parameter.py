from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, GovernedParameter
from constructs_lib.security.parameter import check_parameter, check_parameters

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_a_parameter_lies_below_project_and_environment(bench: Bench) -> None:
    GovernedParameter(bench.stack, "LogLevel", branch="global", name="log-level", value="info")
    parameter = bench.only("AWS::SSM::Parameter")
    assert (parameter["Name"], parameter["Value"]) == ("/infrastructure/prod/global/log-level", "info")


@pytest.mark.parametrize(
    "name", ["password", "db-password", "api-key", "client-secret", "token", "private-key", "credentials"]
)
def test_a_name_of_a_secret_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match=f"parameters.system.{name}: names a secret"):
        check_parameter(branch="system", name=name, value="x")


@pytest.mark.parametrize("name", ["token-lifetime-seconds", "password-length", "secretary-address", "log-level"])
def test_a_name_that_only_speaks_of_secrets_is_taken(name: str, bench: Bench) -> None:
    GovernedParameter(bench.stack, "Parameter", branch="system", name=name, value="x")
    assert bench.only("AWS::SSM::Parameter")["Name"] == f"/infrastructure/prod/system/{name}"


@pytest.mark.parametrize(
    "value",
    [
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "-----BEGIN " + "RSA PRIVATE KEY-----",
        "ghp_" + "a" * 36,
        "xoxb-" + "1234567890-abc",
        "mysql://user:" + "pass@host/db",
        "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w",
    ],
)
def test_a_value_that_looks_like_a_secret_is_refused_and_not_repeated(value: str) -> None:
    with pytest.raises(ConfigurationError, match=r"parameters.system.note: holds an?") as caught:
        check_parameter(branch="system", name="note", value=value)
    assert value not in str(caught.value)


@pytest.mark.parametrize(
    ("branch", "name", "value", "message"),
    [
        ("Global", "name", "x", "kebab-case"),
        ("global", "some_name", "x", "kebab-case"),
        ("global", "name", "", "1 to 4096 characters"),
        ("global", "name", "x" * 4097, "given '4097 characters'"),
        ("global", "name", "{{resolve}}", "without {{"),
    ],
)
def test_names_and_values_are_those_of_parameter_store(branch: str, name: str, value: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        check_parameters({branch: {name: value}})
