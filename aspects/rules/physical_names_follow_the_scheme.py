"""Physical names follow the scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.catalogue.names import NAME_PROPERTIES
from aspects.template import values_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.template import Resource

WHY = "People and policies find things by their names."
FIX = "leave the name out, and it is filled in; or take it from `stack.names`"


def check(resource: Resource) -> Iterator[str]:
    """Judge the resource's physical name; one that is computed at deploy time is unknown and passes."""
    rule = NAME_PROPERTIES.get(resource.type)
    if rule is None:
        return
    for name in values_at(resource.properties, tuple(rule.property.split("."))):
        if not isinstance(name, str):
            continue
        if len(name) > rule.max_length:
            yield f"{rule.property} {name} has {len(name)} characters; allowed: {rule.max_length}."
        elif not rule.pattern.match(name):
            yield f"{rule.property} is {name}; allowed: {rule.allowed}."
