"""Keys of sensitive data are deleted slowly.

PendingWindowInDays of a key whose DataClass tag is confidential or above must be 30 days, the longest that KMS has, and
what its absence means. Other keys may go sooner, 7 days being the shortest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, OPAQUE, Partial, as_int, describe
from aspects.judge.traits import data_class, is_sensitive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

TYPES = ("AWS::KMS::Key", "AWS::KMS::ReplicaKey")
SINCE = "0.1.0"
WHY = "A deleted key takes all data with it that it encrypts; the window is the time in which somebody may notice."
FIX = "kms.Key(self, ..., pending_window=Duration.days(30))"

BAD = """
Key:
  Type: AWS::KMS::Key
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties:
    EnableKeyRotation: true
    PendingWindowInDays: 7
    KeyPolicy: {Version: "2012-10-17", Statement: []}
    Tags: [{Key: DataClass, Value: confidential}]
"""
GOOD = BAD.replace("PendingWindowInDays: 7", "PendingWindowInDays: 30")

_DAYS = 30


def check(resource: Resource) -> Iterator[Breach]:
    """Judge a key's waiting period before its deletion, in days."""
    if not is_sensitive(resource):
        return
    for place in resource.places("PendingWindowInDays"):
        if isinstance(place.value, (*OPAQUE, Partial)):
            yield Breach(f"PendingWindowInDays is {describe(place.value)}.", at=place.path, unknown=True)
        elif place.value is not ABSENT and as_int(place.value) != _DAYS:
            wanted = f"a key of {data_class(resource)} data needs {_DAYS}"
            slower = mended(resource, Amendment(place.path, _DAYS, place.value))
            yield Breach(f"PendingWindowInDays is {place.value}; {wanted}.", at=place.path, patches=slower)
