"""Alarms reach somebody.

An alarm has an action, or something else hears it: a deployment that it rolls back (CodeDeploy, SAM, ECS, AppConfig,
SageMaker, Step Functions), a health check, a composite alarm, an experiment or a zonal shift that it stops, a condition
of a pipeline, a rule of EventBridge on its state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.alarm_listeners import is_heard
from aspects.judge.readings.mending import first_item, mended
from aspects.judge.readings.runbooks import linked
from aspects.judge.rule import Breach
from aspects.judge.template import Unknown, as_bool
from aspects.judge.template.places import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

TYPES = ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
SINCE = "0.1.0"
MENDED = "0.2.0"
WHY = "An alarm that nobody hears is none."
FIX = "GovernedAlarms(self, ..., specs=...), which sends each to the topic of its severity"

BAD = """
Alarm:
  Type: AWS::CloudWatch::Alarm
  Properties:
    MetricName: Errors
    Namespace: AWS/Lambda
    ComparisonOperator: GreaterThanThreshold
    EvaluationPeriods: 1
"""
GOOD = """
Alarm:
  Type: AWS::CloudWatch::Alarm
  Properties:
    MetricName: Errors
    Namespace: AWS/Lambda
    ComparisonOperator: GreaterThanThreshold
    EvaluationPeriods: 1
    AlarmActions: [!Ref Topic]
Topic:
  Type: AWS::SNS::Topic
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge an alarm's actions. One with its actions switched off is part of a composite, which speaks for it."""
    if all(as_bool(value) is False for value in resource.values("ActionsEnabled")) or is_heard(resource):
        return
    fix = "" if resource.type == TYPES[0] else "construct.add_alarm_action(cloudwatch_actions.SnsAction(topic))"
    for place in resource.places("AlarmActions"):
        if is_empty(resource.template, place.value):
            # Whoever hears it has to find out what to do.
            patches = (*mended(resource, first_item(place, "<topic arn>")), *linked(resource))
            yield Breach("The alarm has no action.", at=place.path, fix=fix, patches=patches)
        elif isinstance(place.value, Unknown):
            yield Breach(f"AlarmActions is {place.value.why}.", at=place.path, unknown=True)
