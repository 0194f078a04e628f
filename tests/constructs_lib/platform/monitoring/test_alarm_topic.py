from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import Severity
from constructs_lib.kernel.keys import KEYS, KeyPurpose
from constructs_lib.platform import GovernedAlarmTopic, GovernedDeliveryTopic

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

SPENDING = {"budgets.amazonaws.com", "costalerts.amazonaws.com"}


def _publishers(bench: Bench) -> dict[str, dict[str, Any]]:
    statements = bench.only("AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"]
    return {s["Principal"]["Service"]: s for s in statements if s["Effect"] == "Allow"}


@pytest.mark.parametrize("severity", list(Severity))
def test_alarms_rules_and_alertmanager_publish_and_spending_only_on_warning(bench: Bench, severity: Severity) -> None:
    GovernedAlarmTopic(bench.stack, "Topic", severity=severity)
    expected = {"cloudwatch.amazonaws.com", "events.amazonaws.com", "aps.amazonaws.com"}
    assert set(_publishers(bench)) == expected | (SPENDING if severity is Severity.WARNING else set())


def test_every_publisher_may_use_the_key_of_the_topic(bench: Bench) -> None:
    GovernedAlarmTopic(bench.stack, "Topic", severity=Severity.WARNING)
    on_topics = {use.principal for use in KEYS[KeyPurpose.MESSAGING].service_uses if use.context == "aws:sns:topicArn"}
    assert set(_publishers(bench)) <= on_topics


def test_alertmanager_publishes_for_workspaces_of_this_account_and_may_look_at_the_topic(bench: Bench) -> None:
    GovernedAlarmTopic(bench.stack, "Topic", severity=Severity.CRITICAL)
    statement = _publishers(bench)["aps.amazonaws.com"]
    assert set(statement["Action"]) == {"sns:Publish", "sns:GetTopicAttributes"}
    assert statement["Condition"] == {
        "ArnLike": {"aws:SourceArn": "arn:aws:aps:ap-northeast-2:111122223333:workspace/*"},
        "StringEquals": {"aws:SourceAccount": "111122223333"},
    }


def test_each_address_subscribes_by_e_mail(bench: Bench) -> None:
    emails = ["oncall@set-of.com", "lead@set-of.com"]
    GovernedAlarmTopic(bench.stack, "Topic", severity=Severity.CRITICAL, emails=emails)
    found = bench.resources("AWS::SNS::Subscription")
    assert [(s["Protocol"], s["Endpoint"]) for s in found] == [("email", email) for email in emails]


@pytest.mark.parametrize("severity", Severity)
def test_what_a_topic_cannot_deliver_is_told_by_a_topic_for_that(bench: Bench, severity: Severity) -> None:
    delivery = GovernedDeliveryTopic(bench.stack, "Delivery", emails=("oncall@set-of.com",))
    GovernedAlarmTopic(bench.stack, "Topic", severity=severity).watch(delivery.topic)
    alarm = bench.only("AWS::CloudWatch::Alarm")
    assert alarm["AlarmActions"] == alarm["OKActions"]
    assert "Delivery" in str(alarm["AlarmActions"])
    assert alarm["AlarmDescription"].startswith("[critical]")
    assert bench.only("AWS::SNS::Subscription")["Endpoint"] == "oncall@set-of.com"
    (query,) = alarm["Metrics"]
    metric = query["MetricStat"]["Metric"]
    assert metric["MetricName"] == "NumberOfNotificationsFailed"
    assert metric["Dimensions"] == [{"Name": "TopicName", "Value": f"prod-example-{severity}"}]
