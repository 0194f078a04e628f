"""ECS: the capacity providers of a cluster; tasks of no service, which end here, since nothing runs in them."""

from __future__ import annotations

import json
import threading
from typing import Any

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import ecs

from governed_cdk.rehearsal.extension.api import client, unless_gone
from governed_cdk.rehearsal.extension.api_arguments import arguments
from governed_cdk.rehearsal.extension.handler import Handler, Made, Properties

_ENDS_S = 0.1


def _put(properties: Properties, _name: str) -> Made:
    client("ecs").put_cluster_capacity_providers(**arguments("ecs", "PutClusterCapacityProviders", properties))
    return properties["Cluster"], {}


def _delete(cluster: str, _properties: Properties) -> None:
    nothing: dict[str, list[str]] = {"capacityProviders": [], "defaultCapacityProviderStrategy": []}
    unless_gone(client("ecs").put_cluster_capacity_providers, cluster=cluster, **nothing)


def end_tasks_of_no_service() -> None:
    """Let a task that somebody runs end well at once, as one whose containers have done what they were for."""
    run = ecs._run_task  # noqa: SLF001 - see handler.py

    def run_to_its_end(data: dict[str, Any]) -> Any:
        answer = run(data)
        if not str(data.get("group", "")).startswith("service:"):
            begun = [one["taskArn"] for one in json.loads(answer[2]).get("tasks", ())]
            ending = threading.Timer(_ENDS_S, _end, (begun, get_account_id(), get_region()))
            ending.daemon = True
            ending.start()
        return answer

    ecs._run_task = ecs._ACTION_MAP["RunTask"] = run_to_its_end  # noqa: SLF001 - see handler.py


def _end(tasks: list[str], account: str, region: str) -> None:
    with request_scope(account, region):
        for one in tasks:
            task = ecs._tasks.get(one)  # noqa: SLF001 - see handler.py
            if task:
                ecs._mark_task_stopped(  # noqa: SLF001 - see handler.py
                    one, task, "Essential container in task exited", "EssentialContainerExited", exit_code=0
                )


HANDLERS = [
    Handler(
        "AWS::ECS::ClusterCapacityProviderAssociations", _put, _delete, lambda cluster, _old, new: _put(new, cluster)
    )
]
