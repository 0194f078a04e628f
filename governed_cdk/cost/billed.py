"""A resource as it is billed: its properties as far as they are known, and what is assumed about its use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aspects.judge.template import Resource
    from governed_cdk.cost.settings import CostSettings


@dataclass(frozen=True, slots=True)
class Billed:
    """A resource, where it is and what is assumed about it."""

    resource: Resource
    stack: str
    settings: CostSettings

    @property
    def hours(self) -> float:
        """Hours of a month."""
        return self.settings.hours

    def used(self, what: str) -> float:
        """What is assumed about its use."""
        return self.settings.used(self.resource, self.stack, what)

    def first(self, *path: str) -> Any:
        """The one value of a property; None where it is absent or nobody knows it yet."""
        values = self.resource.values(*path)
        return values[0] if len(values) == 1 and isinstance(values[0], str | int | float | bool) else None

    def number(self, *path: str) -> float:
        """The same as a number; 0 where it is none."""
        try:
            return float(self.first(*path))
        except (TypeError, ValueError):
            return 0.0

    def length(self, name: str) -> int:
        """How many items a list has."""
        found = self.resource.properties.get(name)
        return len(found) if isinstance(found, list) else 0
