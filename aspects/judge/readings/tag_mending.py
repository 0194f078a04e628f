"""What gives a resource tags that it lacks, in its type's own shape."""

from __future__ import annotations

import functools
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from aspects.judge.catalogue import TagShape
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.rewrite_target import NO_VALUE, Edit
from aspects.judge.readings.rewriting import branches
from aspects.judge.template import ABSENT
from aspects.judge.template.intrinsics import is_function
from constructs_lib.kernel.tags import MANAGED_BY, allowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aspects.judge.catalogue import TagFact
    from aspects.judge.patch import Patch
    from aspects.judge.readings.tags import TagSet
    from aspects.judge.template import Place


@functools.cache
def tag_placeholder(key: str) -> str:
    """What stands for the value of a required tag: `<team as kebab-case>`; the value itself where there is only one."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key).lower()
    return MANAGED_BY if key == "ManagedBy" else f"<{name} as {allowed(key).replace(',', ' or')}>"


def tagged(tags: TagSet, wanted: Mapping[str, str]) -> tuple[Patch, ...]:
    """The changes that give a set of tags those that it lacks, by key. One that it has in some cases, it has in all."""
    added = _Added(tags.fact, tuple(wanted.items()))
    return mended(tags.resource, Amendment(tags.path, added, tags.written))


def retagged(tags: TagSet, key: str, place: Place, value: str) -> tuple[Patch, ...]:
    """The changes that give a tag another value; where it comes from the stack, the resource gets one of its own."""
    if place.path != tags.path:
        return mended(tags.resource, Amendment(place.path, value, place.value))
    return tagged(tags, {key: value})


class _Added(NamedTuple):
    """Some tags into what is written; the same for the same tags, so that their patches are made once."""

    fact: TagFact
    tags: tuple[tuple[str, str], ...]

    def __call__(self, written: Any) -> Iterator[Edit]:
        wanted = dict(self.tags)
        match self.fact.shape:
            case TagShape.MAP:
                yield from _into_map(written, wanted)
            case TagShape.LIST:
                yield from _into_list(self.fact, written, wanted)
            case TagShape.SPECIFICATIONS:
                yield from _into_specifications(self.fact, written, wanted)


def _into_map(written: Any, wanted: Mapping[str, str]) -> Iterator[Edit]:
    if _is_absent(written):
        yield Edit((), dict(wanted))
    elif isinstance(written, str):  # some types take their map as JSON text
        yield Edit((), json.dumps({**json.loads(written), **wanted}))
    elif not is_function(written):
        for key, value in wanted.items():
            there = branches(written.get(key, NO_VALUE), (key,))
            yield from (Edit(at, value) for at, one in there if one in (NO_VALUE, None))


def _into_list(fact: TagFact, written: Any, wanted: Mapping[str, str]) -> Iterator[Edit]:
    items = {key: _item(fact, key, value) for key, value in wanted.items()}
    if _is_absent(written):
        yield Edit((), list(items.values()))
    elif isinstance(written, list):
        for index, item in enumerate(written):
            leaves = [one for _, leaf in branches(item) for one in (leaf if isinstance(leaf, list) else [leaf])]
            for number, key in enumerate([key for key in items if any(_has_key(fact, one, key) for one in leaves)]):
                found = _at_times(fact, item, items.pop(key), number)
                yield from (edit._replace(way=(index, *edit.way)) for edit in found)
        yield from (Edit((len(written) + at,), item) for at, item in enumerate(items.values()))
    elif not is_function(written):  # a single value where a list is due
        yield Edit((), [written, *items.values()])


def _at_times(fact: TagFact, item: Any, tag: dict[str, Any], before: int) -> Iterator[Edit]:
    """A tag that an item has in some branches, in the others: where that is none, or a list without the tag.

    `before` are so many tags that come into such a list before this one.
    """
    for way, leaf in branches(item):
        if leaf == NO_VALUE:
            yield Edit(way, tag)
        elif isinstance(leaf, list) and not any(_has_key(fact, one, tag[fact.key]) for one in leaf):
            yield Edit((*way, len(leaf) + before), tag)
        elif _has_key(fact, leaf, tag[fact.key]):
            values = branches(leaf.get(fact.value, NO_VALUE), (*way, fact.value))
            yield from (Edit(at, tag[fact.value]) for at, value in values if value == NO_VALUE)


def _has_key(fact: TagFact, item: Any, key: str) -> bool:
    return isinstance(item, dict) and item.get(fact.key) == key


def _into_specifications(fact: TagFact, written: Any, wanted: Mapping[str, str]) -> Iterator[Edit]:
    given, kind = written if isinstance(written, list) else [], dict(fact.extra)
    for index, one in enumerate(given):
        if isinstance(one, dict) and kind.items() <= one.items():
            for way, inner in branches(one.get("Tags"), (index, "Tags")):
                found = _into_list(fact, inner, wanted)
                yield from (edit._replace(way=(*way, *edit.way)) for edit in found)
            return
    specification = {**kind, "Tags": [_item(fact, *tag) for tag in wanted.items()]}
    yield Edit((len(given),), specification) if given else Edit((), [specification])


def _is_absent(written: Any) -> bool:
    return written in (ABSENT, NO_VALUE, None, "", [], {})


def _item(fact: TagFact, key: str, value: str) -> dict[str, Any]:
    beside = dict(fact.extra) if fact.shape is TagShape.LIST else {}
    return {fact.key: key, fact.value: value, **beside}
