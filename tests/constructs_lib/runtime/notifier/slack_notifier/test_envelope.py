from __future__ import annotations

import json
from typing import Any

import pytest

from constructs_lib.runtime.notifier.slack_notifier.envelope import Envelope

TOPIC = "arn:aws:sns:ap-northeast-2:111122223333:prod-monitoring-critical"


def enveloped(**fields: Any) -> str:
    return json.dumps({"Type": "Notification", "TopicArn": TOPIC, "Message": "It burns.", **fields})


def test_an_envelope_says_topic_subject_and_severity() -> None:
    attributes = {"severity": {"Type": "String", "Value": "critical"}}
    found = Envelope.parse(enveloped(Subject="ALARM", MessageAttributes=attributes))
    assert found == Envelope(topic=TOPIC, message="It burns.", subject="ALARM", severity="critical")


@pytest.mark.parametrize("fields", [{}, {"Subject": None, "MessageAttributes": None}, {"MessageAttributes": {}}])
def test_what_sns_leaves_out_is_empty(fields: dict[str, Any]) -> None:
    assert Envelope.parse(enveloped(**fields)) == Envelope(topic=TOPIC, message="It burns.")


@pytest.mark.parametrize("body", ["plain text", "", "[1]", "3", '{"Message": "x"}', enveloped(Message="")])
def test_what_is_no_envelope_is_the_message_itself(body: str) -> None:
    assert Envelope.parse(body) == Envelope(topic="", message=body)


@pytest.mark.parametrize(
    "odd", [[], [1], "text", 7, True, {"severity": []}, {"severity": "x"}, {"severity": {"Value": []}}]
)
def test_attributes_of_another_form_are_no_severity(odd: Any) -> None:
    found = Envelope.parse(enveloped(MessageAttributes=odd))
    assert (found.message, found.severity.strip("[]")) == ("It burns.", "")


def test_an_envelope_nested_too_deep_is_the_message_itself() -> None:
    body = '{"a":' * 100_000
    assert Envelope.parse(body) == Envelope(topic="", message=body)
