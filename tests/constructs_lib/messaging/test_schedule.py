from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_stepfunctions as sfn

from constructs_lib import ConfigurationError, GovernedFunction, GovernedQueue, GovernedSchedule, GovernedStateMachine
from constructs_lib.runtime import notifier
from tests.support import ROOT, as_list

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def schedule(bench: Bench, target: Any = None, **changes: Any) -> GovernedSchedule:
    given = {"description": "Cleans up", "expression": "cron(0 3 * * ? *)", "time_zone": "Asia/Seoul", **changes}
    target = target or GovernedQueue(bench.stack, "Queue", kind="jobs")
    return GovernedSchedule(bench.stack, "Schedule", kind="cleanup", target=target, **given)


def allowed(bench: Bench) -> dict[str, Any]:
    """What the schedule's role may do, by action."""
    policies = bench.resources("AWS::IAM::Policy")
    (policy,) = (one for one in policies if "Schedule" in str(one["Roles"]))
    statements = policy["PolicyDocument"]["Statement"]
    return {action: one for one in statements for action in as_list(one["Action"])}


def test_a_schedule_sends_a_message_as_a_role_that_may_do_nothing_else(bench: Bench) -> None:
    schedule(bench, payload={"what": "old files"})
    made = bench.only("AWS::Scheduler::Schedule")
    assert made["Name"] == "prod-example-cleanup"
    assert (made["ScheduleExpression"], made["ScheduleExpressionTimezone"]) == ("cron(0 3 * * ? *)", "Asia/Seoul")
    assert made["KmsKeyArn"].endswith("key/messaging")
    assert made["FlexibleTimeWindow"] == {"Mode": "OFF"}
    assert json.loads(made["Target"]["Input"]) == {"what": "old files"}
    assert set(allowed(bench)) == {"kms:Decrypt", "kms:GenerateDataKey", "sqs:SendMessage"}
    (role,) = (one for one in bench.resources("AWS::IAM::Role") if one["RoleName"] == "prod-example-cleanup-schedule")
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "scheduler.amazonaws.com"}
    group = "arn:aws:scheduler:ap-northeast-2:111122223333:schedule-group/default"
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnLike": {"aws:SourceArn": group},
    }


def test_a_schedule_calls_a_function(bench: Bench) -> None:
    code = ROOT / Path(str(notifier.__path__[0]))
    function = GovernedFunction(bench.stack, "Function", kind="cleaner", description="Cleans up", code=code)
    schedule(bench, function, within_minutes=15, enabled=False)
    made = bench.only("AWS::Scheduler::Schedule")
    assert made["FlexibleTimeWindow"] == {"MaximumWindowInMinutes": 15, "Mode": "FLEXIBLE"}
    assert made["State"] == "DISABLED"
    assert "lambda:InvokeFunction" in allowed(bench)
    assert "SqsParameters" not in made["Target"]


def test_a_schedule_starts_a_state_machine(bench: Bench) -> None:
    machine = GovernedStateMachine(bench.stack, "Machine", kind="import", definition=sfn.Pass(bench.stack, "Nothing"))
    schedule(bench, machine, payload={"what": "old files"})
    target = bench.only("AWS::Scheduler::Schedule")["Target"]
    assert target["Arn"] == allowed(bench)["states:StartExecution"]["Resource"]
    assert "SqsParameters" not in target


def test_what_is_given_up_is_kept_and_told(bench: Bench) -> None:
    schedule(bench, retries=5, give_up_after_seconds=600)
    target = bench.only("AWS::Scheduler::Schedule")["Target"]
    assert target["RetryPolicy"] == {"MaximumEventAgeInSeconds": 600, "MaximumRetryAttempts": 5}
    (queue,) = target["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][:1]
    assert bench.template()["Resources"][queue]["Properties"]["QueueName"] == "prod-example-cleanup-dlq"
    alarms = {alarm["AlarmName"] for alarm in bench.resources("AWS::CloudWatch::Alarm")}
    assert "prod-example-cleanup-dlq-dead-letters" in alarms


def test_a_first_in_first_out_queue_gets_its_group(bench: Bench) -> None:
    schedule(bench, GovernedQueue(bench.stack, "Queue", kind="jobs", fifo=True))
    assert bench.only("AWS::Scheduler::Schedule")["Target"]["SqsParameters"] == {"MessageGroupId": "cleanup"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"expression": "every day"}, r"expression: given 'every day'; allowed: rate\(5 minutes\), cron"),
        ({"expression": "cron(0 3 * * *)"}, "with six fields"),
        ({"expression": "rate(0 minutes)"}, "expression: given"),
        ({"time_zone": "Seoul time"}, "time_zone: given 'Seoul time'; allowed: a name of the tz database"),
        ({"within_minutes": 1_441}, "within_minutes: given 1441; allowed: 0 to 1440"),
        ({"retries": 186}, "retries: given 186; allowed: 0 to 185"),
        ({"give_up_after_seconds": 59}, "give_up_after_seconds: given 59; allowed: 60 to 86400"),
        (
            {"target": "jobs"},
            "target: given 'str'; allowed: a GovernedFunction, a GovernedQueue or a GovernedStateMachine",
        ),
        ({"payload": {"text": "x" * 262_144}}, "payload: given 2621"),
    ],
)
def test_what_scheduler_does_not_take_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        schedule(bench, **changes)
