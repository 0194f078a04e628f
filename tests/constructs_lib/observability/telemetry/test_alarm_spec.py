"""An alarm is one that CloudWatch takes, and says what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.observability.telemetry import alarms
from constructs_lib.observability.telemetry.alarms import ecs


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": "Not Kebab"},
        {"runbook": ""},
        {"quick_actions": ()},
        {"summary": ""},
        {"datapoints_to_alarm": 4},
        {"datapoints_to_alarm": 0},
        {"evaluation_periods": 1441, "datapoints_to_alarm": 1},
    ],
)
def test_an_alarm_that_could_not_be_made_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError):
        replace(ecs.ECS_NO_RUNNING_TASK, **changes)  # type: ignore[arg-type]  # wrong on purpose, or by name from a table


def test_hourly_periods_may_look_back_seven_days_and_no_further() -> None:
    hourly = ecs.ECS_NO_RUNNING_TASK.metric.with_period(3600)
    assert replace(ecs.ECS_NO_RUNNING_TASK, metric=hourly, evaluation_periods=168).period_seconds == 3600
    with pytest.raises(ConfigurationError, match="604800"):
        replace(ecs.ECS_NO_RUNNING_TASK, metric=hourly, evaluation_periods=169)


def test_a_severity_is_no_free_text() -> None:
    with pytest.raises(TypeError, match="severity"):
        replace(ecs.ECS_NO_RUNNING_TASK, severity="urgent")  # type: ignore[arg-type]  # wrong on purpose, or by name from a table


def test_a_composite_alarm_refuses_parts_that_would_notify_as_well() -> None:
    composite = alarms.burn_rate_alarms()[0]
    with pytest.raises(ConfigurationError, match="do not notify"):
        replace(composite, parts=(replace(composite.parts[0], notifies=True), composite.parts[1]))
    with pytest.raises(ConfigurationError, match="two or more"):
        replace(composite, parts=composite.parts[:1])


def test_a_description_over_the_limit_of_cloudwatch_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="1024"):
        alarms.alarm_description(
            spec=replace(ecs.ECS_CPU_WARNING, summary="x" * 1024), runbook_base_url="https://set-of.com"
        )
