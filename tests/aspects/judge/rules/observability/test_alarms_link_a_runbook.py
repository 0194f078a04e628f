from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "alarms-link-a-runbook"
PLACE = [("Alarm", "AlarmDescription")]
TOPIC = "Topic: {Type: AWS::SNS::Topic}"


def _alarm(properties: str, type_: str = "AWS::CloudWatch::Alarm") -> list[tuple[str, str]]:
    return findings_of(
        RULE, f"Alarm: {{Type: {type_}, Properties: {{AlarmActions: [!Ref Topic], {properties}}}}}\n{TOPIC}"
    )


@pytest.mark.parametrize("type_", ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"])
@pytest.mark.parametrize(
    "properties", ["Namespace: Api", "AlarmDescription: Errors", "AlarmDescription: [https://a.b]"]
)
def test_an_alarm_without_a_link_is_found(properties: str, type_: str) -> None:
    assert _alarm(properties, type_) == PLACE


@pytest.mark.parametrize(
    "properties",
    [
        "AlarmDescription: 'Errors. Runbook: https://example.org/errors.md'",
        "AlarmDescription: !Sub 'https://example.org/${AWS::StackName}.md'",
        "Tags: [{Key: Runbook, Value: 'https://example.org/errors.md'}]",
        "ActionsEnabled: false",
    ],
)
def test_a_link_in_the_description_or_the_tag_is_fine(properties: str) -> None:
    assert _alarm(properties) == []


def test_an_alarm_without_actions_is_part_of_another() -> None:
    assert findings_of(RULE, "Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmDescription: Errors}}") == []


def test_an_unknown_description_is_unknown() -> None:
    alarm = f"""
Alarm:
  Type: AWS::CloudWatch::Alarm
  Properties: {{AlarmActions: [!Ref Topic], AlarmDescription: !Sub 'See ${{Link}}'}}
{TOPIC}
"""
    assert unknown_of(RULE, alarm, "Parameters: {Link: {Type: String}}") == PLACE


SCALING = "Policy: {Type: AWS::ApplicationAutoScaling::ScalingPolicy, Properties: {PolicyType: StepScaling}}"
ARN = "'arn:aws:autoscaling:ap-northeast-2:111122223333:scalingPolicy:1:autoScalingGroupName/x:policyName/y'"


@pytest.mark.parametrize(
    ("actions", "found"),
    [
        ("AlarmActions: [!Ref Policy]", []),
        (f"AlarmActions: [{ARN}]", []),
        ("AlarmActions: [!Ref Policy, !Ref Topic]", PLACE),
        ("AlarmActions: [!Ref Policy], OKActions: [!Ref Topic]", PLACE),
    ],
)
def test_an_alarm_that_only_scales_wakes_nobody(actions: str, found: list[tuple[str, str]]) -> None:
    alarm = f"Alarm: {{Type: AWS::CloudWatch::Alarm, Properties: {{Namespace: Api, {actions}}}}}"
    assert findings_of(RULE, f"{alarm}\n{TOPIC}\n{SCALING}") == found
