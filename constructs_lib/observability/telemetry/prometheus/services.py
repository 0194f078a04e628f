"""Alert rules of ECS tasks, scrape targets and the collector, from what the ADOT sidecar sends.

Sources: metric names and units of `awsecscontainermetrics` (opentelemetry-collector-contrib): `ecs.task.cpu.utilized`
is a percentage of the task's CPU limit already, `ecs.task.memory.utilized` and `.reserved` are MiB. The collector is
set not to add unit suffixes (`add_metric_suffixes: false`), so the names are these with underscores.
"""

from __future__ import annotations

from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.observability.telemetry.alarms.ecs import ECS_CPU_WARNING, ECS_MEMORY_CRITICAL, ECS_MEMORY_WARNING
from constructs_lib.observability.telemetry.prometheus.rule import AlertRule, RecordingRule, RuleGroup

_BY_TASK = "service, aws_ecs_task_arn"
_TASK_CPU = RecordingRule(record="task:cpu_utilized:percent", expr=f"max by ({_BY_TASK}) (ecs_task_cpu_utilized)")
_TASK_MEMORY = RecordingRule(
    record="task:memory_utilized:percent",
    expr=(f"100 * max by ({_BY_TASK}) (ecs_task_memory_utilized) / max by ({_BY_TASK}) (ecs_task_memory_reserved)"),
)
_SERVICE = "{{ $labels.service }}"
_SEND_FAILED = '{__name__=~"otelcol_exporter_send_failed_metric_points(_total)?"}'

_TASKS = (
    _TASK_CPU,
    _TASK_MEMORY,
    AlertRule(
        alert="EcsTaskCpuHigh",
        expr=f"max by (service) (task:cpu_utilized:percent) > {ECS_CPU_WARNING.threshold:g}",
        hold="10m",
        severity=Severity.WARNING,
        summary=f"{_SERVICE}: a task uses over {ECS_CPU_WARNING.threshold:g} % of its CPU, for 10 minutes.",
        runbook=ECS_CPU_WARNING.runbook,
        quick_actions=ECS_CPU_WARNING.quick_actions,
    ),
    AlertRule(
        alert="EcsTaskMemoryHigh",
        expr=f"max by (service) (task:memory_utilized:percent) > {ECS_MEMORY_WARNING.threshold:g}",
        hold="10m",
        severity=Severity.WARNING,
        summary=f"{_SERVICE}: a task uses over {ECS_MEMORY_WARNING.threshold:g} % of its memory, for 10 minutes.",
        runbook=ECS_MEMORY_WARNING.runbook,
        quick_actions=ECS_MEMORY_WARNING.quick_actions,
    ),
    AlertRule(
        alert="EcsTaskMemoryCritical",
        expr=f"max by (service) (task:memory_utilized:percent) > {ECS_MEMORY_CRITICAL.threshold:g}",
        hold="5m",
        severity=Severity.CRITICAL,
        summary=f"{_SERVICE}: a task is over {ECS_MEMORY_CRITICAL.threshold:g} % memory; it is about to be killed.",
        runbook=ECS_MEMORY_CRITICAL.runbook,
        quick_actions=ECS_MEMORY_CRITICAL.quick_actions,
    ),
)

_TARGETS = (
    AlertRule(
        alert="ServiceTargetDown",
        expr='min by (service) (up{job="application"}) == 0',
        hold="5m",
        severity=Severity.WARNING,
        summary="{{ $labels.service }}: the collector cannot scrape the application, for 5 minutes.",
        runbook="prometheus-target-down",
        quick_actions=(
            "Call the metrics path inside the task with ECS Exec.",
            "Check port and path in the collector's configuration.",
        ),
    ),
    AlertRule(
        alert="ServiceMetricsAbsent",
        # Named by what there was half an hour ago, so that a service that never existed is not missed.
        expr="group by (service) (up offset 30m) unless group by (service) (up)",
        hold="10m",
        severity=Severity.WARNING,
        summary="{{ $labels.service }}: it sent metrics half an hour ago and sends none now.",
        runbook="prometheus-no-metrics",
        quick_actions=(
            "Was the service removed on purpose? Then silence it for an hour.",
            "Read the collector's log group.",
        ),
    ),
)
_NO_METRICS = AlertRule(
    alert="NoMetricsArrive",
    expr="absent(up)",
    hold="10m",
    severity=Severity.CRITICAL,
    summary="No service at all sends metrics: every other Prometheus alert is blind.",
    runbook="prometheus-no-metrics",
    quick_actions=(
        "aws amp describe-workspace --workspace-id WORKSPACE",
        "Check the remote-write role and the workspace's KMS key.",
    ),
)

_COLLECTOR = (
    AlertRule(
        alert="CollectorCannotExport",
        expr=f"sum by (service) (rate({_SEND_FAILED}[5m])) > 0",
        hold="10m",
        severity=Severity.WARNING,
        summary="{{ $labels.service }}: the collector loses metric points: AMP refuses them or is not reached.",
        runbook="adot-collector",
        quick_actions=(
            "Read the collector's log for 403 (role) or 429 (quota).",
            "Look at the alarm samples-discarded.",
        ),
    ),
    AlertRule(
        alert="CollectorQueueNearlyFull",
        expr="max by (service) (otelcol_exporter_queue_size / otelcol_exporter_queue_capacity) > 0.8",
        hold="5m",
        severity=Severity.WARNING,
        summary="{{ $labels.service }}: the collector's queue is over 80 % full; what does not fit is lost.",
        runbook="adot-collector",
        quick_actions=("Check the network path to AMP's endpoint.", "Give the sidecar more CPU if it is at its limit."),
    ),
)


def service_groups(*, collectors: bool = True) -> tuple[RuleGroup, ...]:
    """Return the groups of ECS tasks, scrape targets and collectors.

    Args:
        collectors: a collector is deployed, so that silence is a fault.
    """
    return (
        RuleGroup(name="ecs-tasks", interval="1m", rules=_TASKS),
        RuleGroup(name="targets", interval="1m", rules=(*_TARGETS, _NO_METRICS) if collectors else _TARGETS),
        RuleGroup(name="collectors", interval="1m", rules=_COLLECTOR),
    )
