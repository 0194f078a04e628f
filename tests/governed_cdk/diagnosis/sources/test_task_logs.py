from __future__ import annotations

import datetime

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis.evidence import Weight
from governed_cdk.diagnosis.sources import task_logs
from governed_cdk.diagnosis.sources.services import EcsService
from tests.governed_cdk.diagnosis.account import REGION, account

NOW = datetime.datetime(2026, 11, 30, 12, 0, tzinfo=datetime.UTC)
SERVICE = EcsService("arn", REGION, {"serviceName": "prod-api", "clusterArn": "c", "taskDefinition": "api:7"})
WRITES = {"logDriver": "awslogs", "options": {"awslogs-group": "/connectly/prod/api"}}
DEFINITION = {
    "taskDefinition": {
        "containerDefinitions": [
            {"name": "api", "logConfiguration": WRITES},
            {"name": "sidecar"},
        ]
    }
}  # fmt: skip


def test_the_last_ten_minutes_of_each_group_page_by_page() -> None:
    pages = [{"events": [{"message": "started"}], "nextToken": "2"}, {"events": [{"message": "Error: no route"}]}]
    asked = account(describe_task_definition=DEFINITION, filter_log_events=pages)
    found = task_logs.collect(asked, [SERVICE], NOW)
    assert [(one.text, one.weight) for one in found] == [
        ("started", Weight.CONTEXT), ("Error: no route", Weight.FAILURE),
    ]  # fmt: skip
    (_, _, first), (_, _, second) = asked.asked[1:]  # type: ignore[attr-defined]  # the test's account keeps it
    assert first["logGroupName"] == "/connectly/prod/api"
    assert first["startTime"] == int((NOW - datetime.timedelta(minutes=10)).timestamp() * 1000)
    assert second["nextToken"] == "2"


def test_a_log_that_never_ends_is_read_in_part() -> None:
    asked = account(describe_task_definition=DEFINITION, filter_log_events={"events": [], "nextToken": "more"})
    assert task_logs.collect(asked, [SERVICE], NOW) == []
    assert len(asked.asked) == 1 + 5  # type: ignore[attr-defined]  # as above


def test_refusals_are_told() -> None:
    with pytest.raises(ConfigurationError, match="task definition api:7: AccessDenied"):
        task_logs.collect(account(describe_task_definition="AccessDenied"), [SERVICE], NOW)
    with pytest.raises(ConfigurationError, match="log group /connectly/prod/api: ResourceNotFoundException"):
        task_logs.collect(
            account(describe_task_definition=DEFINITION, filter_log_events="ResourceNotFoundException"), [SERVICE], NOW
        )
