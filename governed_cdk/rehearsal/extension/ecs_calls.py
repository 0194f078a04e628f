"""Calls of ECS, judged on the resource that they are about, and with the cluster: the emulator takes that for both.

Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon Elastic Container Service"
(https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html, read
2026-11-30).
"""

from __future__ import annotations

import json
from typing import Any

from ministack.core import iam_actions

from governed_cdk.rehearsal.extension.api import arn

_ABOUT = {
    "DeleteService": ("service", "service"),
    "DescribeServices": ("services", "service"),
    "DescribeTasks": ("tasks", "task"),
    "RunTask": ("taskDefinition", "task-definition"),
    "StopTask": ("task", "task"),
    "UpdateService": ("service", "service"),
}
"""The argument that names the resource, and its kind; services and tasks have the cluster in their ARN."""
_OF_NONE = ("ListTasks", "ListServices")


def judge() -> None:
    """Let policies name services, tasks and task definitions, and compare the cluster."""
    resource_of, keys_of = iam_actions.extract_resource_arn, iam_actions.request_tag_context

    def resource(service: str, *request: Any) -> Any:
        found = resource_of(service, *request)
        if service != "ecs":
            return found
        _method, _path, headers, body = request[:4]
        return _resource(headers.get("x-amz-target", "").rpartition(".")[2], _given(body)) or found

    def keys(service: str, action: str, body: bytes, params: Any) -> dict[str, Any]:
        found: dict[str, Any] = keys_of(service, action, body, params)
        cluster = _given(body).get("cluster") if service == "ecs" else None
        return {**found, "ecs:cluster": _named("cluster", str(cluster))} if cluster else found

    iam_actions.extract_resource_arn, iam_actions.request_tag_context = resource, keys


def _resource(action: str, given: dict[str, Any]) -> str:
    if action in _OF_NONE:
        return "*"
    argument, kind = _ABOUT.get(action, ("", ""))
    value = given.get(argument)
    name = value[0] if isinstance(value, list) and value else value
    if not isinstance(name, str):
        return ""
    cluster = str(given.get("cluster", "default")).rpartition("/")[2]
    return _named(kind, name if kind == "task-definition" or ":" in name else f"{cluster}/{name}")


def _named(kind: str, name: str) -> str:
    return name if name.startswith("arn:") else arn("ecs", f"{kind}/{name}")


def _given(body: bytes) -> dict[str, Any]:
    given = json.loads(body) if body[:1] == b"{" else {}
    return given if isinstance(given, dict) else {}
