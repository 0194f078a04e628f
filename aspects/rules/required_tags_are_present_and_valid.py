"""Required tags are present and valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.catalogue import tagging
from constructs_lib.tags import mistakes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.template import Resource

WHY = "Without its tags nobody knows whose it is, what it costs, or how its data must be kept."
FIX = 'Tags.of(construct).add("Owner", "platform-team")'


def check(resource: Resource) -> Iterator[str]:
    """Judge the tags of a taggable resource."""
    fact = tagging().get(resource.type)
    if fact is not None:
        for mistake in mistakes(_tags(resource.properties.get(fact.property))):
            yield f"{mistake[0].upper()}{mistake[1:]}."


def _tags(value: Any) -> dict[str, str]:
    if isinstance(value, list):
        return {tag["Key"]: tag["Value"] for tag in value}
    return dict(value or {})
