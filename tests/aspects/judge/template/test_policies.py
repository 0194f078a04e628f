"""Policy documents are read wherever, and however, a template holds them."""

from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.template.policies import PolicyCondition, Statement, statements
from tests.aspects.judge.rules.support import template_of

DOCUMENT = '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": ["a:B"], "Resource": "x"}}'


def read(document: str, sections: str = "") -> tuple[Statement, ...]:
    resources = f"Policy:\n  Type: AWS::SQS::QueuePolicy\n  Properties:\n    PolicyDocument: {document}\n"
    template = template_of(resources + "Topic: {Type: AWS::SNS::Topic}\n", sections)
    return statements(template.resources["Policy"], "PolicyDocument")


def values(places: tuple[Any, ...]) -> list[str]:
    return [str(place.value) for place in places]


@pytest.mark.parametrize(
    "document",
    [
        DOCUMENT,
        f"'{DOCUMENT}'",
        f"!Sub '{DOCUMENT}'",
        f"{{Fn::ToJsonString: {DOCUMENT}}}",
        f"!Join ['', ['{DOCUMENT[:20]}', '{DOCUMENT[20:]}']]",
        f"!If [Chosen, {DOCUMENT}, !Ref AWS::NoValue]",
        DOCUMENT.replace('"Effect": "Allow"', '"effect": "allow"'),
        DOCUMENT.replace('"x"', '["x"]').replace('["a:B"]', '"a:B"'),
        '{"Statement": [!If [Chosen, !Ref AWS::NoValue, ' + DOCUMENT[14:-1] + "]]}",
    ],
)
def test_every_spelling_of_a_document_reads_the_same(document: str) -> None:
    (statement,) = read(document)
    assert statement.effect == "Allow"
    assert statement.allows
    assert values(statement.actions) == ["a:B"]
    assert values(statement.resources) == ["x"]
    assert [principal.kind for principal in statement.principals] == ["*"]


def test_unknown_parts_of_json_text_stay_what_they_are() -> None:
    text = '!Sub \'{"Statement": {"Effect": "Allow", "Resource": ["${Topic}", "${Topic}/x"], "Principal": ${Who}}}\''
    (statement,) = read(text, "Parameters: {Who: {Type: String}}")
    assert values(statement.resources) == ["Topic", "${Topic}/x"]
    assert [principal.value.why for principal in statement.principals] == ["parameter Who"]


def test_both_branches_of_a_condition_block_count() -> None:
    narrow = '{StringEquals: {"aws:SourceAccount": "111122223333"}}'
    found = read(f"{{Statement: {{Effect: Allow, Action: a, Condition: !If [Chosen, {narrow}, !Ref 'AWS::NoValue']}}}}")
    wanted = PolicyCondition("stringequals", "aws:sourceaccount", ("111122223333",))
    assert [statement.conditions for statement in found] == [(wanted,), ()]


@pytest.mark.parametrize("document", ["hello", "!Ref Given", "{Statement: !Ref Given}", "{Statement: [3]}"])
def test_what_cannot_be_read_is_unknown(document: str) -> None:
    (statement,) = read(document, "Parameters: {Given: {Type: String}}")
    assert statement.unknown
    assert not statement.allows


@pytest.mark.parametrize("document", ["!Ref AWS::NoValue", "{}", "{Statement: []}", "{Statement: !Ref AWS::NoValue}"])
def test_what_is_not_there_is_no_statement(document: str) -> None:
    assert read(document) == ()


def test_a_number_is_an_account() -> None:
    (statement,) = read("{Statement: {Effect: Allow, Principal: {AWS: [111122223333]}}}")
    assert [(one.kind, one.value) for one in statement.principals] == [("AWS", "111122223333")]
