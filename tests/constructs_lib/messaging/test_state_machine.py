from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks

from constructs_lib import ConfigurationError, GovernedEventRule, GovernedFunction, GovernedRole, GovernedStateMachine
from constructs_lib.runtime import notifier
from tests.support import ROOT, as_list

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

ARN = "arn:aws:states:ap-northeast-2:111122223333:stateMachine:prod-example-import"


def machine(bench: Bench, definition: Any = None, **changes: Any) -> GovernedStateMachine:
    definition = definition or sfn.Pass(bench.stack, "Nothing")
    return GovernedStateMachine(bench.stack, "Machine", kind="import", definition=definition, **changes)


def invoke(bench: Bench) -> tasks.LambdaInvoke:
    code = ROOT / Path(str(notifier.__path__[0]))
    function = GovernedFunction(bench.stack, "Function", kind="files", description="Answers", code=code)
    return tasks.LambdaInvoke(bench.stack, "Invoke", lambda_function=function)


def rights(bench: Bench, role: str) -> dict[str, dict[str, Any]]:
    """The statements of a role, by action."""
    (policy,) = (one for one in bench.resources("AWS::IAM::Policy") if role in str(one["Roles"]))
    return {action: one for one in policy["PolicyDocument"]["Statement"] for action in as_list(one["Action"])}


def test_it_is_encrypted_logged_without_data_and_traced(bench: Bench) -> None:
    machine(bench)
    made = bench.only("AWS::StepFunctions::StateMachine")
    assert (made["StateMachineName"], made["StateMachineType"]) == ("prod-example-import", "STANDARD")
    assert made["EncryptionConfiguration"]["KmsKeyId"].endswith("key/messaging")
    assert made["EncryptionConfiguration"]["Type"] == "CUSTOMER_MANAGED_KMS_KEY"
    logging = made["LoggingConfiguration"]
    assert (logging["Level"], logging["IncludeExecutionData"]) == ("ALL", False)
    assert made["TracingConfiguration"] == {"Enabled": True}
    (group,) = bench.resources("AWS::Logs::LogGroup")
    assert group["LogGroupName"] == "/aws/vendedlogs/states/prod-example-import"


def test_its_role_is_its_own_and_may_do_what_its_states_need(bench: Bench) -> None:
    machine(bench, invoke(bench))
    (role,) = (one for one in bench.resources("AWS::IAM::Role") if one["RoleName"] == "prod-example-import-states")
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "states.amazonaws.com"}
    assert trust["Condition"]["ArnLike"] == {"aws:SourceArn": ARN}
    found = rights(bench, "Machine")
    assert {action.partition(":")[0] for action in found} == {"kms", "lambda", "logs", "xray"}
    assert found["kms:Decrypt"]["Condition"]["StringEquals"].keys() == {
        "kms:EncryptionContext:aws:states:stateMachineArn"
    }


def test_an_express_one_ends_after_five_minutes_and_others_after_an_hour(bench: Bench, dev_bench: Bench) -> None:
    machine(bench)
    machine(dev_bench, express=True)
    text = bench.only("AWS::StepFunctions::StateMachine")["DefinitionString"]
    assert '"TimeoutSeconds":3600' in str(text)
    made = dev_bench.only("AWS::StepFunctions::StateMachine")
    assert made["StateMachineType"] == "EXPRESS"
    assert '"TimeoutSeconds":300' in str(made["DefinitionString"])


def test_its_data_is_logged_where_that_is_asked_for(bench: Bench) -> None:
    machine(bench, include_execution_data=True)
    logging = bench.only("AWS::StepFunctions::StateMachine")["LoggingConfiguration"]
    assert logging["IncludeExecutionData"] is True


def test_what_fails_lasts_or_waits_is_told(bench: Bench) -> None:
    machine(bench)
    alarms = {one["AlarmName"]: one for one in bench.resources("AWS::CloudWatch::Alarm")}
    ends = ("failed", "timed-out", "throttled")
    assert set(alarms) == {f"prod-example-import-executions-{end}" for end in ends}
    for alarm in alarms.values():
        assert [arn.rpartition(":")[2] for arn in alarm["AlarmActions"]] == ["warning-topic-arn"]


def test_an_event_starts_it_as_a_role_that_may_do_this_alone_and_what_is_lost_is_kept(bench: Bench) -> None:
    made = machine(bench)
    for kind in ("one", "other"):
        GovernedEventRule(
            bench.stack, kind, kind=kind, description="x", pattern={"source": ["x"]}, target=made.event_target()
        )
    assert set(rights(bench, "Events")) == {"states:StartExecution"}
    for rule in bench.resources("AWS::Events::Rule"):
        (target,) = rule["Targets"]
        assert target["RoleArn"]
        assert target["DeadLetterConfig"]


def test_who_may_start_it_may_do_nothing_else(bench: Bench) -> None:
    role = GovernedRole(bench.stack, "Role", kind="api", assumed_by="ecs-tasks.amazonaws.com", description="x")
    machine(bench).grant_start_execution(role)
    (policy,) = (one for one in bench.resources("AWS::IAM::Policy") if one["PolicyName"].startswith("RoleDefault"))
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Action"] == "states:StartExecution"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"definition": "Pass"}, "definition: given 'str'; allowed: states of aws_cdk.aws_stepfunctions"),
        ({"timeout_seconds": 0}, "timeout_seconds: given 0; allowed: 1 to 31536000"),
        ({"timeout_seconds": 301, "express": True}, "timeout_seconds: given 301; allowed: 1 to 300"),
    ],
)
def test_what_step_functions_does_not_take_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        machine(bench, **changes)


@pytest.mark.parametrize(
    ("service", "action", "message"),
    [("iam", "iam:PassRole", "needs the condition iam:PassedToService"), ("s3", "s3:*", "given 's3:\\* on \\*'")],
)
def test_a_state_with_rights_that_no_policy_has_is_refused(
    bench: Bench, service: str, action: str, message: str
) -> None:
    state = tasks.CallAwsService(
        bench.stack, "Call", service=service, action="listBuckets", iam_action=action, iam_resources=["*"]
    )
    with pytest.raises(ConfigurationError, match=f"Machine: definition: policy action: .*{message}"):
        machine(bench, state)
