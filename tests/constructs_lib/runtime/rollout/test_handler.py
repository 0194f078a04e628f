from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from constructs_lib.runtime.rollout import handler as module
from constructs_lib.runtime.rollout.secret_rollout.progress import RolloutError

CONTEXT: Any = SimpleNamespace(
    function_name="prod-files-rollout",
    memory_limit_in_mb=256,
    invoked_function_arn="arn:aws:lambda:ap-northeast-2:111122223333:function:prod-files-rollout",
    aws_request_id="52fdfc07-2182-154f-163f-5f0f9a621d72",
)
EVENT = {"detail": {"eventName": "RotationSucceeded", "additionalEventData": {"SecretId": "arn"}}}


class Aws:
    """ECS with one quiet service, and a queue that remembers."""

    def __init__(self) -> None:
        self.deployed: list[str] = []
        self.sent: list[tuple[dict[str, Any], int]] = []
        self.deployment = "ecs-svc/1"

    def describe_services(self, *, cluster: str, services: list[str]) -> Any:
        assert cluster == "prod-files"
        found = {"id": self.deployment, "status": "PRIMARY", "rolloutState": "COMPLETED"}
        service = {"serviceName": services[0], "status": "ACTIVE", "desiredCount": 1, "runningCount": 1}
        return {"services": [{**service, "deployments": [found]}]}

    def update_service(self, **given: Any) -> Any:
        assert given.pop("forceNewDeployment") is True
        self.deployed.append("{cluster}/{service}".format(**given))
        self.deployment = "ecs-svc/2"
        return {"service": {"deployments": [{"id": self.deployment, "status": "PRIMARY"}]}}

    def send_message(self, **given: Any) -> None:
        assert given["QueueUrl"] == "https://queue"
        self.sent.append((json.loads(given["MessageBody"]), given["DelaySeconds"]))


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Aws:
    found = Aws()
    monkeypatch.setattr(module, "_client", lambda _: found)
    for name, value in (
        ("SERVICES", '["prod-files/prod-files-api"]'), ("QUEUE_URL", "https://queue"), ("PATIENCE_SECONDS", "600")
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    return found


def handle(*bodies: dict[str, Any]) -> None:
    module.handler({"Records": [{"body": json.dumps(body)} for body in bodies]}, CONTEXT)


def test_a_rotation_ends_with_new_tasks(aws: Aws) -> None:
    handle(EVENT)
    assert aws.deployed == ["prod-files/prod-files-api"]
    ((message, seconds),) = aws.sent
    assert seconds == 30
    handle(message)
    assert (len(aws.deployed), len(aws.sent)) == (1, 1)


def test_what_it_cannot_read_comes_back(aws: Aws) -> None:
    with pytest.raises(RolloutError):
        handle({"detail": {}})
    assert aws.deployed == []
