"""The table of what services send: each row reviewed, each with its source."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import constructs_lib.kernel.facts
from constructs_lib.kernel.conditions import (
    CONTEXT,
    KEYS,
    ConditionRow,
    Policy,
    Sent,
    bare,
    conditions_of,
    row_of,
    rows,
    rows_of,
    via_services,
)
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.keys import KEYS as ALL_KEYS
from constructs_lib.kernel.yaml_file import read_yaml_text

ACCOUNT = "111122223333"
FILE = Path(constructs_lib.kernel.facts.__file__).with_name("conditions.yaml")
FIELDS = {"service", "policy", "caller", "sent", "not_sent", "disputed", "source", "checked", "note"}


def wrong_with(row: ConditionRow) -> list[str]:
    """What a reviewer would refuse in a row."""
    keys = [*row.sent, *row.not_sent, *row.disputed]
    found = [f"{key} is no key" for key in keys if key not in KEYS and not key.startswith(CONTEXT)]
    found += [f"{key} stands twice" for key, count in Counter(key.lower() for key in keys).items() if count > 1]
    found += [f"{address} is no address" for address in row.source if urlsplit(address).scheme != "https"]
    found += [] if row.source else ["no source"]
    found += [] if row.caller in ("service", "account") else [f"{row.caller} is no caller"]
    found += [] if row.note or not row.disputed else ["says nothing of who disputes it"]
    try:
        found += [] if dt.date.fromisoformat(row.checked) <= dt.date(2026, 12, 31) else ["checked in the future"]
    except ValueError:
        found.append("no day on which it was checked")
    return found


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.service}-{row.policy}-{row.context}")
def test_every_row_is_whole(row: ConditionRow) -> None:
    assert not wrong_with(row)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"source": ()}, "no source"),
        ({"source": ("the guide",)}, "no address"),
        ({"checked": ""}, "no day"),
        ({"checked": "soon"}, "no day"),
        ({"sent": ("aws:SourceThing",)}, "no key"),
        ({"sent": ("aws:SourceArn",), "not_sent": ("aws:sourceArn",)}, "twice"),
        ({"caller": "stranger"}, "no caller"),
        ({"disputed": ("aws:SourceArn",)}, "who disputes it"),
    ],
)
def test_a_row_that_nobody_could_review_is_refused(change: dict[str, object], text: str) -> None:
    whole: dict[str, object] = {"source": ("https://docs.aws.amazon.com/",), "checked": "2026-11-29"}
    row = ConditionRow(service="a.amazonaws.com", policy=Policy.TRUST, **{**whole, **change})  # type: ignore[arg-type]  # wrong on purpose
    assert text in str(wrong_with(row))


def test_no_row_stands_twice_and_none_has_a_field_of_another_name() -> None:
    count = Counter((row.service, row.policy, row.caller, row.context) for row in rows())
    assert [row for row, times in count.items() if times > 1] == []
    raw = read_yaml_text(FILE.read_text(encoding="utf-8"), "conditions.yaml")  # strict: refuses keys that stand twice
    assert not {field for row in raw for field in row} - FIELDS


def test_a_kind_of_policy_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="topik"):
        Policy("topik")


@pytest.mark.parametrize(
    ("principal", "name"),
    [
        ("logs.ap-northeast-2.amazonaws.com", "logs.amazonaws.com"),
        ("logs.{region}.amazonaws.com", "logs.amazonaws.com"),
        ("logs.${AWS::Region}.amazonaws.com", "logs.amazonaws.com"),
        ("logs.${piece 3 of Topic.TopicArn}.amazonaws.com", "logs.amazonaws.com"),
        ("logs.us-gov-west-1.amazonaws.com", "logs.amazonaws.com"),
        ("logs.amazonaws.com", "logs.amazonaws.com"),
        ("events.rds.amazonaws.com", "events.rds.amazonaws.com"),
        ("vpc-flow-logs.amazonaws.com", "vpc-flow-logs.amazonaws.com"),
        ("alexa-appkit.amazon.com", "alexa-appkit.amazon.com"),
    ],
)
def test_the_region_is_no_part_of_a_service(principal: str, name: str) -> None:
    assert bare(principal) == name


def test_there_are_three_answers_and_no_row_is_none_of_them() -> None:
    row = row_of("events.amazonaws.com", Policy.TOPIC)
    assert row
    said = [row.says(key) for key in ("AWS:sourceaccount", "aws:SourceArn", "kms:ViaService")]
    assert said == [Sent.NO, Sent.DISPUTED, Sent.UNKNOWN]
    trail = row_of("cloudtrail.amazonaws.com", Policy.BUCKET)
    assert trail
    assert trail.says("aws:SourceArn") is Sent.YES
    assert rows_of("nobody-knows.amazonaws.com", Policy.TOPIC) == ()


ARN = "arn:aws:s3:::a"


@pytest.mark.parametrize(
    ("service", "policy", "conditions"),
    [
        ("cloudtrail.amazonaws.com", Policy.TRUST, {}),
        ("lambda.amazonaws.com", Policy.TRUST, {}),
        ("logs.amazonaws.com", Policy.TRUST, {"ArnLike": {"aws:SourceArn": ARN}}),
        ("events.amazonaws.com", Policy.TOPIC, {"ArnLikeIfExists": {"aws:SourceArn": ARN}}),
        ("costalerts.amazonaws.com", Policy.TOPIC, {"StringEqualsIfExists": {"aws:SourceAccount": ACCOUNT}}),
        (
            "firehose.amazonaws.com",
            Policy.TRUST,
            {"StringEqualsIfExists": {"aws:SourceAccount": ACCOUNT}, "ArnLikeIfExists": {"aws:SourceArn": ARN}},
        ),
        (
            "ecs-tasks.amazonaws.com",
            Policy.TRUST,
            {"StringEquals": {"aws:SourceAccount": ACCOUNT}, "ArnLike": {"aws:SourceArn": ARN}},
        ),
    ],
)
def test_conditions_are_what_the_service_can_meet(service: str, policy: Policy, conditions: object) -> None:
    assert conditions_of(service, policy, account=ACCOUNT, source_arn=ARN) == conditions


def test_the_encryption_context_ties_a_call_of_kms_so_that_nothing_disputed_is_added() -> None:
    topic = conditions_of("cloudwatch.amazonaws.com", Policy.KEY, account=ACCOUNT, context="aws:sns:topicArn")
    trail = conditions_of("cloudtrail.amazonaws.com", Policy.KEY, account=ACCOUNT, context="aws:cloudtrail:arn")
    assert (topic, trail) == ({}, {"StringEquals": {"aws:SourceAccount": ACCOUNT}})


def test_nothing_is_built_on_what_nobody_has_looked_up() -> None:
    with pytest.raises(ConfigurationError, match=r"given 'glue\.amazonaws\.com'; allowed: .*; another needs a row in"):
        conditions_of("glue.amazonaws.com", Policy.TRUST, account=ACCOUNT)


def test_a_service_that_sends_no_account_needs_an_arn() -> None:
    with pytest.raises(ConfigurationError, match="source_arn of logs"):
        conditions_of("logs.amazonaws.com", Policy.TRUST, account=ACCOUNT)


def test_every_service_of_a_key_is_in_the_table() -> None:
    for purpose, spec in ALL_KEYS.items():
        assert set(spec.via_services) <= via_services(), purpose
        for service, context in spec.callers:
            assert row_of(service, Policy.KEY, context), (purpose, service, context)
