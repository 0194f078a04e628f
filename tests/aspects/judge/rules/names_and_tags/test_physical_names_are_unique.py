from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aspects.judge.rules.names_and_tags.physical_names_are_unique import check
from aspects.judge.template import Template
from tests.aspects.judge.rules.support import findings_of, judged

RULE = "physical-names-are-unique"


def pair(type_: str, first: str, second: str, more: str = "") -> str:
    return "".join(
        f"{name}:\n  Type: {type_}\n  Properties: {properties}\n{more}\n"
        for name, properties in (("A", first), ("B", second))
    )


def test_the_second_of_two_resources_with_one_name_is_a_finding() -> None:
    assert findings_of(RULE, pair("AWS::SQS::Queue", "{QueueName: a}", "{QueueName: a}")) == [("B", "QueueName")]


def test_another_name_or_another_type_is_none() -> None:
    assert findings_of(RULE, pair("AWS::SQS::Queue", "{QueueName: a}", "{QueueName: b}")) == []
    mixed = (
        pair("AWS::SQS::Queue", "{QueueName: a}", "{}") + "T:\n  Type: AWS::SNS::Topic\n  Properties: {TopicName: a}"
    )
    assert findings_of(RULE, mixed) == []


@pytest.mark.parametrize("function", ["!Ref F", "prod-orders"])
def test_a_name_within_a_parent_counts_with_its_parent(function: str) -> None:
    live = f"{{Name: live, FunctionVersion: '1', FunctionName: {function}}}"
    other = "{Name: live, FunctionVersion: '1', FunctionName: prod-invoices}"
    functions = "F:\n  Type: AWS::Lambda::Function\n"
    assert findings_of(RULE, pair("AWS::Lambda::Alias", live, live) + functions) == [("B", "Name")]
    assert findings_of(RULE, pair("AWS::Lambda::Alias", live, other) + functions) == []


def test_the_same_unknown_part_makes_the_same_name() -> None:
    parameter = "Parameters:\n  Stage: {Type: String}"
    same = "{QueueName: !Sub '${Stage}-a'}"
    assert len(findings_of(RULE, pair("AWS::SQS::Queue", same, same), parameter)) == 1
    assert findings_of(RULE, pair("AWS::SQS::Queue", same, "{QueueName: !Sub '${Stage}-b'}"), parameter) == []


def test_resources_under_different_conditions_may_take_turns() -> None:
    conditions = "Conditions:\n  X: !Equals [!Ref AWS::StackName, x]\n  Y: !Not [!Condition X]"
    resources = pair("AWS::SQS::Queue", "{QueueName: a}", "{QueueName: a}", more="  Condition: X")
    assert len(findings_of(RULE, resources, conditions)) == 1
    assert findings_of(RULE, resources.replace("Condition: X", "Condition: Y", 1), conditions) == []


def stacks(type_: str, properties: dict[str, Any], *surroundings: dict[str, Any]) -> list[str]:
    """What is found in stacks that hold the same resource each."""
    body = {"Resources": {"It": {"Type": type_, "Properties": properties}}}
    templates = [
        Template(path=Path(f"{index}.json"), body=body, stack_name=f"stack-{index}", **given)
        for index, given in enumerate(surroundings)
    ]
    for template in templates:
        template.app = tuple(templates)
    return [breach.found for template in templates for breach in check(template.resources["It"])]


SEOUL = {"assembly": Path("cdk.out"), "account": "111122223333", "region": "ap-northeast-2"}
TOKYO = {**SEOUL, "region": "ap-northeast-1"}


def test_names_are_unique_over_all_stacks_of_an_assembly_in_a_region() -> None:
    assert stacks("AWS::SQS::Queue", {"QueueName": "a"}, SEOUL, SEOUL) == ["QueueName is a, the name of It of stack-0."]
    assert stacks("AWS::SQS::Queue", {"QueueName": "a"}, SEOUL, TOKYO) == []


def test_names_that_are_global_are_unique_over_all_regions() -> None:
    assert len(stacks("AWS::IAM::Role", {"RoleName": "a"}, SEOUL, TOKYO)) == 1
    assert len(stacks("AWS::S3::Bucket", {"BucketName": "a"}, SEOUL, TOKYO)) == 1


def test_templates_that_cdk_did_not_make_may_be_for_different_accounts() -> None:
    assert stacks("AWS::SQS::Queue", {"QueueName": "a"}, {}, {}) == []


@pytest.mark.parametrize("properties", ["{}", "{QueueName: [a]}", "{QueueName: {}}", "{QueueName: 7}"])
def test_names_of_a_wrong_shape_crash_nothing(properties: str) -> None:
    assert judged(pair("AWS::SQS::Queue", properties, properties)).faults == []
