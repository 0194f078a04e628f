from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from constructs_lib.runtime.rollout.secret_rollout.progress import (
    Deploy,
    Progress,
    Reached,
    RolloutError,
    Wait,
    decide,
)

SECRET = "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:/connectly/files/prod/mysql-AbCdEf"
EVENT = {"detail": {"eventName": "RotationSucceeded", "additionalEventData": {"SecretId": SECRET}}}
START = Progress(secret=SECRET, place=0, since=1_000)
WATCHED = replace(START, deployment="ecs-svc/2")


def deployment(number: int, state: str = "COMPLETED", status: str = "PRIMARY") -> dict[str, Any]:
    return {"id": f"ecs-svc/{number}", "status": status, "rolloutState": state}


def service(*deployments: dict[str, Any], **changes: Any) -> dict[str, Any]:
    found = {"serviceName": "prod-files-api", "status": "ACTIVE", "desiredCount": 2, "runningCount": 2}
    return {**found, "deployments": list(deployments), **changes}


def step(progress: Progress, found: dict[str, Any], now: int = 1_010) -> Deploy | Wait | Reached:
    return decide(progress, found, now=now, patience_seconds=600)


def test_a_quiet_service_is_deployed() -> None:
    assert step(START, service(deployment(1))) == Deploy()


@pytest.mark.parametrize(
    "found",
    [
        service(deployment(1, "IN_PROGRESS")),
        service(deployment(2), deployment(1, "COMPLETED", "ACTIVE")),
        service(deployment(2, "IN_PROGRESS"), deployment(1, "COMPLETED", "ACTIVE"), desiredCount=0),
    ],
    ids=["on its way", "old tasks are still there", "on its way to none"],
)
def test_none_starts_during_another_deployment(found: dict[str, Any]) -> None:
    assert step(START, found) == Wait(START, 60)
    with pytest.raises(RolloutError, match="another deployment is on its way after 600 s"):
        step(START, found, now=1_601)


@pytest.mark.parametrize("changes", [{"status": "DRAINING"}, {"status": "INACTIVE"}, {"desiredCount": 0}])
def test_a_service_without_tasks_needs_nothing(changes: dict[str, Any]) -> None:
    assert step(START, service(deployment(1), **changes)) == Reached()


def test_a_deployment_that_is_done_has_reached_the_service() -> None:
    assert step(WATCHED, service(deployment(2))) == Reached()


@pytest.mark.parametrize(
    "found",
    [
        service(deployment(2, "IN_PROGRESS"), deployment(1, "COMPLETED", "ACTIVE")),
        service(deployment(2), deployment(1, "COMPLETED", "ACTIVE")),
        service(deployment(2), runningCount=1),
        service(deployment(3, "IN_PROGRESS"), deployment(2, "COMPLETED", "ACTIVE")),
    ],
    ids=["on its way", "old tasks are still there", "a task is missing", "being overtaken"],
)
def test_one_that_is_not_done_is_waited_for(found: dict[str, Any]) -> None:
    assert step(WATCHED, found) == Wait(WATCHED, 30)
    with pytest.raises(RolloutError, match="prod-files-api: its deployment is not done after 600 s"):
        step(WATCHED, found, now=1_601)


@pytest.mark.parametrize("status", ["PRIMARY", "ACTIVE"])
def test_one_that_failed_says_why(status: str) -> None:
    failed = {**deployment(2, "FAILED", status), "rolloutStateReason": "tasks failed to start"}
    with pytest.raises(RolloutError, match="prod-files-api: its deployment failed: tasks failed to start"):
        step(WATCHED, service(deployment(3, "IN_PROGRESS"), failed))


def test_one_whose_end_nobody_saw_is_tried_once_more_and_no_more() -> None:
    found = service(deployment(3))
    again = replace(START, lost=True)
    assert step(WATCHED, found) == Wait(again, 30)
    assert step(again, found) == Deploy()
    with pytest.raises(RolloutError, match="taken back or overtaken, twice"):
        step(replace(again, deployment="ecs-svc/4"), found)


def test_a_rollout_begins_with_the_event_and_goes_on_with_its_own_messages() -> None:
    assert Progress.read(json.dumps(EVENT), now=1_000) == START
    assert Progress.read(WATCHED.text(), now=5) == WATCHED


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"detail": {"eventName": "RotationFailed"}}',
        '{"secret_rollout": {"place": 1}}',
        '{"detail": {"eventName": "RotationSucceeded"}}',
    ],
)
def test_what_is_neither_is_refused(body: str) -> None:
    with pytest.raises(RolloutError):
        Progress.read(body, now=0)
