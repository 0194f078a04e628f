"""Alarms of one ECS service. Dimensions: ClusterName, ServiceName. The cluster needs Container Insights."""

from __future__ import annotations

from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, MissingData, Severity
from constructs_lib.observability.telemetry.metric import MetricMath
from constructs_lib.observability.telemetry.metrics.compute import (
    ECS_CPU,
    ECS_DESIRED_TASKS,
    ECS_MEMORY,
    ECS_RUNNING_TASKS,
)

_EVENTS = "aws ecs describe-services --cluster CLUSTER --services SERVICE --query 'services[0].events[:10]'"
_SCALE = "aws ecs update-service --cluster CLUSTER --service SERVICE --desired-count N"

ECS_NO_RUNNING_TASK = AlarmSpec(
    slug="no-running-task",
    metric=ECS_RUNNING_TASKS,
    threshold=1,
    comparison=Comparison.LESS_THAN,
    # Longer than a rollout that stops the old task before it starts the new one.
    evaluation_periods=5,
    datapoints_to_alarm=5,
    # A service without tasks may stop publishing: silence is the worst case here, not the best.
    treat_missing_data=MissingData.BREACHING,
    severity=Severity.CRITICAL,
    summary="The service has no running task: it is down.",
    runbook="ecs-no-running-task",
    quick_actions=(_EVENTS, "Roll the last deployment back if it is younger than the alarm."),
)
ECS_TASKS_BELOW_DESIRED = AlarmSpec(
    slug="tasks-below-desired",
    metric=MetricMath(
        id="missing_tasks",
        expression="desired - running",
        metrics=(ECS_DESIRED_TASKS, ECS_RUNNING_TASKS),
        unit="Count",
        label="Missing tasks",
    ),
    threshold=0,
    comparison=Comparison.GREATER_THAN,
    # A deployment runs below desired for minutes; a quarter of an hour is no deployment any more.
    evaluation_periods=15,
    datapoints_to_alarm=15,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="Fewer tasks run than the service wants, for 15 minutes.",
    runbook="ecs-tasks-below-desired",
    quick_actions=(_EVENTS, "Read the stopped tasks' stoppedReason."),
)
ECS_MEMORY_CRITICAL = AlarmSpec(
    slug="memory-critical",
    metric=ECS_MEMORY,
    threshold=95,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=1,
    datapoints_to_alarm=1,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.CRITICAL,
    summary="Memory is over 95 % of what the task definition gives: tasks are about to be killed (exit code 137).",
    runbook="ecs-memory-high",
    quick_actions=("Force a new deployment to restart the tasks one by one.", _SCALE),
)
ECS_CPU_WARNING = AlarmSpec(
    slug="cpu-high",
    metric=ECS_CPU,
    threshold=80,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=2,
    datapoints_to_alarm=2,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="CPU is over 80 % of what the task definition gives, for 10 minutes.",
    runbook="ecs-cpu-high",
    quick_actions=(_SCALE, "Compare with the request rate: more traffic, or a loop?"),
)
ECS_MEMORY_WARNING = AlarmSpec(
    slug="memory-high",
    metric=ECS_MEMORY,
    threshold=80,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=2,
    datapoints_to_alarm=2,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="Memory is over 80 % of what the task definition gives, for 10 minutes.",
    runbook="ecs-memory-high",
    quick_actions=("Look for a steady climb since the last deployment: a leak.", _SCALE),
)

ECS_SERVICE = (
    ECS_NO_RUNNING_TASK,
    ECS_TASKS_BELOW_DESIRED,
    ECS_MEMORY_CRITICAL,
    ECS_CPU_WARNING,
    ECS_MEMORY_WARNING,
)
"""Every alarm of one ECS service."""


def ecs_service_alarms(*, running: bool) -> tuple[AlarmSpec, ...]:
    """Return the alarms of one service; where no task is to run, that none does is no fault."""
    return ECS_SERVICE if running else tuple(spec for spec in ECS_SERVICE if spec is not ECS_NO_RUNNING_TASK)
