"""Whatever stands in the queue becomes a message that Slack takes, laid out and without falling back.

The messages are those of the services with values, names and forms exchanged at any place, and texts that are none.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constructs_lib.runtime.notifier.slack_notifier import blocks, messages
from constructs_lib.runtime.notifier.slack_notifier.envelope import Envelope
from tests.constructs_lib.runtime.notifier import samples

ESCAPED = re.compile(r"(?:&amp;|&lt;|&gt;|[^&<>])*")
_TEXTS = st.one_of(
    st.text(max_size=80),
    st.text(alphabet=st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF), max_size=4),
    st.sampled_from(
        [
            "<!channel>", "*x* `y` https://evil.example", "x" * 4000, "&" * 3000, "\U0001f600" * 2000, "\x00\x1b[2J",
            "Runbook: https://evil.example/x.md", f"Runbook: {samples.RUNBOOKS}/x.md", "1. " + "y" * 5000,
            "a:b:c:evil.example.com/?:x", "arn:aws:cloudwatch:ap-northeast-2:111122223333:alarm:x", "[critical] x",
            "https://console.aws.amazon.com/" + "z" * 4000, "9" * 5000, " ", "\n" * 200,
        ]
    ),
)  # fmt: skip
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _TEXTS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=12,
)
_REAL = [json.loads(text) for text in (samples.alarm(), samples.alarm(state="OK"), samples.event(), samples.ANOMALY)]
_DEEP = ['{"a":' * 100_000, "[" * 100_000, '{"AlarmName": ' + "[" * 600 + "]" * 600 + "}"]


@st.composite
def _changed(draw: st.DrawFn, document: Any) -> Any:
    """The document with a value of another kind at some places, at any depth."""
    if not isinstance(document, dict):
        return draw(_VALUES)
    changed = dict(document)
    for name in draw(st.sets(st.sampled_from(sorted(document)), max_size=4)):
        changed[name] = draw(_changed(document[name])) if draw(st.booleans()) else draw(_VALUES)
    return changed


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """What the queue may hold."""
    message = json.dumps(draw(st.sampled_from(_REAL).flatmap(_changed)))
    message = draw(st.one_of(st.just(message), _TEXTS, st.sampled_from([*_DEEP, samples.ALERT, samples.BUDGET])))
    envelope = draw(_changed(json.loads(samples.enveloped(message, subject="x", attribute="critical"))))
    return draw(st.one_of(st.just(json.dumps(envelope)), st.just(message), st.sampled_from(_DEEP)))


def faults(body: dict[str, Any]) -> list[str]:
    """Why Slack would not take a body as it is, by Block Kit's reference; and links that lead elsewhere."""
    json.dumps(body).encode("ascii")
    found = [] if 0 < _units(body["text"]) <= 3000 and ESCAPED.fullmatch(body["text"]) else ["text"]
    for block in body["attachments"][0]["blocks"]:
        longest = 150 if block["type"] == "header" else 3000
        if "text" in block and not 0 < _units(block["text"]["text"]) <= longest:
            found.append(block["type"])
        fields = block.get("fields", [{"text": "x"}])
        if not 1 <= len(fields) <= 10 or not all(0 < _units(field["text"]) <= 2000 for field in fields):
            found.append("fields")
        for button in block.get("elements", []):
            address = urlsplit(button["url"])
            ours = button["url"].startswith(samples.RUNBOOKS) or (address.hostname or "").endswith(
                "console.aws.amazon.com"
            )
            if not ours or address.username or len(button["url"]) > 3000 or ".." in button["url"].split("#")[0]:
                found.append(button["url"])
    return found


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _laid_out(body: str) -> dict[str, Any]:
    return blocks.payload(messages.read(Envelope.parse(body), runbooks=samples.RUNBOOKS))


@pytest.mark.slow
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(bodies())
def test_every_message_is_laid_out_within_slacks_limits(body: str) -> None:
    assert faults(_laid_out(body)) == []


ALARM = json.loads(samples.alarm())
NAMED = {
    "attributes that are a list": json.dumps({**json.loads(samples.enveloped("x")), "MessageAttributes": [1]}),
    "a severity that is a text": json.dumps(
        {**json.loads(samples.enveloped("x")), "MessageAttributes": {"severity": "critical"}}
    ),
    "nesting of 100,000": samples.enveloped('{"a":' * 100_000),
    "resources that are a number": samples.enveloped(samples.event(resources=7)),
    "causes that are a number": samples.enveloped(json.dumps({**json.loads(samples.ANOMALY), "rootCauses": 3})),
    "a lone surrogate in a name": samples.enveloped(json.dumps({**ALARM, "AlarmName": "x\ud800"})),
    "a link of 4,000 characters": samples.enveloped(
        samples.alarm(description="Runbook: https://console.aws.amazon.com/" + "x" * 4000)
    ),
    "a host in place of the region": samples.enveloped(json.dumps({**ALARM, "AlarmArn": "a:b:c:evil.example.com/?:x"})),
    "an entity at the limit": samples.enveloped("&" * 5000),
    "an integer of 5,000 digits": samples.enveloped('{"AlarmName": ' + "9" * 5000 + "}"),
    "nothing but white space": samples.enveloped(" \n "),
}


@pytest.mark.parametrize("kind", NAMED)
def test_each_kind_that_once_failed_is_laid_out(kind: str) -> None:
    assert faults(_laid_out(NAMED[kind])) == []
