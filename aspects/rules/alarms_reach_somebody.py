"""Alarms reach somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.template import Resource

WHY = "An alarm that nobody hears is none."
FIX = "GovernedAlarms(self, ..., specs=...), which sends each to the topic of its severity"


def check(resource: Resource) -> Iterator[str]:
    """Judge an alarm's actions. One with its actions switched off is part of a composite, which speaks for it."""
    if resource.type not in ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"):
        return
    if resource.properties.get("ActionsEnabled") is False:
        return
    if not resource.properties.get("AlarmActions"):
        yield "The alarm has no action."
