from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "alarms-reach-somebody"
FOUND = [("Alarm", "AlarmActions")]
SECTIONS = "Parameters: {Who: {Type: CommaDelimitedList}}\nConditions: {Chosen: !Equals [!Ref AWS::Region, a]}"


def alarm(properties: str = "", type_: str = "AWS::CloudWatch::Alarm") -> str:
    return f"Alarm:\n  Type: {type_}\n  Properties: {{AlarmName: x{', ' if properties else ''}{properties}}}\n"


@pytest.mark.parametrize("type_", ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"])
@pytest.mark.parametrize(
    "properties",
    [
        "",
        "AlarmActions: []",
        "AlarmActions: !Ref AWS::NoValue",
        "AlarmActions: !If [Chosen, [a], []]",
        "OKActions: [a]",
        "ActionsEnabled: true",
        "ActionsEnabled: !If [Chosen, true, false]",
    ],
)
def test_an_alarm_that_may_reach_nobody_is_a_finding(type_: str, properties: str) -> None:
    assert findings_of(RULE, alarm(properties, type_), SECTIONS) == FOUND


@pytest.mark.parametrize(
    "properties",
    ["AlarmActions: [a]", "AlarmActions: [!Ref Who]", "ActionsEnabled: false", "ActionsEnabled: 'False'"],
)
def test_an_alarm_that_reaches_somebody_or_speaks_through_another_is_none(properties: str) -> None:
    assert findings_of(RULE, alarm(properties), SECTIONS) == []


def test_actions_that_only_the_deploy_knows_are_unknown() -> None:
    assert unknown_of(RULE, alarm("AlarmActions: !Ref Who"), SECTIONS) == FOUND
