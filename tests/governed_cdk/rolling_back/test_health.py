from __future__ import annotations

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.rolling_back.health import ringing, watched
from tests.governed_cdk.checkup.account import table_account


def test_alarms_of_the_environment_that_ring_are_told() -> None:
    answer = {"MetricAlarms": [{"AlarmName": "prod-app-errors"}], "CompositeAlarms": [{"AlarmName": "prod-app-burn"}]}
    account = table_account({"cloudwatch describe_alarms": answer})
    assert ringing(account, "prod", "ap-northeast-2") == {"prod-app-errors", "prod-app-burn"}
    with pytest.raises(ConfigurationError, match="describe_alarms in ap-northeast-2: AccessDenied"):
        ringing(table_account({"cloudwatch describe_alarms": "AccessDenied"}), "prod", "ap-northeast-2")


def test_only_what_begins_to_ring_counts_and_ends_the_watch() -> None:
    looks = iter([{"old"}, {"old"}, {"old", "new"}])
    waited: list[float] = []
    assert watched(lambda: next(looks), {"old"}, minutes=10, wait=waited.append) == ["new"]
    assert waited == [30, 30]


def test_a_quiet_watch_lasts_its_minutes() -> None:
    waited: list[float] = []
    assert watched(lambda: {"old"}, {"old"}, minutes=2, wait=waited.append) == []
    assert sum(waited) == 120
