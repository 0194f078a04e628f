from __future__ import annotations

from aspects.judge.catalogue.permissions import OPERATIONS, action_facts, handler_actions, service_forms


def test_a_type_has_the_actions_of_its_handlers_with_the_operations() -> None:
    found = handler_actions("AWS::SQS::Queue")
    assert found is not None
    assert found["sqs:CreateQueue"] == "c"
    assert found["sqs:GetQueueAttributes"] == "crud"
    assert set("".join(found.values())) <= set(OPERATIONS)
    assert "sqs:ListQueues" not in found


def test_a_type_without_handlers_has_a_row_by_hand_or_nobody_knows() -> None:
    assert handler_actions("Custom::VpcRestrictDefaultSG") == {"lambda:InvokeFunction": "cud"}
    assert handler_actions("AWS::CloudFormation::WaitCondition") == {}
    assert handler_actions("AWS::OpsWorks::App") is None
    assert handler_actions("Nobody::Knows::It") is None


def test_whole_services_are_no_answer() -> None:
    assert handler_actions("AWS::SecurityLake::DataLake") is None


def test_an_action_has_its_level_and_the_arns_that_it_takes() -> None:
    found = action_facts("glue:createtable")
    assert found.level == "W"
    assert found.forms["table"] == "glue:${Region}:${Account}:table/${DatabaseName}/${TableName}"
    assert {"database", "table"} <= found.required
    assert action_facts("sqs:ListQueues").forms == {}
    assert action_facts("sqs:NoSuchAction").level == ""


def test_a_service_has_the_arns_of_all_its_resources() -> None:
    assert service_forms("sns") == {"topic": "sns:${Region}:${Account}:${TopicName}"}
    assert service_forms("nosuch") == {}
