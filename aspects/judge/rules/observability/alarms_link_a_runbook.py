"""Alarms link a runbook.

AlarmDescription, or the tag Runbook, of every alarm that has an action must hold a link (https://...). An alarm with
no action of its own is part of a composite, which speaks for it; one that only starts scaling policies wakes nobody. A
warning, as a runbook may be found in other ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.override import override
from aspects.judge.readings.runbooks import linked, unlinked
from aspects.judge.readings.scaling import only_scales
from aspects.judge.rule import Breach
from aspects.judge.template import OPAQUE, Partial, as_bool, describe, given

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

TYPES = ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
SEVERITY = "warning"
SINCE = "0.1.0"
MENDED = "0.2.0"
WHY = "Whoever is woken at night must find what to do in the alarm itself."
FIX = "GovernedAlarms(self, ..., specs=[AlarmSpec(..., runbook=...)])"

BAD = """
Errors:
  Type: AWS::CloudWatch::Alarm
  Properties:
    AlarmActions: [!Ref Topic]
    AlarmDescription: The API returns errors.
    ComparisonOperator: GreaterThanThreshold
    EvaluationPeriods: 1
Topic:
  Type: AWS::SNS::Topic
"""
GOOD = """
Errors:
  Type: AWS::CloudWatch::Alarm
  Properties:
    AlarmActions: [!Ref Topic]
    AlarmDescription: "The API returns errors. Runbook: https://example.org/runbooks/api-errors.md"
    ComparisonOperator: GreaterThanThreshold
    EvaluationPeriods: 1
Topic:
  Type: AWS::SNS::Topic
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge whether an alarm says where its runbook is."""
    unheard = given(resource.properties, "AlarmActions") is None
    if unheard or only_scales(resource) or all(as_bool(value) is False for value in resource.values("ActionsEnabled")):
        return
    for place in unlinked(resource):
        # A part that is known only later may be the link.
        if isinstance(place.value, (*OPAQUE, Partial)):
            yield Breach(f"AlarmDescription is {describe(place.value)}.", at=place.path, unknown=True)
        else:
            yield Breach(
                "AlarmDescription holds no link to a runbook.",
                at=place.path,
                fix="" if resource.type == TYPES[0] else override(place.path, "... Runbook: https://..."),
                patches=linked(resource),
            )
