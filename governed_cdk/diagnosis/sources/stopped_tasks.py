"""Why the tasks of a service stopped: reason, exit code and health of each, and what the service says of it.

ECS keeps a stopped task for an hour (Amazon ECS API Reference, DescribeTasks).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis.evidence import Evidence, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from governed_cdk.diagnosis.sources.services import EcsService
    from governed_cdk.preflight.account import Account

NAME = "ecs"
_MOST_TASKS = 20
_MOST_EVENTS = 20
_BAD = ("unable to", "unhealthy", "failed", "was stopped", "deregistered", "cannot")


def collect(account: Account, services: Iterable[EcsService]) -> list[Evidence]:
    """What stopped, and why. Raises ConfigurationError where ECS does not say."""
    return [one for service in services for one in (*_tasks(account, service), *service_events(service.described))]


def _tasks(account: Account, service: EcsService) -> Iterator[Evidence]:
    asked: dict[str, Any] = {"cluster": service.cluster, "serviceName": service.name, "desiredStatus": "STOPPED"}
    answer, code = account.ask("ecs", service.region, "list_tasks", maxResults=_MOST_TASKS, **asked)
    if not code and answer.get("taskArns"):
        tasks = answer["taskArns"][:_MOST_TASKS]
        answer, code = account.ask("ecs", service.region, "describe_tasks", cluster=service.cluster, tasks=tasks)
    if code:
        raise ConfigurationError(f"stopped tasks of {service.name}: {code}")
    for task in answer.get("tasks", ()):
        yield from stopped(task, service.name)


def stopped(task: dict[str, Any], service: str) -> Iterator[Evidence]:
    """What one task of DescribeTasks tells. A task that a deployment or a person stopped is no failure."""
    meant = task.get("stopCode") in ("UserInitiated", "ServiceSchedulerInitiated") and not _is_bad(task)
    resource = f"AWS::ECS::Service {service}"
    if task.get("stoppedReason"):
        code = f" ({task['stopCode']})" if task.get("stopCode") else ""
        weight = Weight.CONTEXT if meant else Weight.CAUSE
        yield Evidence(NAME, f"task stopped: {task['stoppedReason']}{code}", weight, resource)
    for container in task.get("containers", ()):
        exit_code = container.get("exitCode")
        said = [str(container["reason"])] if container.get("reason") else []
        said += [f"exit code {exit_code}"] if exit_code else []
        said += ["health UNHEALTHY"] if container.get("healthStatus") == "UNHEALTHY" else []
        if said:
            weight = Weight.CONTEXT if meant else Weight.FAILURE
            yield Evidence(NAME, f"container {container.get('name')}: {', '.join(said)}", weight, resource)


def service_events(described: dict[str, Any]) -> Iterator[Evidence]:
    """What DescribeServices tells: how its deployments stand, and the events that are no good news."""
    resource = f"AWS::ECS::Service {described.get('serviceName', '')}"
    for deployment in described.get("deployments", ()):
        if deployment.get("rolloutState") == "FAILED" and deployment.get("rolloutStateReason"):
            yield Evidence(NAME, f"deployment failed: {deployment['rolloutStateReason']}", Weight.FAILURE, resource)
    for event in described.get("events", ())[:_MOST_EVENTS]:
        message = str(event.get("message", ""))
        if any(word in message for word in _BAD):
            yield Evidence(NAME, message, Weight.FAILURE, resource)


def _is_bad(task: dict[str, Any]) -> bool:
    return "failed" in str(task.get("stoppedReason", "")).lower()
