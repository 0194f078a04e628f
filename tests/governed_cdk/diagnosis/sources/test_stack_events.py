from __future__ import annotations

import datetime
from typing import Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis.evidence import Weight
from governed_cdk.diagnosis.sources import stack_events
from tests.governed_cdk.diagnosis.account import ACCOUNT, REGION, account

OUTER = f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/prod-app/1"
INNER = f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/prod-app-Inner-X/2"
STACK = "AWS::CloudFormation::Stack"
CANCELLED = "Resource creation cancelled"


def event(stack: str, logical: str, status: str, reason: str = "", **other: Any) -> dict[str, Any]:
    found = {
        "StackId": stack, "EventId": f"{logical}-{status}", "StackName": stack.split("/")[1],
        "LogicalResourceId": logical, "PhysicalResourceId": "", "ResourceType": "AWS::SQS::Queue",
        "ResourceStatus": status, "ResourceStatusReason": reason,
        "Timestamp": datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC),
    }  # fmt: skip
    return {**found, **other}


def began(stack: str, status: str = "CREATE_IN_PROGRESS") -> dict[str, Any]:
    return event(stack, stack.split("/")[1], status, "User Initiated", PhysicalResourceId=stack, ResourceType=STACK)


def newest_first(*events: dict[str, Any]) -> dict[str, Any]:
    return {"StackEvents": list(reversed(events))}


def told(said: dict[str, Any]) -> list[tuple[str, Weight]]:
    found = stack_events.collect(account(**said), "prod-app", REGION)
    return [(one.resource.rpartition("/")[2], one.weight) for one in found]


def test_the_earliest_failure_is_the_cause_and_what_was_cancelled_for_it_is_not() -> None:
    events = newest_first(
        began(OUTER),
        event(OUTER, "Other", "CREATE_FAILED", CANCELLED),
        event(OUTER, "Queue", "CREATE_FAILED", "The name is taken"),
        event(OUTER, "Topic", "CREATE_FAILED", "denied"),
        event(OUTER, "prod-app", "ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [Queue]."),
    )
    assert told({"describe_stack_events": events}) == [
        ("Other", Weight.CONSEQUENCE), ("Queue", Weight.CAUSE), ("Topic", Weight.FAILURE),
    ]  # fmt: skip


def test_a_failure_of_an_operation_before_is_not_told() -> None:
    events = newest_first(
        began(OUTER), event(OUTER, "Old", "CREATE_FAILED", "long ago"),
        began(OUTER, "UPDATE_IN_PROGRESS"), event(OUTER, "New", "UPDATE_FAILED", "now"),
    )  # fmt: skip
    assert told({"describe_stack_events": events}) == [("New", Weight.CAUSE)]


def test_the_cause_is_found_inside_of_a_nested_stack() -> None:
    failed = f"Embedded stack {INNER} was not successfully created: The following resource(s) failed to create: [Deep]."
    outer = newest_first(
        began(OUTER),
        event(OUTER, "Inner", "CREATE_FAILED", failed, PhysicalResourceId=INNER, ResourceType=STACK),
        event(OUTER, "After", "CREATE_FAILED", CANCELLED),
    )
    inner = newest_first(
        began(INNER),
        event(INNER, "Beside", "CREATE_FAILED", CANCELLED),
        event(INNER, "Deep", "CREATE_FAILED", "not authorized to perform: sqs:CreateQueue"),
    )
    assert told({"describe_stack_events__prod-app": outer, f"describe_stack_events__{INNER}": inner}) == [
        ("Beside", Weight.CONSEQUENCE), ("Deep", Weight.CAUSE),
        ("Inner", Weight.CONSEQUENCE), ("After", Weight.CONSEQUENCE),
    ]  # fmt: skip


def test_events_are_read_page_by_page_until_the_operation_began() -> None:
    last, first = newest_first(event(OUTER, "Queue", "CREATE_FAILED", "x")), newest_first(began(OUTER))
    pages = [{**last, "NextToken": "more"}, {**first, "NextToken": "never read"}]
    assert told({"describe_stack_events": pages}) == [("Queue", Weight.CAUSE)]


def test_what_validation_found_is_asked_for_where_the_events_say_so() -> None:
    reason = "Validation failed with 1 error(s). Call DescribeEvents to retrieve the full list of issues"
    events = newest_first(began(OUTER), event(OUTER, "prod-app", "CREATE_FAILED", reason, ResourceType=STACK))
    found = {"OperationEvents": [{
        "ResourceType": "AWS::S3::Bucket", "LogicalResourceId": "Files", "ValidationStatus": "FAILED",
        "ValidationStatusReason": "Resource of type 'AWS::S3::Bucket' with identifier 'files' already exists.",
    }]}  # fmt: skip
    first, *_ = stack_events.collect(account(describe_stack_events=events, describe_events=found), "prod-app", REGION)
    assert (first.resource, first.weight) == ("AWS::S3::Bucket prod-app/Files", Weight.CAUSE)
    assert "already exists" in first.text


def test_a_change_set_that_could_not_be_made_tells_why() -> None:
    made = {"StackName": "prod-app", "Status": "FAILED"}
    sets = {"Summaries": [
        {**made, "StatusReason": "The submitted information didn't contain changes."},
        {**made, "StatusReason": "Template error: Unable to fetch parameters [/x]"},
    ]}  # fmt: skip
    (one,) = stack_events.collect(
        account(describe_stack_events=newest_first(), list_change_sets=sets), "prod-app", REGION
    )
    assert (one.weight, "Unable to fetch parameters" in one.text) == (Weight.CAUSE, True)


def test_events_that_cannot_be_read_are_one_line() -> None:
    with pytest.raises(ConfigurationError, match=r"events of prod-app in ap-northeast-2: AccessDenied"):
        stack_events.collect(account(describe_stack_events="AccessDenied"), "prod-app", REGION)
