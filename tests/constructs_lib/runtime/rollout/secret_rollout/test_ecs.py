"""The calls, held against botocore's model of ECS: names of operations, arguments and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.stub import Stubber

from constructs_lib.runtime.rollout.secret_rollout.ecs import advance
from constructs_lib.runtime.rollout.secret_rollout.progress import Progress, RolloutError

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICES = ["prod-files/prod-files-api", "prod-files/prod-files-worker"]
START = Progress(secret="arn", place=0, since=1_000)


@pytest.fixture
def ecs() -> Iterator[tuple[Any, Stubber]]:
    client = boto3.client(
        "ecs", region_name="ap-northeast-2", aws_access_key_id="testing", aws_secret_access_key="testing"
    )
    with Stubber(client) as stubber:
        yield client, stubber
        stubber.assert_no_pending_responses()


def described(stubber: Stubber, name: str, *deployments: dict[str, Any], **changes: Any) -> None:
    service = {
        "serviceName": name, "status": "ACTIVE", "desiredCount": 1, "runningCount": 1, "deployments": list(deployments),
        **changes,
    }  # fmt: skip
    stubber.add_response("describe_services", {"services": [service]}, {"cluster": "prod-files", "services": [name]})


def done(identity: str) -> dict[str, Any]:
    return {"id": identity, "status": "PRIMARY", "rolloutState": "COMPLETED"}


def go(client: Any, progress: Progress) -> tuple[Progress, int] | None:
    return advance(progress, SERVICES, ecs=client, now=1_010, patience_seconds=600)


def test_one_service_after_the_other_gets_a_new_deployment(ecs: tuple[Any, Stubber]) -> None:
    client, stubber = ecs
    progress = START
    for place, name in enumerate(("prod-files-api", "prod-files-worker")):
        described(stubber, name, done("ecs-svc/1"))
        stubber.add_response(
            "update_service",
            {"service": {"deployments": [{"id": "ecs-svc/2", "status": "PRIMARY", "rolloutState": "IN_PROGRESS"}]}},
            {"cluster": "prod-files", "service": name, "forceNewDeployment": True},
        )
        step = go(client, progress)
        assert step is not None
        watched, seconds = step
        assert (watched.place, watched.deployment, seconds) == (place, "ecs-svc/2", 30)
        described(stubber, name, done("ecs-svc/2"))
        step = go(client, watched)
        if place == 0:
            assert step is not None
            progress, seconds = step
            assert (progress.place, progress.deployment, seconds) == (1, "", 0)
        else:
            assert step is None


def test_what_is_waited_for_is_looked_at_again(ecs: tuple[Any, Stubber]) -> None:
    client, stubber = ecs
    described(stubber, "prod-files-api", {"id": "x", "status": "PRIMARY", "rolloutState": "IN_PROGRESS"})
    assert go(client, START) == (START, 60)


def test_a_service_that_is_not_there_is_said(ecs: tuple[Any, Stubber]) -> None:
    client, stubber = ecs
    stubber.add_response("describe_services", {"services": [], "failures": [{"reason": "MISSING"}]})
    with pytest.raises(RolloutError, match="prod-files/prod-files-api: there is no such service"):
        go(client, START)


def test_after_the_last_one_nothing_is_left(ecs: tuple[Any, Stubber]) -> None:
    assert go(ecs[0], Progress(secret="arn", place=2, since=0)) is None
