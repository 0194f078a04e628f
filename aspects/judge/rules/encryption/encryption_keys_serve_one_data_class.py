"""Encryption keys serve one data class.

A key of one's own whose class nobody stated, by the tag DataClass or an alias of the scheme, encrypts data of one
class. Where its class is stated it may also encrypt the next class below: a trail's key its access logs, say. Anything
further apart, such as highly-confidential and internal data, is a finding on the resource of the lower class. Keys of
the contract are left out: they are shared on purpose, each for its class and all those below, and
`encryption-key-covers-the-data-class` sees to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import types_with
from aspects.judge.readings.key_fixes import key_of, with_key
from aspects.judge.readings.key_uses import key_uses
from aspects.judge.readings.known_keys import Standing, contract_purpose, known_key, standing, stated_classes
from aspects.judge.readings.mending import mended
from aspects.judge.rule import Breach
from aspects.judge.template import Import, Lookup, same_value
from aspects.judge.template.once import once_an_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template
    from constructs_lib.kernel.data_class import DataClass

TYPES = types_with("keys", "tags")
SINCE = "0.1.0"
WHY = "Whoever may read the harmless data with a key could read the sensitive data with it."
FIX = "GovernedKey(self, 'Key', purpose=...), one for each class of data"

BAD = """
Payroll:
  Type: AWS::SNS::Topic
  Properties:
    KmsMasterKeyId: !Ref Key
    Tags:
      - {Key: DataClass, Value: highly-confidential}
News:
  Type: AWS::SNS::Topic
  Properties:
    KmsMasterKeyId: !Ref Key
    Tags:
      - {Key: DataClass, Value: public}
Key:
  Type: AWS::KMS::Key
"""
GOOD = """
Payroll:
  Type: AWS::SNS::Topic
  Properties:
    KmsMasterKeyId: !Ref Key
    Tags:
      - {Key: DataClass, Value: highly-confidential}
News:
  Type: AWS::SNS::Topic
  Properties:
    KmsMasterKeyId: !Ref OtherKey
    Tags:
      - {Key: DataClass, Value: public}
Key:
  Type: AWS::KMS::Key
OtherKey:
  Type: AWS::KMS::Key
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Compare the class of the resource with those of all others that its keys encrypt."""
    own = next(iter(stated_classes(resource)), None)
    if own is None:
        return
    for use in key_uses(resource):
        identity = _identity(use.value)
        if identity is None:
            continue
        key = known_key(use.value)
        apart = 2 if key and key.data_class else 1
        found = next(_higher(resource.template, identity, own.rank + apart), None)
        if found:
            yield Breach(
                f"{use.fact.path[-1]} is {identity[1]}, which encrypts {found[0]} data too, that of {found[1]}; "
                f"this is {own}.",
                at=use.at,
                patches=mended(resource, *with_key(use, key_of(None, use.fact))),
            )


def _higher(template: Template, identity: tuple[str, str], least: int) -> Iterator[tuple[DataClass, str]]:
    """The resources whose class is at least of a rank and that a key encrypts, in the world that is being asked."""
    for highest, other in _users(template).get(identity, ()):
        if highest.rank < least:
            return
        stated = next(reversed(stated_classes(other)), None)
        if stated and stated.rank >= least and any(_identity(use.value) == identity for use in key_uses(other)):
            yield stated, other.logical_id


@once_an_app
def _users(app: tuple[Template, ...]) -> dict[tuple[Any, ...], list[tuple[DataClass, Resource]]]:
    """What each key may encrypt in all the templates, with the highest class of each, that of the highest first."""
    found: dict[tuple[Any, ...], list[tuple[DataClass, Resource]]] = {}
    for resource in (one for template in app for one in template.resources.values()):
        uses = key_uses(resource)
        stated = next(reversed(stated_classes(resource)), None) if uses else None
        for identity in dict.fromkeys(_identity(use.value) for use in uses):
            if stated and identity:
                found.setdefault(identity, []).append((stated, resource))
    for users in found.values():
        users.sort(key=lambda one: -one[0].rank)
    return found


def _identity(value: Any) -> tuple[Any, ...] | None:
    """What tells one key from another, its words second; nothing for keys of the contract, and where none is ours."""
    named = same_value(value)
    if named is None or (isinstance(value, Lookup) and contract_purpose(value.name)):
        return None
    if isinstance(value, Lookup | Import):
        return type(value), value.name, named
    key = known_key(value)
    if key:
        return key.identity
    return ("text", str(value), named) if isinstance(value, str) and standing(value)[0] is Standing.OURS else None
