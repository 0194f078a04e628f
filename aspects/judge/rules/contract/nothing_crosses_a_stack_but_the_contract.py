"""Nothing crosses a stack but the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.patch import Patch
from aspects.judge.rule import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

SINCE = "0.1.0"
WHY = "An export cannot be changed while somebody imports it: two stacks then block each other."
FIX = "self.publish(contract.X, value) in one stack, self.read(contract.X) in the other"

BAD = """
Queue:
  Type: AWS::SQS::Queue
  Properties: {KmsMasterKeyId: !ImportValue messaging-key}
"""
GOOD = """
Queue:
  Type: AWS::SQS::Queue
  Properties: {KmsMasterKeyId: "{{resolve:ssm:/prod/kms/messaging-key-arn}}"}
"""

_CROSSING = frozenset({"Fn::ImportValue", "Fn::GetStackOutput"})
# What works on a text before a dynamic reference in it is resolved.
_WORKING = frozenset({"Fn::Base64", "Fn::Cidr", "Fn::FindInMap", "Fn::Length", "Fn::Select", "Fn::Split"})

_Way = tuple[str | int, ...]


def check(resource: Resource) -> Iterator[Breach]:
    """Look for intrinsic functions that reach into another stack, at any depth; in CDK's templates only.

    A template that CDK did not make has no contract to go by, and imports are its way.
    """
    if resource.template.assembly is None:
        return
    used = list(_used(resource.properties, ("Resources", resource.logical_id, "Properties")))
    for name in sorted({name for name, _ in used}):
        ways = enumerate(way for one, way in used if one == name)
        patches = (patch for number, way in ways for patch in _read(resource, way, str(number or "")))
        yield Breach(f"It uses {name}.", patches=tuple(dict.fromkeys(patches)))


def _read(resource: Resource, way: _Way, number: str) -> Iterator[Patch]:
    """What reads the contract in place of what is at the end of a way."""
    if _WORKING.isdisjoint(way):
        yield Patch(way, "{{resolve:ssm:<path in the contract>}}")
        return
    name = f"{resource.logical_id}Contract{number}"
    body = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "<path in the contract>"}
    yield Patch(("Parameters", name), body)
    yield Patch(way, {"Ref": name})


def _used(value: Any, way: _Way) -> Iterator[tuple[str, _Way]]:
    """Each use of such a function, and the way to it."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name in _CROSSING:
                yield name, way
            yield from _used(item, (*way, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _used(item, (*way, index))
