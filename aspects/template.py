"""Finished templates as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Resource:
    """One resource of a template."""

    logical_id: str
    type: str
    properties: dict[str, Any]


def resources(template: dict[str, Any]) -> Iterator[Resource]:
    """Every resource of a template."""
    for logical_id, body in template.get("Resources", {}).items():
        yield Resource(logical_id, body["Type"], body.get("Properties", {}))


def values_at(properties: Any, path: tuple[str, ...]) -> list[Any]:
    """The values at a path, `*` standing for each item of a list; None for each place where the path breaks off."""
    if not path:
        return [properties]
    head, *rest = path
    if head == "*":
        items = properties if isinstance(properties, list) else []
        return [value for item in items for value in values_at(item, tuple(rest))] or [None]
    if not isinstance(properties, dict) or head not in properties:
        return [None]
    return values_at(properties[head], tuple(rest))
