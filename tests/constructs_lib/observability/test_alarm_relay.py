from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, GovernedAlarmReception, GovernedAlarmRelay, Severity
from tests.eventbridge import render

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

BUS = "arn:aws:events:ap-northeast-2:111122223333:event-bus/default"


def test_state_changes_of_this_services_alarms_go_to_the_home_regions_bus(virginia: Bench) -> None:
    GovernedAlarmRelay(virginia.stack, "Relay")
    rule = virginia.only("AWS::Events::Rule")
    assert rule["EventPattern"]["detail-type"] == ["CloudWatch Alarm State Change"]
    assert rule["EventPattern"]["detail"] == {"alarmName": [{"prefix": "prod-example-"}]}
    assert [target["Arn"] for target in rule["Targets"]] == [BUS]
    (statement,) = virginia.only("AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    assert (statement["Action"], statement["Resource"]) == ("events:PutEvents", BUS)


def test_alarms_of_the_companion_find_an_encrypted_topic_whatever_their_severity(virginia: Bench) -> None:
    relay = GovernedAlarmRelay(virginia.stack, "Relay", subscribers=["dns@example.com"])
    assert all(virginia.stack.topic(severity) is relay.topic for severity in Severity)
    assert virginia.only("AWS::SNS::Topic")["KmsMasterKeyId"]
    subscription = virginia.only("AWS::SNS::Subscription")
    assert (subscription["Protocol"], subscription["Endpoint"]) == ("email", "dns@example.com")


def test_a_relay_at_home_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="a companion's region"):
        GovernedAlarmRelay(bench.stack, "Relay")


def test_at_home_an_alarm_reaches_the_topic_of_its_severity_and_a_recovery_the_info_topic(bench: Bench) -> None:
    severities = (Severity.CRITICAL, Severity.WARNING)
    GovernedAlarmReception(bench.stack, "Reception", region="us-east-1", severities=severities)
    found = {}
    for rule in bench.resources("AWS::Events::Rule"):
        pattern = rule["EventPattern"]
        assert (pattern["source"], pattern["region"]) == (["aws.cloudwatch"], ["us-east-1"])
        (state,) = pattern["detail"]["state"]["value"]
        (prefix,) = pattern["detail"]["configuration"]["description"]
        found[state, prefix["prefix"]] = [target["Arn"].rsplit(":", 1)[1] for target in rule["Targets"]]
    assert found == {
        ("ALARM", "[critical]"): ["critical-topic-arn"],
        ("ALARM", "[warning]"): ["warning-topic-arn"],
        ("OK", "[critical]"): ["info-topic-arn"],
        ("OK", "[warning]"): ["info-topic-arn"],
    }


STATE: dict[str, Any] = {
    "account": "111122223333",
    "region": "us-east-1",
    "resources": ["arn:aws:cloudwatch:us-east-1:111122223333:alarm:prod-example-x"],
    "detail": {
        "alarmName": "prod-example-x",
        "configuration": {"description": '[critical] down\nRunbook: "x"\n1. aws \\ y'},
        "state": {"value": "ALARM", "reason": 'no "data"\n', "timestamp": "2026-11-21T03:12:00.000+0000"},
    },
}


@pytest.mark.parametrize("severity", Severity)
def test_subscribers_get_json_whatever_stands_in_the_alarm(bench: Bench, severity: Severity) -> None:
    GovernedAlarmReception(bench.stack, "Reception", region="us-east-1", severities=[severity])
    for rule in bench.resources("AWS::Events::Rule"):
        message = json.loads(render(rule["Targets"][0]["InputTransformer"], STATE))
        assert message["AlarmName"] == "prod-example-x"
        assert message["AlarmArn"] == STATE["resources"][0]
        assert message["AlarmDescription"].startswith(f"[{severity}] prod-example in us-east-1: ")
        assert [message["NewStateValue"]] == rule["EventPattern"]["detail"]["state"]["value"]


def test_the_first_look_at_a_new_alarms_metric_is_no_recovery(bench: Bench) -> None:
    GovernedAlarmReception(bench.stack, "Reception", region="us-east-1")
    (recovery,) = (r for r in bench.resources("AWS::Events::Rule") if r["Name"].endswith("-recovery"))
    assert recovery["EventPattern"]["detail"]["previousState"] == {"value": ["ALARM"]}
