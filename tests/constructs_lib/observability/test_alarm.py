from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, GovernedAlarms, PlatformStack, StackSettings, contract
from constructs_lib.observability.telemetry.alarms import LOAD_BALANCER, TABLE, burn_rate_alarms
from tests.support import environment, new_app, resolve, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk

    from tests.support import Templates


class Stack(PlatformStack[StackSettings]):
    slug = "alarmed"
    reads = contract.ALARM_TOPICS


def made(folder: Path, **arguments: object) -> Templates:
    settings = environment("prod", stacks={})

    def build(app: cdk.App) -> None:
        GovernedAlarms(Stack(app, settings), "Alarms", subject="orders", **arguments)  # type: ignore[arg-type]  # as given by each test

    return synthesize_with(settings, folder, build)


def test_an_alarm_reaches_the_topic_of_its_severity_and_its_recovery_the_info_topic(tmp_path: Path) -> None:
    templates = made(tmp_path, specs=TABLE, dimensions={"TableName": "t"})
    severities = {spec.slug: str(spec.severity) for spec in TABLE}
    alarms = templates.resources("alarmed", "AWS::CloudWatch::Alarm").values()
    assert len(alarms) == len(TABLE)
    for alarm in alarms:
        severity = severities[alarm["AlarmName"].removeprefix("prod-alarmed-orders-")]
        assert f"prodmonitoring{severity}topicarn" in resolve(alarm["AlarmActions"][0])
        assert "prodmonitoringinfotopicarn" in resolve(alarm["OKActions"][0])


def test_a_composite_alarm_speaks_for_its_silent_parts(tmp_path: Path) -> None:
    templates = made(tmp_path, specs=burn_rate_alarms(), dimensions={"LoadBalancer": "app/x/1", "TargetGroup": "t/1"})
    composites = templates.resources("alarmed", "AWS::CloudWatch::CompositeAlarm").values()
    parts = templates.resources("alarmed", "AWS::CloudWatch::Alarm").values()
    assert composites
    assert all(part["ActionsEnabled"] is False and "AlarmActions" not in part for part in parts)
    rules = " ".join(alarm["AlarmRule"] for alarm in composites)
    assert all(f'ALARM("{part["AlarmName"]}")' in rules for part in parts)


def test_a_dimension_without_a_value_is_refused(tmp_path: Path) -> None:
    stack = Stack(new_app(tmp_path), environment("prod", stacks={}))
    with pytest.raises(ConfigurationError, match="needs a value for LoadBalancer"):
        GovernedAlarms(stack, "Alarms", specs=LOAD_BALANCER, subject="orders", dimensions={})
