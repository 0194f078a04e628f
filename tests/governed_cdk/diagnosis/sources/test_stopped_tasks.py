from __future__ import annotations

import datetime
from typing import Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.yaml_file import read_yaml
from governed_cdk.diagnosis.causes import recognised
from governed_cdk.diagnosis.evidence import Evidence, Weight
from governed_cdk.diagnosis.sources import stopped_tasks
from governed_cdk.diagnosis.sources.services import EcsService
from tests.governed_cdk.aws_shapes import wrong
from tests.governed_cdk.diagnosis.account import REGION, account
from tests.support import ROOT

RECORDED: list[dict[str, Any]] = read_yaml(ROOT / "tests" / "samples" / "task_failures.yaml")["failures"]
SERVICE = EcsService(
    f"arn:aws:ecs:{REGION}:111122223333:service/prod-fileflow/prod-fileflow", REGION,
    {"serviceName": "prod-fileflow", "clusterArn": "arn:aws:ecs:x:1:cluster/prod-fileflow"},
)  # fmt: skip
# What CloudFormation tells of such a service, first.
WAITED = Evidence(
    "cloudformation", "CREATE_FAILED: Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.",
    Weight.CAUSE, "AWS::ECS::Service prod-fileflow/Service",
)  # fmt: skip


def replayed(one: dict[str, Any]) -> list[Evidence]:
    if "task" in one:
        return list(stopped_tasks.stopped(one["task"], "prod-fileflow"))
    return list(stopped_tasks.service_events(one["service"]))


def test_four_kinds_of_task_failures_are_recorded_at_least() -> None:
    wanted = {"image-missing", "image-architecture", "target-unhealthy", "secret-field"}
    assert wanted <= {one["cause"] for one in RECORDED}


@pytest.mark.parametrize("one", RECORDED, ids=lambda one: one["cause"])
def test_a_recorded_failure_is_as_ecs_tells_it_and_is_recognised_behind_the_circuit_breaker(
    one: dict[str, Any],
) -> None:
    assert one["source"].startswith("https://")
    datetime.date.fromisoformat(one["recorded"])
    operation, key = ("describe_tasks", "task") if "task" in one else ("describe_services", "service")
    assert wrong("ecs", operation, {f"{key}s": [one[key]]}, of="output") == ""
    found = recognised([WAITED, *replayed(one)])
    assert found is not None
    assert found.cause.id == one["cause"]


def test_only_the_breaker_is_told_where_no_task_is_left() -> None:
    found = recognised([WAITED])
    assert found is not None
    assert found.cause.id == "circuit-breaker"


def test_a_task_that_a_deployment_stopped_is_no_cause() -> None:
    task = {"stopCode": "ServiceSchedulerInitiated", "stoppedReason": "Scaling activity initiated by deployment 1"}
    assert [one.weight for one in stopped_tasks.stopped(task, "api")] == [Weight.CONTEXT]
    task["stoppedReason"] = "Task failed ELB health checks in (target-group x)"
    assert [one.weight for one in stopped_tasks.stopped(task, "api")] == [Weight.CAUSE]


def test_tasks_of_a_service_are_asked_for_and_a_refusal_is_told() -> None:
    arn = "arn:aws:ecs:x:1:task/prod-fileflow/1"
    tasks = {
        "tasks": [{"taskArn": arn, "stoppedReason": "OutOfMemoryError", "containers": [{"name": "a", "exitCode": 1}]}]
    }
    asked = account(list_tasks={"taskArns": [arn]}, describe_tasks=tasks)
    assert [one.text for one in stopped_tasks.collect(asked, [SERVICE])] == [
        "task stopped: OutOfMemoryError", "container a: exit code 1",
    ]  # fmt: skip
    with pytest.raises(ConfigurationError, match="stopped tasks of prod-fileflow: AccessDeniedException"):
        stopped_tasks.collect(account(list_tasks="AccessDeniedException"), [SERVICE])
