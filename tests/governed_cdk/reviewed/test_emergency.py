from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.preflight.account import Account
from governed_cdk.reviewed.emergency import declare
from tests.governed_cdk.assemblies import HOME
from tests.governed_cdk.deployment.cloud import Cloud

if TYPE_CHECKING:
    from tests.governed_cdk.github.server import State

TOPIC = "arn:aws:sns:ap-northeast-2:111122223333:prod-monitoring-critical"
FOUND = {"get_parameter": {"Parameter": {"Value": TOPIC}}}
REASON = "the database refuses connections, and the mended pool size is not reviewed yet"
PAST = ["template prod-rds: not what was reviewed"]


def declared(reason: str = REASON) -> list[str]:
    told: list[str] = []
    declare(reason, "prod", PAST, Account(region_name=HOME), tell=told.append)
    return told


def test_an_issue_and_an_alarm_tell_it(github: State, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = Cloud(monkeypatch, **FOUND)
    assert declared() == [
        "emergency: issue https://github.com/example-org/fileflow/issues/1", f"emergency: alarm to {TOPIC}",
    ]  # fmt: skip
    (issue,) = github.issues
    assert issue["title"] == "Emergency deploy of prod"
    assert REASON in issue["body"]
    assert "template prod-rds: not what was reviewed" in issue["body"]
    (name, sent) = cloud.told[-1]
    assert (name, sent["TopicArn"]) == ("publish", TOPIC)
    assert REASON in sent["Message"]


def test_one_of_both_is_enough_and_what_failed_is_said(github: State, monkeypatch: pytest.MonkeyPatch) -> None:
    Cloud(monkeypatch, get_parameter="ParameterNotFound")
    assert declared()[1] == "emergency: the critical topic: /prod/monitoring/critical-topic-arn: ParameterNotFound"
    github.refuse["/repos/example-org/fileflow/issues"] = 503
    Cloud(monkeypatch, **FOUND)
    assert "emergency: an issue: GitHub: POST /repos/example-org/fileflow/issues: 503 Refused" in declared()


def test_where_nobody_can_be_told_nothing_is_deployed(github: State, monkeypatch: pytest.MonkeyPatch) -> None:
    github.refuse["/repos/example-org/fileflow/issues"] = 503
    Cloud(monkeypatch, **FOUND, publish="AuthorizationError")
    with pytest.raises(ConfigurationError, match="nobody would know"):
        declared()


def test_one_word_is_no_reason(github: State) -> None:
    with pytest.raises(ConfigurationError, match="a reason in words"):
        declared("urgent")
    assert github.asked == []


def test_a_reason_calls_nobody(github: State, monkeypatch: pytest.MonkeyPatch) -> None:
    Cloud(monkeypatch, **FOUND)
    declared("@everyone look at #1 [now](https://example.com)")
    assert "@everyone" not in github.issues[0]["body"]
