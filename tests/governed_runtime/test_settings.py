from __future__ import annotations

import pytest

from governed_runtime.errors import SettingsError
from governed_runtime.settings import Settings
from tests.governed_runtime.fakes import SETTINGS, VARIABLES


def test_the_environment_says_whose_values_are_meant_and_the_times_have_defaults() -> None:
    assert Settings.from_environment(VARIABLES) == SETTINGS
    given = Settings.from_environment({**VARIABLES, "GOVERNED_TTL_SECONDS": "30", "GOVERNED_STALE_SECONDS": "0"})
    assert (given.ttl_seconds, given.stale_seconds) == (30, 0)
    assert (SETTINGS.ttl_seconds, SETTINGS.stale_seconds) == (300, 3600)


def test_every_name_that_is_missing_is_told_in_one_line() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"GOVERNED_ENVIRONMENT": "prod", "GOVERNED_PROJECT": ""})
    assert str(caught.value).startswith("GOVERNED_ORGANIZATION, GOVERNED_PROJECT, GOVERNED_SERVICE: not set")


@pytest.mark.parametrize("given", ["soon", "0", "nan", "inf", "86401", "-1"])
def test_seconds_that_are_none_or_out_of_bounds_are_refused(given: str) -> None:
    with pytest.raises(SettingsError, match="GOVERNED_TTL_SECONDS: given"):
        Settings.from_environment({**VARIABLES, "GOVERNED_TTL_SECONDS": given})


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("db", "/connectly/orders/prod/db"),
        ("common/api-key", "/connectly/common/prod/api-key"),
        ("/connectly/rds/prod/master", "/connectly/rds/prod/master"),
        ("arn:aws:secretsmanager:x", "arn:aws:secretsmanager:x"),
    ],
)
def test_a_secret_is_its_services_anothers_or_named_whole(name: str, path: str) -> None:
    assert SETTINGS.secret_path(name) == path


def test_a_parameter_stands_below_project_and_environment_or_is_named_whole() -> None:
    assert SETTINGS.parameter_path("features/x") == "/infrastructure/prod/features/x"
    assert SETTINGS.parameter_path("/prod/orders/url") == "/prod/orders/url"
