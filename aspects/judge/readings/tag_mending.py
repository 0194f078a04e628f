"""What gives a resource tags that it lacks, in its type's own shape."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import TagShape
from aspects.judge.patch import Patch
from aspects.judge.readings.mending import End, ends, ends_below, is_function, mended
from aspects.judge.rewriting import NO_VALUE
from aspects.judge.template import ABSENT
from constructs_lib.kernel.tags import MANAGED_BY, allowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aspects.judge.catalogue import TagFact
    from aspects.judge.readings.tags import TagSet
    from aspects.judge.template import Place, Template


def tag_placeholder(key: str) -> str:
    """What stands for the value of a required tag: `<team as kebab-case>`; the value itself where there is only one."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key).lower()
    return MANAGED_BY if key == "ManagedBy" else f"<{name} as {allowed(key).replace(',', ' or')}>"


def tagged(tags: TagSet, wanted: Mapping[str, str]) -> tuple[Patch, ...]:
    """The changes that give a set of tags those that it lacks, by key. One that it has in some cases, it has in all."""
    template, fact = tags.resource.template, tags.fact
    found = ends(tags.resource, tags.path, was=tags.written)
    return tuple(patch for end in found for patch in _added(template, fact, end, wanted))


def retagged(tags: TagSet, key: str, place: Place, value: str) -> tuple[Patch, ...]:
    """The changes that give a tag another value; where it comes from the stack, the resource gets one of its own."""
    if _is_own(tags, place):
        return mended(tags.resource, place.path, value, was=place.value)
    return tagged(tags, {key: value})


def _is_own(tags: TagSet, place: Place) -> bool:
    return place.path != tags.path


def _added(template: Template, fact: TagFact, end: End, wanted: Mapping[str, str]) -> Iterator[Patch]:
    match fact.shape:
        case TagShape.MAP:
            yield from _into_map(end, wanted)
        case TagShape.LIST:
            yield from _into_list(template, fact, end, wanted)
        case TagShape.SPECIFICATIONS:
            yield from _into_specifications(template, fact, end, wanted)


def _into_map(end: End, wanted: Mapping[str, str]) -> Iterator[Patch]:
    if end.is_absent:
        yield end.becomes(dict(wanted))
    elif isinstance(end.written, str):  # some types take their map as JSON text
        yield end.becomes(json.dumps({**json.loads(end.written), **wanted}))
    elif not is_function(end.written):
        for key, value in wanted.items():
            at = (*end.way, key)
            absent = ends_below(end.written[key], "", at) if key in end.written else [End(at, (), None)]
            yield from (one.becomes(value) for one in absent if one.written in (None, NO_VALUE))


def _into_list(template: Template, fact: TagFact, end: End, wanted: Mapping[str, str]) -> Iterator[Patch]:
    items = {key: _item(fact, key, value) for key, value in wanted.items()}
    if end.is_absent:
        yield end.becomes(list(items.values()))
    elif isinstance(end.written, list):
        for index, written in enumerate(end.written):
            leaves = list(ends_below(written, "", (*end.way, index)))
            for key in [key for key in items if any(_has_key(fact, leaf.written, key) for leaf in leaves)]:
                lacking = (leaf for leaf in leaves if not _has_tag(template, fact, leaf.written, key))
                yield from (leaf.becomes(items[key]) for leaf in lacking)
                del items[key]
        yield from (Patch((*end.way, len(end.written) + at), item) for at, item in enumerate(items.values()))
    elif not is_function(end.written):  # a single value where a list is due
        yield end.becomes([end.written, *items.values()])


def _into_specifications(template: Template, fact: TagFact, end: End, wanted: Mapping[str, str]) -> Iterator[Patch]:
    written, kind = end.written if isinstance(end.written, list) else [], dict(fact.extra)
    for index, one in enumerate(written):
        if isinstance(one, dict) and kind.items() <= one.items():
            for inner in ends_below(one, "Tags", (*end.way, index)):
                yield from _into_list(template, fact, inner, wanted)
            return
    specification = {**kind, "Tags": [_item(fact, *tag) for tag in wanted.items()]}
    if end.is_absent:
        yield end.becomes([specification])
    else:
        yield Patch((*end.way, len(written)), specification)


def _item(fact: TagFact, key: str, value: str) -> dict[str, Any]:
    beside = dict(fact.extra) if fact.shape is TagShape.LIST else {}
    return {fact.key: key, fact.value: value, **beside}


def _has_key(fact: TagFact, written: Any, key: str) -> bool:
    return isinstance(written, dict) and written.get(fact.key) == key


def _has_tag(template: Template, fact: TagFact, written: Any, key: str) -> bool:
    return _has_key(fact, written, key) and ABSENT not in template.alternatives(written.get(fact.value))
