"""Required tags are present and valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.catalogue import tagging, tags_of
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
        for mistake in mistakes(tags_of(resource.properties.get(fact.property))):
            yield f"{mistake[0].upper()}{mistake[1:]}."
