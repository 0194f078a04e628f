"""Encryption keys fit the purpose.

Judged where the purpose of a key is known: a key of the template by its alias `alias/<env>-<purpose>`, a key of the
contract by its path `/<env>/kms/<purpose>-key-arn`. Another service's key admits that service only, and whoever may use
it for the one could read the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.catalogue import types_with
from aspects.judge.catalogue.purposes import fitting
from aspects.judge.readings.key_fixes import key_of, with_key
from aspects.judge.readings.key_uses import key_uses
from aspects.judge.readings.known_keys import known_key
from aspects.judge.readings.mending import mended
from aspects.judge.rule import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

TYPES = types_with("keys")
SINCE = "0.1.0"
WHY = "A key admits the services of its purpose only: another one fails at its first use, or needs too wide a key."
FIX = "self.key(KeyPurpose.MESSAGING), the key of the service's purpose"

BAD = """
Queue:
  Type: AWS::SQS::Queue
  Properties:
    KmsMasterKeyId: '{{resolve:ssm:/prod/kms/ecr-key-arn}}'
"""
GOOD = """
Queue:
  Type: AWS::SQS::Queue
  Properties:
    KmsMasterKeyId: '{{resolve:ssm:/prod/kms/messaging-key-arn}}'
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Compare the purpose of each known key with those that fit the property."""
    for use in key_uses(resource):
        key = known_key(use.value)
        fits = fitting(resource.type, use.fact.path)
        if key and key.purpose and fits and key.purpose not in fits:
            yield Breach(
                f"{use.fact.path[-1]} is {key.name}, the key for {key.purpose}; fits: {', '.join(fits)}.",
                at=use.at,
                fix=f"the key of contract.{fits[0].output.constant}",
                patches=mended(resource, *with_key(use, key_of(fits[0].output, use.fact))),
            )
