"""Alarms of restore tests: one failed, or none has passed for too long (Test)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, MissingData, Severity
from constructs_lib.observability.telemetry.alarms.function import FUNCTION_ERRORS, function_alarms
from constructs_lib.observability.telemetry.metrics.platform import log_metric

if TYPE_CHECKING:
    from constructs_lib.observability.telemetry.metric import Metric

_RUNBOOK = "restore-test"
_JOBS = "aws backup list-restore-jobs --by-created-after DAY --query 'RestoreJobs[?CreatedBy.RestoreTestingPlanArn]'"
_AN_HOUR = 3600


def restore_test_alarms(*, timeout_seconds: int, slug: str) -> tuple[AlarmSpec, ...]:
    """Return the alarms of a function of restore tests: what fails is looked at by the runbook of restore tests.

    Args:
        timeout_seconds: the function's timeout, 1 to 900.
        slug: what its errors are called.

    Raises:
        ConfigurationError: a timeout that Lambda refuses.
    """
    failed = replace(
        FUNCTION_ERRORS,
        slug=slug,
        summary="A restore test, or the marker that it looks for, failed.",
        runbook=_RUNBOOK,
        quick_actions=("aws logs tail /aws/lambda/FUNCTION --since 1h --filter-pattern ERROR", _JOBS),
    )
    return (failed, *function_alarms(timeout_seconds=timeout_seconds)[1:])


def restore_age_metric(*, namespace: str, name: str) -> Metric:
    """Return the metric of the days since a test passed, which a filter takes from the function's log once a day."""
    counted = log_metric(namespace=namespace, name=name, label="Days since a restore test passed")
    return replace(counted, id="age", statistic="Maximum", period_seconds=_AN_HOUR, dimensions=("Test",), unit="None")


def restore_age_alarms(*, namespace: str, name: str, days: int) -> tuple[AlarmSpec, ...]:
    """Return the alarm on days without a restore test that passed.

    Args:
        namespace: the filter's metric namespace.
        name: the filter's metric name.
        days: so many may pass.
    """
    return (
        AlarmSpec(
            slug="restore-test-missing",
            metric=restore_age_metric(namespace=namespace, name=name),
            threshold=days,
            comparison=Comparison.GREATER_THAN,
            evaluation_periods=1,
            datapoints_to_alarm=1,
            # One value a day: between two of them the alarm stays as it is. Who does not report fails, and is told.
            treat_missing_data=MissingData.IGNORE,
            severity=Severity.WARNING,
            summary=f"No restore test passed for {days} days: backups are believed, not known.",
            runbook=_RUNBOOK,
            quick_actions=(_JOBS, "aws backup list-restore-testing-plans"),
        ),
    )
