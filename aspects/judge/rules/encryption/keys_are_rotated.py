"""Keys are rotated.

EnableKeyRotation must be true on every key that KMS can rotate by itself: symmetric ones for encryption, whose material
KMS made. Asymmetric and HMAC keys, imported material and custom key stores have no automatic rotation, and a replica
is rotated with its primary. Source: KMS Developer Guide, "Rotate AWS KMS keys".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, OPAQUE, Partial, as_bool, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

TYPES = ("AWS::KMS::Key",)
SINCE = "0.1.0"
WHY = "Rotation limits how much data one key opens, should it ever leak."
FIX = "GovernedKey(self, ..., purpose=...), which is rotated; kms.Key(self, ..., enable_key_rotation=True)"

BAD = """
Key:
  Type: AWS::KMS::Key
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties: {KeyPolicy: {Version: "2012-10-17", Statement: []}}
"""
GOOD = """
Key:
  Type: AWS::KMS::Key
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties:
    EnableKeyRotation: true
    KeyPolicy: {Version: "2012-10-17", Statement: []}
"""

_ROTATABLE = {"KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT", "Origin": "AWS_KMS"}


def check(resource: Resource) -> Iterator[Breach]:
    """Judge a key's rotation."""
    if not all(_may_be(resource, name, value) for name, value in _ROTATABLE.items()):
        return
    for place in resource.places("EnableKeyRotation"):
        if isinstance(place.value, (*OPAQUE, Partial)):
            yield Breach(f"EnableKeyRotation is {describe(place.value)}.", at=place.path, unknown=True)
        elif as_bool(place.value) is not True:
            rotated = mended(resource, Amendment(place.path, value=True, given=place.value))
            yield Breach(f"EnableKeyRotation is {describe(place.value)}.", at=place.path, patches=rotated)


def _may_be(resource: Resource, name: str, usual: str) -> bool:
    """Whether a property may have its usual value, which is also what its absence means."""
    return any(value in (usual, ABSENT) or isinstance(value, OPAQUE) for value in resource.values(name))
