"""Nothing crosses a stack but the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def check(resource: Resource) -> Iterator[Breach]:
    """Look for intrinsic functions that reach into another stack, at any depth; in CDK's templates only.

    A template that CDK did not make has no contract to go by, and imports are its way.
    """
    if resource.template.assembly is None:
        return
    for name in sorted(_used(resource.properties)):
        yield Breach(f"It uses {name}.")


def _used(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(_CROSSING.intersection(value)).union(*(_used(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(_used(item) for item in value))
    return set()
