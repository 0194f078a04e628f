"""Nothing crosses a stack but the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.template import Resource

WHY = "An export cannot be changed while somebody imports it: two stacks then block each other."
FIX = "self.publish(contract.X, value) in one stack, self.read(contract.X) in the other"

_CROSSING = ("Fn::ImportValue", "Fn::GetStackOutput")


def check(resource: Resource) -> Iterator[str]:
    """Look for intrinsics that reach into another stack."""
    for name in sorted(_used(resource.properties)):
        yield f"It uses {name}."


def _used(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {key for key in value if key in _CROSSING} | {name for item in value.values() for name in _used(item)}
    if isinstance(value, list):
        return {name for item in value for name in _used(item)}
    return set()
