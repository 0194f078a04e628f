"""Alarms of one state machine of Step Functions (StateMachineArn)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, MissingData, Severity
from constructs_lib.observability.telemetry.metrics.compute import (
    EXECUTIONS_FAILED,
    EXECUTIONS_THROTTLED,
    EXECUTIONS_TIMED_OUT,
)

if TYPE_CHECKING:
    from constructs_lib.observability.telemetry.metric import Metric


def _any(slug: str, metric: Metric, *, summary: str, quick_actions: tuple[str, ...]) -> AlarmSpec:
    """A single one in five minutes is told."""
    return AlarmSpec(
        slug=slug,
        metric=metric,
        threshold=0,
        comparison=Comparison.GREATER_THAN,
        evaluation_periods=1,
        datapoints_to_alarm=1,
        treat_missing_data=MissingData.NOT_BREACHING,
        severity=Severity.WARNING,
        summary=summary,
        runbook="state-machine-executions",
        quick_actions=quick_actions,
    )


STATE_MACHINE = (
    _any(
        "executions-failed",
        EXECUTIONS_FAILED,
        summary="An execution of the state machine has failed.",
        quick_actions=(
            "aws stepfunctions list-executions --state-machine-arn ARN --status-filter FAILED",
            "aws stepfunctions redrive-execution --execution-arn EXECUTION_ARN once fixed; express ones start anew.",
        ),
    ),
    _any(
        "executions-timed-out",
        EXECUTIONS_TIMED_OUT,
        summary="An execution of the state machine took longer than it may.",
        quick_actions=(
            "aws stepfunctions list-executions --state-machine-arn ARN --status-filter TIMED_OUT",
            "Look at the trace: which state waits, and for what?",
        ),
    ),
    _any(
        "executions-throttled",
        EXECUTIONS_THROTTLED,
        summary="Step Functions held back transitions or starts of the state machine.",
        quick_actions=(
            "aws logs tail LOG_GROUP --since 30m",
            "Find what starts so many: compare ExecutionsStarted with the days before.",
        ),
    ),
)
"""Every alarm of one state machine."""
