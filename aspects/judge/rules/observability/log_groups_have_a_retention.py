"""Log groups have a retention.

RetentionInDays must be there, and one of the numbers of days that CloudWatch Logs takes. A group of the class DELIVERY
is left alone: CloudWatch keeps what is in it for two days, whatever it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, OPAQUE, Partial, as_int, describe
from constructs_lib.kernel.retention import RETENTION_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

TYPES = ("AWS::Logs::LogGroup",)
SINCE = "0.1.0"
WHY = "Without a retention logs stay for ever, at a price, and with whatever personal data is in them."
FIX = "GovernedLogGroup(self, ..., retention_days=14)"

BAD = """
Logs:
  Type: AWS::Logs::LogGroup
  Properties: {LogGroupName: /aws/orders/api}
"""
GOOD = """
Logs:
  Type: AWS::Logs::LogGroup
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties: {LogGroupName: /aws/orders/api, RetentionInDays: 14}
"""

_USUAL_DAYS = 14


def check(resource: Resource) -> Iterator[Breach]:
    """Judge a log group's retention, in days."""
    if all(value == "DELIVERY" for value in resource.values("LogGroupClass")):
        return
    for place in resource.places("RetentionInDays"):
        if place.value is ABSENT:
            patches = mended(resource, Amendment(place.path, _USUAL_DAYS, ABSENT))
            yield Breach("RetentionInDays is absent: the logs never expire.", at=place.path, patches=patches)
        elif isinstance(place.value, (*OPAQUE, Partial)):
            yield Breach(f"RetentionInDays is {describe(place.value)}.", at=place.path, unknown=True)
        elif as_int(place.value) not in RETENTION_DAYS:
            allowed = ", ".join(map(str, RETENTION_DAYS))
            patches = mended(resource, Amendment(place.path, _at_least(as_int(place.value)), place.value))
            yield Breach(f"RetentionInDays is {place.value}; allowed: {allowed}.", at=place.path, patches=patches)


def _at_least(days: int | None) -> int:
    """The days that CloudWatch Logs takes and that are no fewer; the usual ones where none are said."""
    if days is None or days <= 0:
        return _USUAL_DAYS
    return next((allowed for allowed in sorted(RETENTION_DAYS) if allowed >= days), max(RETENTION_DAYS))
