from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import GovernedLogGroup
from constructs_lib.platform import GovernedTrailAlarms
from constructs_lib.platform.cloudtrail.log_filter import LONGEST_PATTERN
from constructs_lib.platform.cloudtrail.security_alerts import ALERTS
from tests.audit_samples import EXPECTED, records
from tests.logfilter import counts

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

# One that is home, one that forwards, and of those with neither an opted-in and a default one.
REGIONS = ("ap-northeast-2", "us-east-1", "eu-north-1", "ap-southeast-7", "sa-east-1")


def _made(bench: Bench) -> None:
    group = GovernedLogGroup(bench.stack, "Events", kind="trail")
    GovernedTrailAlarms(bench.stack, "Alarms", log_group=group, alerts=ALERTS)


def _alarms_for(bench: Bench, record: dict[str, Any]) -> set[str]:
    """The alarms whose metric counts a record."""
    metrics = {
        transformation["MetricName"]
        for found in bench.resources("AWS::Logs::MetricFilter")
        if counts(found["FilterPattern"], record)
        for transformation in found["MetricTransformations"]
    }
    return {
        alarm["AlarmName"]
        for alarm in bench.resources("AWS::CloudWatch::Alarm")
        if alarm["Metrics"][0]["MetricStat"]["Metric"]["MetricName"] in metrics
    }


@pytest.mark.parametrize("region", REGIONS)
def test_each_alert_is_heard_of_every_region(bench: Bench, region: str) -> None:
    _made(bench)
    for slug, names in EXPECTED.items():
        for name in names:
            found = _alarms_for(bench, {**records()[name], "awsRegion": region})
            assert f"prod-example-trail-{slug}" in found, name


def test_a_refused_call_that_only_reads_is_heard_too(bench: Bench) -> None:
    _made(bench)
    assert records()["read-denied"]["readOnly"] is True
    assert _alarms_for(bench, records()["read-denied"]) == {"prod-example-trail-unauthorized-calls"}


@pytest.mark.parametrize(
    "name", [name for name in records() if name.endswith("-by-deployment") and "deletion" not in name]
)
def test_a_deployment_raises_none(bench: Bench, name: str) -> None:
    _made(bench)
    assert _alarms_for(bench, records()[name]) == set()


def test_root_and_the_trail_itself_page_and_the_others_do_not(bench: Bench) -> None:
    _made(bench)
    pages = {a["AlarmName"] for a in bench.resources("AWS::CloudWatch::Alarm") if "critical" in a["AlarmActions"][0]}
    assert pages == {"prod-example-trail-root-use", "prod-example-trail-trail-changes"}


def test_an_event_that_comes_minutes_late_is_not_too_late(bench: Bench) -> None:
    _made(bench)
    for alarm in bench.resources("AWS::CloudWatch::Alarm"):
        period = alarm["Metrics"][0]["MetricStat"]["Period"]
        assert (alarm["DatapointsToAlarm"], alarm["EvaluationPeriods"] * period) == (1, 900)


def test_every_pattern_is_as_short_as_cloudwatch_takes(bench: Bench) -> None:
    _made(bench)
    found = bench.resources("AWS::Logs::MetricFilter")
    assert len({one["FilterName"] for one in found}) == len(found)
    assert max(len(one["FilterPattern"]) for one in found) <= LONGEST_PATTERN
