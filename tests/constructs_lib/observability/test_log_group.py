from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, GovernedLogGroup
from constructs_lib.kernel.retention import RETENTION_DAYS

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_a_log_group_has_its_path_the_key_and_the_retention_of_the_environment(bench: Bench) -> None:
    GovernedLogGroup(bench.stack, "Log", kind="application")
    group = bench.only("AWS::Logs::LogGroup")
    assert group["LogGroupName"] == "/connectly/prod/example/application"
    assert group["KmsKeyId"].endswith("key/logs")
    assert group["RetentionInDays"] == bench.settings.log_retention_days


def test_a_service_of_aws_may_demand_another_name(bench: Bench) -> None:
    GovernedLogGroup(bench.stack, "Log", name="/aws/route53/example.com", retention_days=365)
    group = bench.only("AWS::Logs::LogGroup")
    assert (group["LogGroupName"], group["RetentionInDays"]) == ("/aws/route53/example.com", 365)


@pytest.mark.parametrize("name", ["aws/lambda/x", "/AWS/lambda/x", "/ecs", "/aws/lambda/a b"])
def test_a_name_outside_the_pattern_is_refused(bench: Bench, name: str) -> None:
    with pytest.raises(ConfigurationError, match="/aws/<service>"):
        GovernedLogGroup(bench.stack, "Log", name=name)


@pytest.mark.parametrize("days", [0, 2, 15, 10_000, -1])
def test_a_retention_that_cloudwatch_does_not_know_is_refused(bench: Bench, days: int) -> None:
    assert days not in RETENTION_DAYS
    with pytest.raises(ConfigurationError, match=f"retention_days: given {days}"):
        GovernedLogGroup(bench.stack, "Log", kind="application", retention_days=days)
