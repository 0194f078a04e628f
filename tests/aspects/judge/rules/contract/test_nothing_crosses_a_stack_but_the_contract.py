from __future__ import annotations

import pytest

from aspects.judge.judgement import judge
from tests.aspects.judge.rules.support import findings_of, template_of

RULE = "nothing-crosses-a-stack-but-the-contract"
FOUND = [("It", "")]


def queue(value: str) -> str:
    return f"It:\n  Type: AWS::SQS::Queue\n  Properties:\n    QueueName: x\n    KmsMasterKeyId: {value}\n"


@pytest.mark.parametrize(
    "value",
    [
        "!ImportValue x",
        "{Fn::ImportValue: !Sub '${AWS::StackName}-x'}",
        "!Join ['', [a, !ImportValue x]]",
        "!If [Chosen, !ImportValue x, y]",
        "!Sub ['${a}', {a: !ImportValue x}]",
        "{Fn::GetStackOutput: {StackName: a, OutputName: b}}",
        "[[{a: {b: !ImportValue x}}]]",
    ],
)
def test_what_reaches_into_another_stack_is_a_finding_at_any_depth(value: str) -> None:
    assert findings_of(RULE, queue(value), "Conditions: {Chosen: !Equals [!Ref AWS::Region, a]}") == FOUND


@pytest.mark.parametrize("value", ["x", "!Ref AWS::Region", "'Fn::ImportValue'", "'{{resolve:ssm:/prod/kms/x}}'"])
def test_what_comes_by_the_contract_or_stands_here_is_none(value: str) -> None:
    assert findings_of(RULE, queue(value)) == []


def test_two_ways_out_are_two_findings() -> None:
    both = "[!ImportValue x, {Fn::GetStackOutput: {StackName: a, OutputName: b}}]"
    assert findings_of(RULE, queue(both)) == FOUND * 2


def test_a_template_that_cdk_did_not_make_may_import() -> None:
    template = template_of(queue("!ImportValue x"))
    template.assembly = None
    assert [found for found in judge([template]).findings if found.rule.id == RULE] == []
