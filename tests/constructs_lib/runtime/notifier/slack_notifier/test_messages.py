from __future__ import annotations

import json

import pytest

from constructs_lib.runtime.notifier.slack_notifier.envelope import Envelope
from constructs_lib.runtime.notifier.slack_notifier.messages import read
from constructs_lib.runtime.notifier.slack_notifier.notice import Notice, Severity
from tests.constructs_lib.runtime.notifier import samples


def _read(message: str, *, severity: str = "critical", subject: str = "", attribute: str = "") -> Notice:
    body = samples.enveloped(message, severity=severity, subject=subject, attribute=attribute)
    return read(Envelope.parse(body), runbooks=samples.RUNBOOKS)


def test_an_alarm_shows_severity_summary_runbook_and_quick_actions_of_its_description() -> None:
    notice = _read(samples.alarm())
    assert notice.title == "ALARM: prod-atlantis-tasks"
    assert notice.severity is Severity.CRITICAL
    assert notice.summary.startswith("prod-atlantis: ")
    assert "Runbook" not in notice.summary
    assert notice.quick_actions
    assert not notice.quick_actions[0].startswith("1.")
    label, address = notice.links[0]
    assert (label, address.startswith(samples.RUNBOOKS)) == ("Runbook", True)


def test_an_alarm_links_to_itself_in_the_console_of_its_region() -> None:
    links = dict(_read(samples.alarm()).links)
    assert links["Alarm"] == (
        "https://ap-northeast-2.console.aws.amazon.com/cloudwatch/home?region=ap-northeast-2"
        "#alarmsV2:alarm/prod-atlantis-tasks"
    )


def test_a_recovery_on_the_info_topic_keeps_the_severity_of_its_alarm_and_asks_for_nothing() -> None:
    notice = _read(samples.alarm(state="OK"), severity="info")
    assert notice.over
    assert notice.severity is Severity.CRITICAL
    assert notice.quick_actions == ()


def test_an_alarm_without_a_description_takes_the_severity_of_its_topic() -> None:
    notice = _read(samples.alarm(description=""), severity="warning")
    assert notice.severity is Severity.WARNING
    assert notice.summary.startswith("Threshold Crossed")


def test_an_event_says_who_did_what_from_where() -> None:
    notice = _read(samples.event(), severity="warning")
    assert notice.title == "AWS API Call via CloudTrail"
    assert notice.summary == "AttachRolePolicy"
    facts = dict(notice.facts)
    assert facts["Who"] == "arn:aws:iam::111122223333:user/example"
    assert facts["From"] == "192.0.2.1"


@pytest.mark.parametrize(("number", "expected"), [(8.1, Severity.CRITICAL), (4, Severity.WARNING)])
def test_a_finding_outside_our_topics_is_as_bad_as_it_says(number: float, expected: Severity) -> None:
    detail = {"title": "Unusual port", "description": "An instance scans.", "severity": number}
    body = samples.event(**{"detail-type": "GuardDuty Finding", "detail": detail})
    assert read(Envelope(topic="", message=body)).severity is expected


def test_an_event_whose_detail_is_a_text_is_read_all_the_same() -> None:
    assert _read(samples.event(detail="plain")).summary == ""


def test_an_alert_of_alertmanager_shows_runbook_and_each_quick_action() -> None:
    notice = _read(samples.ALERT, subject="[FIRING] SloAvailabilityBurn1h", attribute="critical", severity="info")
    assert notice.title == "[FIRING] SloAvailabilityBurn1h"
    assert notice.severity is Severity.CRITICAL
    assert notice.quick_actions == (
        "Roll the last deployment back if it is younger than the burn.",
        "Split balancer from target errors.",
    )
    assert notice.links == (("Runbook", f"{samples.RUNBOOKS}/slo-availability.md"),)
    assert not notice.over


def test_a_resolved_alert_is_a_recovery() -> None:
    notice = _read(samples.ALERT, subject="[RESOLVED] SloAvailabilityBurn1h")
    assert notice.over
    assert notice.quick_actions == ()


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/x.md", f"{samples.RUNBOOKS}/../../x.md", "https://a@console.aws.amazon.com.evil.example/"],
)
def test_a_link_to_elsewhere_is_a_text_and_no_button(address: str) -> None:
    notice = _read(samples.alarm(description=f"[critical] x\nRunbook: {address}\n1. Look."))
    assert [label for label, _ in notice.links] == ["Alarm"]
    assert f"Runbook: {address}" in notice.summary


def test_an_alarm_whose_arn_is_no_arn_has_no_button_of_its_own() -> None:
    document = {**json.loads(samples.alarm(description="")), "AlarmArn": "a:b:c:evil.example.com/?:x"}
    assert _read(json.dumps(document)).links == ()


def test_several_alerts_in_one_message_name_their_runbook_once() -> None:
    assert len(_read(samples.ALERT * 3, subject="[FIRING] X").links) == 1


def test_a_cost_anomaly_says_what_it_costs_and_where() -> None:
    notice = _read(samples.ANOMALY, severity="warning")
    assert notice.severity is Severity.WARNING
    assert notice.summary == "USD 1001 more than expected."
    assert dict(notice.facts)["Cause"] == "EC2, ap-northeast-2, BoxUsage"
    assert notice.links[0][0] == "Cost Explorer"


def test_prose_is_shown_as_it_is() -> None:
    notice = _read(samples.BUDGET, severity="warning", subject="AWS Budgets: prod-monitoring-monthly")
    assert notice.title == "AWS Budgets: prod-monitoring-monthly"
    assert notice.severity is Severity.WARNING
    assert "greater than $2,400.00" in notice.summary


@pytest.mark.parametrize(
    "body", ["", "[]", "null", "{}", "not json", '{"TopicArn": "x"}', '{"TopicArn":"x","Message":""}']
)
def test_what_is_no_notification_is_shown_rather_than_lost(body: str) -> None:
    envelope = Envelope.parse(body)
    assert envelope.message == body
    assert read(envelope).severity is Severity.WARNING
