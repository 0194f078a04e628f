"""No alarm feeds itself.

An alarm's actions are followed within the template: to topics, to the queues and functions that read these, to the
functions and dead-letter queues behind them, and to the alarms on any of that. A way back to the alarm is a finding.
What another stack reads is not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.alarm_paths import ALARMS, actions_on, ways_back
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.rule import Breach
from aspects.judge.template import as_bool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

TYPES = ALARMS
SINCE = "0.2.0"
WHY = "A notification that cannot be delivered raises an alarm that is the next such notification, without end."
FIX = "GovernedQueue(self, ..., alarm_topic=topic), with a topic that nothing reads which the alarm watches"

BAD = """
Failed:
  Type: AWS::CloudWatch::Alarm
  Properties:
    Namespace: AWS/Lambda
    MetricName: Errors
    Dimensions: [{Name: FunctionName, Value: !Ref Notifier}]
    AlarmActions: [!Ref Alarms]
    AlarmDescription: "Runbook: https://example.org/lambda-errors.md"
    ComparisonOperator: GreaterThanThreshold
    EvaluationPeriods: 1
Alarms:
  Type: AWS::SNS::Topic
Reads:
  Type: AWS::SNS::Subscription
  Properties:
    TopicArn: !Ref Alarms
    Protocol: lambda
    Endpoint: !GetAtt Notifier.Arn
Notifier:
  Type: AWS::Lambda::Function
"""
GOOD = """
Failed:
  Type: AWS::CloudWatch::Alarm
  Properties:
    Namespace: AWS/Lambda
    MetricName: Errors
    Dimensions: [{Name: FunctionName, Value: !Ref Notifier}]
    AlarmActions: [!Ref Delivery]
    AlarmDescription: "Runbook: https://example.org/lambda-errors.md"
    ComparisonOperator: GreaterThanThreshold
    EvaluationPeriods: 1
Alarms:
  Type: AWS::SNS::Topic
Delivery:
  Type: AWS::SNS::Topic
Reads:
  Type: AWS::SNS::Subscription
  Properties:
    TopicArn: !Ref Alarms
    Protocol: lambda
    Endpoint: !GetAtt Notifier.Arn
Notifier:
  Type: AWS::Lambda::Function
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge where an alarm's actions lead."""
    if all(as_bool(value) is False for value in resource.values("ActionsEnabled")):
        return
    for way in ways_back(resource):
        patches = tuple(
            patch
            for alarm, place in actions_on(resource, way)
            for patch in mended(
                alarm, Amendment(place.path, "<arn of a topic that the alarm does not watch>", place.value)
            )
        )
        found = f"Its action leads back to it: {' → '.join((resource.logical_id, *way))}."
        yield Breach(found, at="AlarmActions", patches=patches)
