from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from botocore.stub import Stubber

from constructs_lib.runtime.task_hook.running.run import UnstartedError, outcome, started_by

MARK = started_by("arn:aws:ecs:ap-northeast-2:111122223333:service-revision/prod/api/1")
ARN = "arn:aws:ecs:ap-northeast-2:111122223333:task/prod/1"
RUN: dict[str, Any] = {"taskDefinition": "prod-migrate:7", "launchType": "FARGATE"}


def task(state: str, code: int | None = None, *, mark: str = MARK) -> dict[str, Any]:
    ended = {"exitCode": code} if code is not None else {}
    return {"taskArn": ARN, "lastStatus": state, "startedBy": mark, "containers": [{"name": "main", **ended}]}


def asked(running: list[Any], stopped: list[Any], started: Any = None) -> tuple[str, str]:
    """What is said of a run; ECS answers in its own words, which botocore holds the questions and answers to."""
    client = botocore.session.get_session().create_client(
        "ecs", region_name="ap-northeast-2", aws_access_key_id="x", aws_secret_access_key="x"
    )
    with Stubber(client) as stub:
        for state, tasks in (("RUNNING", running), ("STOPPED", stopped)):
            given = {"cluster": "prod", "family": "prod-migrate", "desiredStatus": state}
            stub.add_response("list_tasks", {"taskArns": [ARN for _ in tasks]}, given)
            if tasks:
                stub.add_response(
                    "describe_tasks", {"tasks": tasks}, {"cluster": "prod", "tasks": [ARN for _ in tasks]}
                )
            if any(one["startedBy"] == MARK for one in tasks):
                break
        if started is not None:
            stub.add_response("run_task", started, {"cluster": "prod", "startedBy": MARK, "clientToken": MARK, **RUN})
        found = outcome(client, cluster="prod", family="prod-migrate", mark=MARK, run=RUN)
        stub.assert_no_pending_responses()
    return found


def test_a_deployment_starts_one_run_and_finds_it_again() -> None:
    other = task("STOPPED", 1, mark=started_by("another"))
    assert asked([], [other], {"tasks": [{"taskArn": ARN}]}) == ("IN_PROGRESS", f"started {ARN}")
    assert asked([task("RUNNING")], []) == ("IN_PROGRESS", f"{ARN} is RUNNING")
    assert asked([], [task("STOPPED", 0)]) == ("SUCCEEDED", f"{ARN} ended with 0")


@pytest.mark.parametrize("code", [1, 137, None])
def test_a_run_that_fails_or_never_begins_undoes_the_deployment(code: int | None) -> None:
    status, said = asked([], [task("STOPPED", code)])
    assert (status, str(code) in said) == ("FAILED", True)


def test_what_ecs_does_not_start_is_said() -> None:
    with pytest.raises(UnstartedError, match="RESOURCE:FARGATE"):
        asked([], [], {"tasks": [], "failures": [{"reason": "RESOURCE:FARGATE"}]})


def test_a_mark_is_of_one_revision_and_bears_its_way() -> None:
    assert started_by("a") != started_by("b")
    assert MARK.isalnum()
    assert len(MARK) == 32
