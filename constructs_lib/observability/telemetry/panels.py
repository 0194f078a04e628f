"""The dashboards of services, load balancers, databases, caches and objectives, from the metrics of their alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.observability.telemetry.alarms import (
    ECS_SERVICE,
    LOAD_BALANCER,
    TARGET_GROUP,
    burn_rate_alarms,
)
from constructs_lib.observability.telemetry.alarms.ecs import ECS_TASKS_BELOW_DESIRED
from constructs_lib.observability.telemetry.alarms.load_balancer import ALB_5XX_PERCENT
from constructs_lib.observability.telemetry.dashboard_spec import Dashboard, Panel, PrometheusPanel
from constructs_lib.observability.telemetry.metrics import compute, storage
from constructs_lib.observability.telemetry.prometheus.objectives import bad_ratio
from constructs_lib.observability.telemetry.service_panels import service_dashboards
from constructs_lib.observability.telemetry.slo import OBJECTIVES, Objective, window_name

if TYPE_CHECKING:
    from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec


def ecs_dashboard() -> Dashboard:
    """Return the dashboard of one ECS service."""
    return Dashboard(
        slug="ecs",
        title="ECS service",
        panels=(
            Panel(title="CPU", series=(compute.ECS_CPU,)),
            Panel(title="Memory", series=(compute.ECS_MEMORY,)),
            Panel(
                title="Tasks", series=(compute.ECS_RUNNING_TASKS, compute.ECS_DESIRED_TASKS, compute.ECS_PENDING_TASKS)
            ),
            Panel(title="Missing tasks", series=(ECS_TASKS_BELOW_DESIRED.metric,)),
        ),
        alarms=ECS_SERVICE,
        prometheus=(
            PrometheusPanel(
                title="CPU of each task",
                unit="Percent",
                queries=(("{{aws_ecs_task_arn}}", 'task:cpu_utilized:percent{service="$service"}'),),
            ),
            PrometheusPanel(
                title="Memory of each task",
                unit="Percent",
                queries=(("{{aws_ecs_task_arn}}", 'task:memory_utilized:percent{service="$service"}'),),
            ),
        ),
    )


def alb_dashboard() -> Dashboard:
    """Return the dashboard of one Application Load Balancer and its target group."""
    return Dashboard(
        slug="alb",
        title="Application Load Balancer",
        panels=(
            Panel(title="Requests", series=(compute.ALB_REQUESTS,)),
            Panel(title="5xx share", series=(ALB_5XX_PERCENT,)),
            Panel(title="Errors", series=(compute.ALB_5XX, compute.ALB_TARGET_5XX, compute.ALB_TARGET_4XX)),
            Panel(title="Latency", series=(compute.ALB_LATENCY_P95, compute.ALB_LATENCY_P50)),
            Panel(title="Healthy targets", series=(compute.ALB_HEALTHY_HOSTS,)),
            Panel(title="Unhealthy targets", series=(compute.ALB_UNHEALTHY_HOSTS,)),
            # A deployment that shifts traffic: what one of its two target groups is asked, and how it answers.
            Panel(title="Target group: requests", series=(compute.TARGET_REQUESTS, compute.TARGET_5XX)),
            Panel(title="Target group: latency", series=(compute.TARGET_LATENCY_P95,)),
        ),
        alarms=(*LOAD_BALANCER, *TARGET_GROUP),
    )


def rds_dashboard(*, alarms: tuple[AlarmSpec, ...] = ()) -> Dashboard:
    """Return the dashboard of one RDS instance.

    Args:
        alarms: `database_alarms(...)` of that instance. None by default: a dashboard on which the reader chooses the
            instance cannot draw limits that depend on its size.
    """
    return Dashboard(
        slug="rds",
        title="RDS instance",
        panels=(
            Panel(title="CPU", series=(storage.RDS_CPU,)),
            Panel(title="Connections", series=(storage.RDS_CONNECTIONS,)),
            Panel(title="Free storage", series=(storage.RDS_FREE_STORAGE,)),
            Panel(title="Freeable memory", series=(storage.RDS_FREEABLE_MEMORY,)),
            Panel(title="Read latency", series=(storage.RDS_READ_LATENCY,)),
            Panel(title="Write latency", series=(storage.RDS_WRITE_LATENCY,)),
        ),
        alarms=alarms,
    )


def cache_dashboard() -> Dashboard:
    """Return the dashboard of one node of an ElastiCache replication group; its limits depend on the node."""
    return Dashboard(
        slug="cache",
        title="Cache node",
        panels=(
            Panel(title="CPU", series=(storage.CACHE_CPU, storage.CACHE_ENGINE_CPU)),
            Panel(title="Memory", series=(storage.CACHE_MEMORY,)),
            Panel(title="Evictions", series=(storage.CACHE_EVICTIONS,)),
            Panel(title="Connections", series=(storage.CACHE_CONNECTIONS,)),
            Panel(title="Replication lag", series=(storage.CACHE_REPLICATION_LAG,)),
        ),
        alarms=(),
    )


def slo_dashboard() -> Dashboard:
    """Return the dashboard of the objectives: each pair of burn-rate windows, and the budgets from Prometheus."""
    composites = burn_rate_alarms()
    return Dashboard(
        slug="slo",
        title="Service level objectives",
        panels=tuple(
            Panel(title=f"Burn: {composite.slug}", series=tuple(part.metric for part in composite.parts))
            for composite in composites
        ),
        alarms=tuple(part for composite in composites for part in composite.parts),
        prometheus=tuple(panel for objective in OBJECTIVES for panel in (_budget(objective), _burn(objective))),
    )


def _budget(objective: Objective) -> PrometheusPanel:
    name = objective.slug.replace("-", "_")
    return PrometheusPanel(
        title=f"{objective.title}: budget left",
        unit="Ratio",
        queries=(("budget left", f'service:slo_{name}:budget_remaining{{service="$service"}}'),),
    )


def _burn(objective: Objective) -> PrometheusPanel:
    return PrometheusPanel(
        title=f"{objective.title}: share of bad requests",
        unit="Ratio",
        queries=tuple(
            (
                f"over {window_name(alert.long_window_seconds)}",
                f'{bad_ratio(indicator=objective.indicator, seconds=alert.long_window_seconds)}{{service="$service"}}',
            )
            for alert in objective.alerts
        ),
        limits=tuple((objective.bad_share(alert), alert.severity.value) for alert in objective.alerts),
    )


def platform_dashboards() -> tuple[Dashboard, ...]:
    """Return the dashboards of what the platform itself has, for a reader who chooses the resource."""
    return (ecs_dashboard(), alb_dashboard(), rds_dashboard(), slo_dashboard())


def every_dashboard() -> tuple[Dashboard, ...]:
    """Return every dashboard, also of what services alone have."""
    return (*platform_dashboards(), cache_dashboard(), *service_dashboards())
