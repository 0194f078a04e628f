"""The tags of a resource, by its type's own shape."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import TagShape
from aspects.judge.stack_tags import inherited
from aspects.judge.template import ABSENT, OPAQUE, Place, describe
from aspects.judge.template.places import Item, items
from aspects.judge.template.property_values import INCLUDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.catalogue import TagFact
    from aspects.judge.template import Resource


@dataclass
class TagSet:
    """The tags of one taggable thing: the places of each tag's values, and why more may be there than is known.

    `resource` is what they are on, and `fact` how its type takes them.

    `certain` are the keys that are there whatever a condition says; `written` is what stands at the path.
    """

    resource: Resource
    fact: TagFact
    path: str
    values: dict[str, list[Place]] = field(default_factory=dict)
    certain: set[str] = field(default_factory=set)
    unknown: str = ""
    written: Any = ABSENT

    def add(self, key: str, places: list[Place], *, certain: bool) -> None:
        """Add the values of a tag; one that may be absent is not certain."""
        found = [place for place in places if place.value is not ABSENT]
        self.values.setdefault(key, []).extend(found)
        if certain and len(found) == len(places):
            self.certain.add(key)


def tag_sets(resource: Resource, fact: TagFact) -> Iterator[TagSet]:
    """The tags of a resource: one set for each branch of a condition, and for each replica of a global table.

    What its stack gives it is among them where it has no tag of that key itself.
    """
    of_stack = inherited(resource)
    for place in resource.places(*fact.path):
        tags = TagSet(resource, fact, place.path, written=place.value)
        if isinstance(place.value, OPAQUE):
            tags.unknown = describe(place.value)
        elif fact.shape is TagShape.SPECIFICATIONS:
            _specifications(resource, fact, place, tags)
        elif fact.shape is TagShape.MAP:
            _map(resource, place, tags)
        elif place.value is not ABSENT:
            _list(resource, fact, place, tags)
        for key in sorted(of_stack.keys() - tags.certain):
            tags.add(key, [Place(place.path, value) for value in of_stack[key]], certain=True)
        yield tags


def _specifications(resource: Resource, fact: TagFact, place: Place, tags: TagSet) -> None:
    wanted = dict(fact.extra)["ResourceType"]
    for item in resource.template.places(place.value, "*", at=place.path):
        for kind in resource.template.places(item.value, "ResourceType", at=item.path):
            if isinstance(kind.value, OPAQUE):
                tags.unknown = describe(kind.value)
            elif kind.value == wanted:
                for inner in resource.template.places(item.value, "Tags", at=item.path):
                    _list(resource, fact, inner, tags)


def _map(resource: Resource, place: Place, tags: TagSet) -> None:
    value = place.value
    if isinstance(value, str):  # some types take their map as JSON text
        try:
            value = json.loads(value)
        except ValueError:
            value = None
    if value is ABSENT:
        return
    if not isinstance(value, dict):
        tags.unknown = "no mapping"
        return
    tags.unknown = INCLUDES if INCLUDES in value else tags.unknown
    for key, inner in value.items():
        tags.add(str(key), list(resource.template.places(inner, at=f"{place.path}.{key}")), certain=True)


def _list(resource: Resource, fact: TagFact, place: Place, tags: TagSet) -> None:
    if isinstance(place.value, OPAQUE):
        tags.unknown = describe(place.value)
        return
    if place.value is ABSENT:
        return
    written = place.value if isinstance(place.value, list) else [place.value]
    for item in items(resource.template, written, place.path):
        _item(resource, fact, item, tags)


def _item(resource: Resource, fact: TagFact, item: Item, tags: TagSet) -> None:
    """One item of a list, by all its alternatives: a tag is certain when each of them has its key."""
    found: list[tuple[Any, list[Place]]] = []
    for place in resource.template.places(item.value, at=item.at):
        if not isinstance(place.value, dict):
            tags.unknown = describe(place.value) if isinstance(place.value, OPAQUE) else tags.unknown
            found.append((ABSENT, []))
            continue
        values = list(resource.template.places(place.value, fact.value, at=place.path))
        found += [(key.value, values) for key in resource.template.places(place.value, fact.key)]
    keys = [key for key, _ in found]
    for key, places in found:
        if isinstance(key, str):
            tags.add(key, places, certain=item.certain and all(other == key for other in keys))
        elif key is not ABSENT:
            tags.unknown = describe(key)
