"""A run of a task that is found again at the next call: by who started it, which is the deployment's new revision."""

from __future__ import annotations

import hashlib
from typing import Any, Final, Protocol

WAIT_SECONDS: Final = 15
_STARTED_BY_LENGTH = 32
_STATES = ("RUNNING", "STOPPED")


class Ecs(Protocol):
    """What is asked of ECS (boto3's client)."""

    def list_tasks(self, **given: Any) -> dict[str, Any]:
        """Tasks of a family in a state."""

    def describe_tasks(self, **given: Any) -> dict[str, Any]:
        """Tasks by ARN."""

    def run_task(self, **given: Any) -> dict[str, Any]:
        """Start one."""


class UnstartedError(Exception):
    """ECS has not started the task, and says why."""


def started_by(revision: str) -> str:
    """What the run for a service revision is marked with; ECS takes 128 characters without slashes."""
    return hashlib.sha256(revision.encode()).hexdigest()[:_STARTED_BY_LENGTH]


def outcome(ecs: Ecs, *, cluster: str, family: str, mark: str, run: dict[str, Any]) -> tuple[str, str]:
    """The hook's status, and what to say about it: the run of a mark is started where there is none yet.

    ECS keeps a stopped task for an hour at least (ECS API reference, DescribeTasks).

    Raises UnstartedError where ECS does not start it.
    """
    found = _found(ecs, cluster=cluster, family=family, mark=mark)
    if found is None:
        answer = ecs.run_task(cluster=cluster, startedBy=mark, clientToken=mark, **run)
        if not answer.get("tasks"):
            raise UnstartedError("; ".join(str(one.get("reason")) for one in answer.get("failures", ())) or "no task")
        return "IN_PROGRESS", f"started {answer['tasks'][0]['taskArn']}"
    arn = found["taskArn"]
    if found["lastStatus"] != "STOPPED":
        return "IN_PROGRESS", f"{arn} is {found['lastStatus']}"
    codes = {one["name"]: one.get("exitCode") for one in found["containers"]}
    if any(code != 0 for code in codes.values()):
        return "FAILED", f"{arn} ended with {codes}: {found.get('stoppedReason', '')}"
    return "SUCCEEDED", f"{arn} ended with 0"


def _found(ecs: Ecs, *, cluster: str, family: str, mark: str) -> dict[str, Any] | None:
    for state in _STATES:
        arns = ecs.list_tasks(cluster=cluster, family=family, desiredStatus=state).get("taskArns", ())
        described = ecs.describe_tasks(cluster=cluster, tasks=list(arns)).get("tasks", ()) if arns else ()
        for task in described:
            if task.get("startedBy") == mark:
                return dict(task)
    return None
