"""What refers to a resource of a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspects.judge.template.property_values import Opaque, leaves

if TYPE_CHECKING:
    from aspects.judge.template.model import Resource, Template
    from aspects.judge.template.property_values import Partial


@dataclass(frozen=True, slots=True)
class Reference(Opaque):
    """A `Ref` to a resource of the template, or its attribute."""

    template: Template
    logical_id: str
    attribute: str = ""

    @property
    def resource(self) -> Resource:
        """The resource that is meant."""
        return self.template.resources[self.logical_id]

    def __str__(self) -> str:
        return f"{self.logical_id}.{self.attribute}" if self.attribute else self.logical_id


def references(text: Partial) -> list[Reference]:
    """The resources that a text names, or is a piece of a text that does."""
    return [part for part in leaves(text) if isinstance(part, Reference)]
