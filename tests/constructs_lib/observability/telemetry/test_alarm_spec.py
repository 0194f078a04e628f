"""An alarm is one that CloudWatch takes, and says what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.observability.telemetry import alarms
from constructs_lib.observability.telemetry.alarms import ecs
from tests.support import refusal


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": "Not Kebab"},
        {"runbook": ""},
        {"quick_actions": ()},
        {"summary": ""},
        {"datapoints_to_alarm": 6},
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


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"severity": "critical"},
            "severity: given 'critical'; allowed: Severity.CRITICAL, Severity.WARN",
        ),
        ({"comparison": ">"}, "comparison: given '>'; allowed: Comparison.GREATER_THAN, "),
        ({"treat_missing_data": None}, "treat_missing_data: given nothing; allowed: MissingData.BREACHING, "),
        ({"quick_actions": "Look at it."}, "quick_actions: given 'Look at it.'; allowed: a tuple of "),
        ({"datapoints_to_alarm": 40}, "datapoints_to_alarm: given 40; allowed: 1 to "),
    ],
)
def test_free_text_where_a_member_or_a_number_is_meant_is_one_line(change: dict[str, Any], says: str) -> None:
    said = refusal(replace, ecs.ECS_NO_RUNNING_TASK, **change)
    assert said is not None
    assert said.startswith(f"alarm {ecs.ECS_NO_RUNNING_TASK.slug}: {says}")


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
