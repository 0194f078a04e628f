from __future__ import annotations

from dataclasses import replace

import pytest

from governed_cdk.drift.found import Drift, DriftKind, DriftPlace, told
from governed_cdk.github.issues import Issue

DRIFT = Drift(
    place=DriftPlace("prod", "ap-northeast-2", "prod-app"),
    kind=DriftKind.CHANGED,
    type="AWS::SQS::Queue",
    resource="Queue",
    path="DelaySeconds",
    expected="1",
    actual="2",
)


def test_it_is_known_again_by_where_it_is_and_not_by_what_it_is() -> None:
    assert replace(DRIFT, actual="3", kind=DriftKind.DELETED).fingerprint == DRIFT.fingerprint
    others = [
        replace(DRIFT, path="Tags"),
        replace(DRIFT, resource="Other"),
        replace(DRIFT, place=DriftPlace("prod", "us-east-1", "prod-app")),
        replace(DRIFT, place=DriftPlace("dev", "x", "y")),
    ]
    assert len({one.fingerprint for one in (DRIFT, *others)}) == 5


def test_a_fingerprint_is_one_that_issues_take() -> None:
    assert Issue(fingerprint=DRIFT.fingerprint, title="x", body="x", labels=("drift",)).fingerprint.startswith("prod-")


@pytest.mark.parametrize(
    ("name", "value"), [("Environment/Variables/DB_PASSWORD", "hunter2"), ("Value", "AKIA" + "A" * 16)]
)
def test_a_secret_is_not_shown(name: str, value: str) -> None:
    assert told(name, value) == "(not shown)"


def test_a_value_is_one_short_line() -> None:
    assert told("Policy", "a\n b") == "a b"
    assert len(told("Policy", "x" * 5000)) < 500
