from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib import KeyPurpose
from constructs_lib.platform import GovernedAlertForwarding, GovernedAlertRules
from constructs_lib.platform.cloudtrail.security_alerts import ALERTS, ANALYZER_FINDINGS
from tests.audit_samples import EXPECTED, event, records
from tests.eventbridge import matches, render

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

_HOME_BUS = "arn:aws:events:ap-northeast-2:111122223333:event-bus/default"


def _rules(bench: Bench, *emails: str) -> None:
    key = bench.stack.key(KeyPurpose.AUDIT)
    GovernedAlertRules(
        bench.stack, "Alerts", kind="security", display_name="Security", key=key, alerts=ALERTS, emails=emails
    )


def test_each_alert_is_a_rule_to_the_topic_with_a_queue_for_what_is_not_delivered(bench: Bench) -> None:
    _rules(bench, "security@set-of.com")
    rules = bench.resources("AWS::Events::Rule")
    assert {rule["Name"] for rule in rules} == {f"prod-example-{alert.slug}" for alert in ALERTS}
    for rule in rules:
        (target,) = rule["Targets"]
        assert "Topic" in target["Arn"]["Ref"]
        assert target["DeadLetterConfig"]


def test_the_topic_admits_rules_of_this_account_and_nobody_else(bench: Bench) -> None:
    _rules(bench, "security@set-of.com")
    (policy,) = bench.resources("AWS::SNS::TopicPolicy")
    allowed = [s for s in policy["PolicyDocument"]["Statement"] if s["Effect"] == "Allow"]
    assert [s["Principal"] for s in allowed] == [{"Service": "events.amazonaws.com"}]
    rules = "arn:aws:events:ap-northeast-2:111122223333:rule/*"
    assert allowed[0]["Condition"] == {"ArnLikeIfExists": {"aws:SourceArn": rules}}


def test_every_address_is_subscribed(bench: Bench) -> None:
    _rules(bench, "security@set-of.com", "oncall@set-of.com")
    assert {(s["Protocol"], s["Endpoint"]) for s in bench.resources("AWS::SNS::Subscription")} == {
        ("email", "security@set-of.com"),
        ("email", "oncall@set-of.com"),
    }


def test_alerts_that_nobody_hears_are_a_warning(bench: Bench) -> None:
    _rules(bench)
    metadata = Path(bench.app.synth().directory, f"{bench.stack.stack_name}.metadata.json").read_text()
    assert "nobody hears the security alerts" in metadata


def test_a_person_can_read_who_did_what_from_where(bench: Bench) -> None:
    _rules(bench, "security@set-of.com")
    by_name = {rule["Name"].removeprefix("prod-example-"): rule for rule in bench.resources("AWS::Events::Rule")}
    for slug, names in EXPECTED.items():
        (transformer,) = (target["InputTransformer"] for target in by_name[slug]["Targets"])
        for name in names:
            record = records()[name]
            message = render(transformer, event(record))
            assert record["sourceIPAddress"] in message
            assert record["eventTime"] in message
            assert "<" not in message


def test_another_region_forwards_what_the_home_rules_are_about_to_the_home_bus(virginia: Bench) -> None:
    GovernedAlertForwarding(virginia.stack, "Forwarding", home="ap-northeast-2", alerts=[*ALERTS, ANALYZER_FINDINGS])
    rules = virginia.resources("AWS::Events::Rule")
    assert {target["Arn"] for rule in rules for target in rule["Targets"]} == {_HOME_BUS}
    assert not any("analyzer" in rule["Name"] for rule in rules)
    for slug in ("root-use", "iam-changes", "console-failures"):
        for name in EXPECTED[slug]:
            assert any(matches(rule["EventPattern"], event(records()[name])) for rule in rules)


def test_the_forwarding_role_may_only_put_events_on_the_home_bus(virginia: Bench) -> None:
    GovernedAlertForwarding(virginia.stack, "Forwarding", home="ap-northeast-2", alerts=ALERTS)
    (policy,) = virginia.resources("AWS::IAM::Policy")
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert (statement["Action"], statement["Resource"]) == ("events:PutEvents", _HOME_BUS)
    (trust,) = virginia.only("AWS::IAM::Role")["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"]["ArnLike"]["aws:SourceArn"].startswith("arn:aws:events:us-east-1:111122223333:rule/")
