from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib import Schedule
from tests.constructs_lib.compute.tasks import make_task, statements
from tests.support import as_list, resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

NIGHTLY = Schedule(schedule="cron(0 3 * * ? *)", time_zone="Asia/Seoul")


def test_it_is_started_when_it_is_due_in_private_subnets_and_its_own_group(bench: Bench) -> None:
    make_task(bench, schedule=NIGHTLY)
    found = bench.only("AWS::Scheduler::Schedule")
    assert (found["Name"], found["ScheduleExpression"]) == ("prod-example-clean", "cron(0 3 * * ? *)")
    assert found["ScheduleExpressionTimezone"] == "Asia/Seoul"
    assert found["KmsKeyArn"].endswith("key/messaging")
    ecs = found["Target"]["EcsParameters"]
    network = ecs["NetworkConfiguration"]["AwsvpcConfiguration"]
    assert (network["AssignPublicIp"], len(network["Subnets"]), ecs["TaskCount"]) == ("DISABLED", 2, 1)
    assert found["Target"]["RetryPolicy"] == {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 3}


def test_its_schedule_starts_this_task_in_this_cluster_and_passes_its_two_roles(bench: Bench) -> None:
    make_task(bench, schedule=NIGHTLY)
    by = {action: one for one in statements(bench, "ScheduleRole") for action in as_list(one["Action"])}
    assert "CleanTaskDefinition" in resolve(by["ecs:RunTask"]["Resource"])
    assert list(by["ecs:RunTask"]["Condition"]["ArnEquals"]) == ["ecs:cluster"]
    assert len(as_list(by["iam:PassRole"]["Resource"])) == 2
    assert by["iam:PassRole"]["Condition"] == {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    assert not any("*" in as_list(one["Resource"]) for one in by.values())
