from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.support import findings_of, judged, unknown_of

RULE = "physical-names-follow-the-scheme"
PARAMETERS = "Parameters:\n  Name: {Type: String}\n  Stage: {Type: String, AllowedValues: [prod, Dev]}"


def queue(name: str) -> str:
    return f"Queue:\n  Type: AWS::SQS::Queue\n  Properties:\n    QueueName: {name}"


@pytest.mark.parametrize("name", ["prod-orders", "prod-orders.fifo", "!Sub '${AWS::Partition}-orders'"])
def test_a_good_name_is_no_finding(name: str) -> None:
    assert findings_of(RULE, queue(name)) == []
    assert unknown_of(RULE, queue(name)) == []


@pytest.mark.parametrize(
    "name",
    ["prodOrders", "prod--orders", "prod-orders-", "-prod", "prod_orders", "1prod", f"prod-{'x' * 80}", "7", "' '"],
)
def test_a_name_outside_the_scheme_is_a_finding(name: str) -> None:
    assert findings_of(RULE, queue(name)) == [("Queue", "QueueName")]


def test_a_name_that_only_the_deploy_knows_is_unknown() -> None:
    for name in ("!Ref Name", "!Sub '${Name}-orders'", "!ImportValue name", "'{{resolve:ssm:/prod/name}}'"):
        assert findings_of(RULE, queue(name), PARAMETERS) == []
        assert unknown_of(RULE, queue(name), PARAMETERS) == [("Queue", "QueueName")]


@pytest.mark.parametrize("name", ["${Name}-Orders", "${Name}--orders", "orders-${Name}-", "-${Name}", "${Name} x"])
def test_what_is_known_of_a_name_must_be_able_to_turn_out_right(name: str) -> None:
    assert findings_of(RULE, queue(f"!Sub '{name}'"), PARAMETERS) == [("Queue", "QueueName")]


def test_every_value_that_a_parameter_allows_is_judged() -> None:
    assert findings_of(RULE, queue("!Sub '${Stage}-orders'"), PARAMETERS) == [("Queue", "QueueName")]


def test_both_branches_of_a_name_are_judged() -> None:
    condition = "Conditions:\n  Prod: !Equals [!Ref AWS::StackName, prod]"
    assert findings_of(RULE, queue("!If [Prod, prod-orders, devOrders]"), condition) == [("Queue", "QueueName")]
    assert findings_of(RULE, queue("!If [Prod, prod-orders, !Ref AWS::NoValue]"), condition) == []


def test_a_path_whose_beginning_is_unknown_may_be_right() -> None:
    group = "Group:\n  Type: AWS::Logs::LogGroup\n  Properties: {LogGroupName: !Sub '${Name}/orders'}"
    assert findings_of(RULE, group, PARAMETERS) == []
    assert unknown_of(RULE, group, PARAMETERS) == [("Group", "LogGroupName")]


POLICY = "ServiceTaskCountTargetWaitingLowerPolicy"


@pytest.mark.parametrize(
    ("logical_id", "found"),
    [(f"{POLICY}0A1B2C3D", []), ("OtherPolicy0A1B2C3D", ["PolicyName"]), (POLICY, ["PolicyName"])],
)
def test_the_name_that_cdk_gives_a_policy_of_step_scaling_is_nobodys_choice(logical_id: str, found: list[str]) -> None:
    policy = f"""
{logical_id}:
  Type: AWS::ApplicationAutoScaling::ScalingPolicy
  Properties: {{PolicyName: prodfileflow{POLICY}FCB82802, PolicyType: StepScaling}}
"""
    assert [at for _, at in findings_of(RULE, policy)] == found


def test_a_name_inside_an_object_is_judged_there() -> None:
    budget = "Budget:\n  Type: AWS::Budgets::Budget\n  Properties: {Budget: {BudgetName: Monthly Budget}}"
    assert findings_of(RULE, budget) == [("Budget", "Budget.BudgetName")]


@pytest.mark.parametrize(("name", "findings"), [("prod-network", 0), ("Main VPC", 1), ("Stack/Vpc", 1)])
def test_where_the_name_is_a_tag_the_tag_is_judged(name: str, findings: int) -> None:
    vpc = f"Vpc:\n  Type: AWS::EC2::VPC\n  Properties: {{Tags: [{{Key: Name, Value: {name}}}]}}"
    assert len(findings_of(RULE, vpc)) == findings


@pytest.mark.parametrize("name", ["{}", "[]", "[a, b]", "true", "1.5", "{Ref: [x]}", "{Fn::Join: x}"])
def test_a_name_of_a_wrong_shape_crashes_nothing(name: str) -> None:
    assert judged(queue(name)).faults == []


@pytest.mark.parametrize(
    ("type_", "path", "longest"),
    [
        ("AWS::Budgets::Budget", "Budget.BudgetName", 100),
        ("AWS::Backup::BackupPlan", "BackupPlan.BackupPlanName", 50),
        ("AWS::CloudFront::OriginAccessControl", "OriginAccessControlConfig.Name", 64),
        ("AWS::Macie::FindingsFilter", "Name", 64),
        ("AWS::QLDB::Stream", "StreamName", 32),
        ("AWS::SES::ReceiptRule", "Rule.Name", 64),
        ("AWS::Serverless::HttpApi", "Name", 128),
    ],
)
@pytest.mark.parametrize("beyond", [0, 1])
def test_too_long_for_the_service_is_a_finding_where_the_schema_is_silent(
    type_: str, path: str, longest: int, beyond: int
) -> None:
    properties: object = "x" * (longest + beyond)
    for part in reversed(path.split(".")):
        properties = {part: properties}
    named = f"Named: {json.dumps({'Type': type_, 'Properties': properties})}"
    assert findings_of(RULE, named) == [("Named", path)] * beyond


def test_words_of_a_service_that_takes_no_hyphens_are_joined_by_underscores() -> None:
    plan = "Plan: {Type: AWS::Backup::RestoreTestingPlan, Properties: {RestoreTestingPlanName: %s}}"
    assert findings_of(RULE, plan % "prod_orders_restore") == []
    assert findings_of(RULE, plan % "prod-orders-restore") == [("Plan", "RestoreTestingPlanName")]
