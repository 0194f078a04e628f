from __future__ import annotations

import json
from typing import Any

import pytest

from constructs_lib.runtime.notifier.slack_notifier.envelope import Envelope, json_object

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


@pytest.mark.parametrize(("text", "data"), [('{"a": 1}', {"a": 1}), ("[1]", {}), ("x", {}), ("", {}), ("null", {})])
def test_only_an_object_is_data(text: str, data: dict[str, Any]) -> None:
    assert json_object(text) == data
