from __future__ import annotations

from pathlib import Path

import pytest

from aspects.judge.template import Template
from constructs_lib import ConfigurationError
from governed_cdk.rehearsal.fault import Fault, every, parse

STACKS = [
    Template(Path(), {"Resources": {"Key": {"Type": "AWS::KMS::Key"}}}, stack_name="dev-kms", region="ap-northeast-2"),
    Template(Path(), {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}, stack_name="dev-app", region="us-east-1"),
]


@pytest.mark.parametrize(
    ("text", "order", "stack"),
    [
        ("AWS::KMS::Key", "create AWS::KMS::Key", ""),
        ("dev-kms:Key", "create dev-kms:Key", "dev-kms"),
        ("dev-kms:Key@create", "create dev-kms:Key", "dev-kms"),
        ("dev-app:Topic@update", "update dev-app:Topic", "dev-app"),
        ("dev-app:Topic@delete", "delete dev-app:Topic", "dev-app"),
    ],
)
def test_a_type_or_a_resource_can_fail(text: str, order: str, stack: str) -> None:
    fault = parse(text, STACKS)
    assert (fault.order, fault.stack) == (order, stack)
    assert str(fault) == text.removesuffix("@create")


@pytest.mark.parametrize(
    "text",
    ["AWS::Foo::Bar", "dev-kms:Topic", "dev-kms", "dev-kms:Key@", "dev-kms:Key@import", "AWS::KMS::Key@delete", ""],
)
def test_what_is_not_there_is_refused_in_one_line(text: str) -> None:
    if text == "dev-kms:Key@":  # no verb is a creation
        assert parse(text, STACKS) == Fault("dev-kms:Key")
        return
    with pytest.raises(ConfigurationError) as caught:
        parse(text, STACKS)
    (line,) = caught.value.mistakes
    assert line.startswith("--fail: given ")


def test_every_resource_fails_each_time_it_can() -> None:
    assert [str(fault) for fault in every(STACKS)] == [
        "dev-kms:Key", "dev-kms:Key@update", "dev-kms:Key@delete",
        "dev-app:Topic", "dev-app:Topic@update", "dev-app:Topic@delete",
    ]  # fmt: skip
