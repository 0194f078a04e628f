"""Whom the topics of the monitoring stack reach, and what is spent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.support import environment, resolve, synthesize

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Templates

SEVERITIES = ("critical", "warning", "info")
CHANNEL = {"workspace_id": "T0123456789", "channel_id": "C0123456789"}


def _variant(folder: Path, **settings: Any) -> Templates:
    changed = environment("prod", stacks={"monitoring": settings})
    return synthesize(changed, folder, only=("kms", "monitoring"))


def test_there_is_an_encrypted_topic_for_each_severity_under_its_old_name(prod: Templates) -> None:
    topics = {t["TopicName"]: t for t in prod.resources("monitoring", "AWS::SNS::Topic").values()}
    assert set(topics) == {f"prod-monitoring-{kind}" for kind in (*SEVERITIES, "delivery")}
    assert all("messagingkeyarn" in resolve(t["KmsMasterKeyId"]) for t in topics.values())


def test_every_topic_has_a_subscriber_by_default(prod: Templates) -> None:
    subscribed = {resolve(s["TopicArn"]) for s in prod.resources("monitoring", "AWS::SNS::Subscription").values()}
    assert subscribed == {f"${{{key}}}" for key in prod.resources("monitoring", "AWS::SNS::Topic")}


def test_what_a_topic_cannot_deliver_raises_an_alarm_on_a_topic_for_that(prod: Templates) -> None:
    alarms = prod.resources("monitoring", "AWS::CloudWatch::Alarm").values()
    topics = {t["TopicName"]: key for key, t in prod.resources("monitoring", "AWS::SNS::Topic").items()}
    failed = {a["AlarmName"]: a for a in alarms if a["AlarmName"].endswith("-notifications-failed")}
    for severity in SEVERITIES:
        alarm = failed[f"prod-monitoring-{severity}-notifications-failed"]
        assert resolve(alarm["AlarmActions"][0]) == f"${{{topics['prod-monitoring-delivery']}}}"


def test_who_hears_that_nothing_is_delivered_does_not_hear_it_by_what_is_to_deliver_it(prod: Templates) -> None:
    topics = prod.resources("monitoring", "AWS::SNS::Topic")
    (topic,) = (key for key, found in topics.items() if found["TopicName"].endswith("-delivery"))
    protocols = {
        s["Protocol"]
        for s in prod.resources("monitoring", "AWS::SNS::Subscription").values()
        if resolve(s["TopicArn"]) == f"${{{topic}}}"
    }
    assert protocols == {"https", "email"}


def test_pagerduty_hears_critical_alarms_and_their_recoveries_only(prod: Templates) -> None:
    found = [s for s in prod.resources("monitoring", "AWS::SNS::Subscription").values() if s["Protocol"] == "https"]
    assert len(found) == 3
    assert all(s["FilterPolicy"]["AlarmDescription"] == [{"prefix": "[critical]"}] for s in found)
    assert all(s["FilterPolicyScope"] == "MessageBody" for s in found)


def test_slack_hears_every_topic_by_the_notifier(prod: Templates) -> None:
    found = [s for s in prod.resources("monitoring", "AWS::SNS::Subscription").values() if s["Protocol"] == "sqs"]
    assert len(found) == len(SEVERITIES)
    assert prod.only("monitoring", "AWS::Lambda::Function")["FunctionName"] == "prod-monitoring-notifier"


def test_slack_can_hear_by_chatbot_instead(tmp_path: Path) -> None:
    found = _variant(tmp_path, slack="chatbot", chatbot=CHANNEL)
    channel = found.only("monitoring", "AWS::Chatbot::SlackChannelConfiguration")
    assert len(channel["SnsTopicArns"]) == len(SEVERITIES)
    assert channel["UserRoleRequired"] is True
    assert not found.resources("monitoring", "AWS::Lambda::Function")


def test_each_address_gets_e_mail_of_its_severity(tmp_path: Path) -> None:
    found = _variant(tmp_path, emails={"critical": ["oncall@set-of.com"], "info": ["archive@set-of.com"]})
    mails = {
        (s["Endpoint"], resolve(s["TopicArn"])[2:].split("Topic")[0])
        for s in found.resources("monitoring", "AWS::SNS::Subscription").values()
        if s["Protocol"] == "email"
    }
    assert mails == {
        ("oncall@set-of.com", "Critical"),
        ("oncall@set-of.com", "Delivery"),
        ("archive@set-of.com", "Info"),
    }


def test_every_alarm_on_the_critical_topic_passes_pagerdutys_filter(prod: Templates) -> None:
    """In every stack of the home region; the critical topic's own alarm goes by way of warning."""
    heard = [
        resource["Properties"]["AlarmDescription"]
        for _, _, resource in prod.all()
        if resource["Type"] in ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
        and "criticaltopic" in resolve(resource["Properties"].get("AlarmActions", [""])[0]).lower()
    ]
    assert len(heard) > 10
    assert [text for text in heard if not text.startswith("[critical]")] == []


def test_spending_reaches_the_warning_topic(prod: Templates) -> None:
    (warning,) = (key for key in prod.resources("monitoring", "AWS::SNS::Topic") if key.startswith("Warning"))
    budget = prod.only("monitoring", "AWS::Budgets::Budget")
    told = {resolve(s["Address"]) for n in budget["NotificationsWithSubscribers"] for s in n["Subscribers"]}
    anomalies = prod.only("monitoring", "AWS::CE::AnomalySubscription")
    assert told == {resolve(s["Address"]) for s in anomalies["Subscribers"]} == {f"${{{warning}}}"}


def test_the_key_of_the_topics_admits_services_only_for_topics_of_this_account(prod: Templates) -> None:
    key = prod.named("kms", "AWS::KMS::Key", "Messaging")
    for statement in key["KeyPolicy"]["Statement"]:
        if "Service" in statement["Principal"]:
            conditions = json.dumps(statement["Condition"])
            assert "111122223333" in conditions
            if statement["Action"] != "kms:DescribeKey":  # which tells of the key and decrypts nothing
                assert "kms:EncryptionContext" in conditions


def test_dev_has_topics_and_metrics_and_pays_for_nothing_else(dev: Templates) -> None:
    assert len(dev.resources("monitoring", "AWS::SNS::Topic")) == len((*SEVERITIES, "delivery"))
    assert dev.resources("monitoring", "AWS::APS::Workspace")
    for type_ in (
        "AWS::Grafana::Workspace",
        "AWS::Budgets::Budget",
        "AWS::CE::AnomalyMonitor",
        "AWS::Lambda::Function",
    ):
        assert not dev.resources("monitoring", type_)
