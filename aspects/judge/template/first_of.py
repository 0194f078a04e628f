"""Which of several resources is the first that has a key, a name say, however many conditions decide that.

Asked one after the other in the world that a rule is asked in, each of the others would be
one more thing to decide there. Each is read once instead, in all the worlds that matter to it, and who comes first in
which of them is told at once.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from aspects.judge.template.choices import Choice, Within
from aspects.judge.template.decisions import size
from aspects.judge.template.exploration import explored
from aspects.judge.template.presence import conditions_of
from aspects.judge.template.world import current

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Sequence

    from aspects.judge.template.choices import Known
    from aspects.judge.template.decisions import Universe, Worlds
    from aspects.judge.template.scope import ScopeResource

_One = TypeVar("_One", bound="ScopeResource")
_MOST = 32  # resources that come first in some world: where none of them does, the next one is taken to
_LARGEST = 64  # of a set of worlds in which none does so far: beyond that as well


@dataclass(slots=True)
class _Firsts:
    """How far the resources were looked at, the worlds in which none of these is the first, and those that are."""

    key: Hashable
    resources: Sequence[Any]
    left: Worlds
    seen: int = 0
    found: list[_First] = field(default_factory=list)
    places: dict[Any, int] = field(init=False)

    def __post_init__(self) -> None:
        self.places = {one: index for index, one in enumerate(self.resources)}


class _First(NamedTuple):
    """The index of one that comes first in some worlds; those that are `left` to the next; what decides all so far."""

    at: int
    worlds: Worlds
    left: Worlds
    by: tuple[Choice, ...]


def firsts_of(
    key: Hashable, resources: Sequence[_One], before: _One, keys_of: Callable[[_One], Collection[Hashable]]
) -> Iterator[tuple[_One, Within | None]]:
    """Each of some resources that is the first to have a key, of those that stand before another one, and in what.

    `resources` are all of an app that may have it, and `keys_of` tells which keys one has.
    """
    world = current()
    if world is None:
        first = next((one for one in _before(resources, before) if key in keys_of(one)), None)
        yield from () if first is None else ((first, None),)
        return
    knowledge, at = world.knowledge, (firsts_of, key)
    if at not in knowledge.answers:
        knowledge.answers[at] = _Firsts(key, resources, knowledge.universe.all)
    known: _Firsts = knowledge.answers[at]
    firsts = _looked_at(knowledge, known, known.places.get(before, len(resources)), keys_of)
    left = [one for one in firsts if world.allows(one.worlds)]
    surely = len(left) == 1 and not world.allows(firsts[-1].left)
    for one in left:
        worlds = knowledge.universe.both(world.left, one.worlds)
        yield resources[one.at], None if surely else Within(worlds, firsts[-1].by)


def _before(resources: Sequence[_One], one: _One) -> Sequence[_One]:
    """Those that stand before one of them; all of them where it is none of them."""
    return resources[: resources.index(one)] if one in resources else resources


def _looked_at(
    knowledge: Known, firsts: _Firsts, end: int, keys_of: Callable[[Any], Collection[Hashable]]
) -> list[_First]:
    """Those of the resources that stand before an index."""
    universe = knowledge.universe
    while firsts.seen < end and firsts.left is not universe.none:
        worlds, left, by = firsts.left, universe.none, tuple[Choice, ...]()
        if len(firsts.found) < _MOST:
            having, by = _having(knowledge, firsts.resources[firsts.seen], keys_of)
            worlds, left = _parted(universe, firsts.left, having.get(firsts.key, universe.none))
        if worlds is not universe.none:
            firsts.left = left
            by = (*firsts.found[-1].by, *by) if firsts.found else by
            firsts.found.append(_First(firsts.seen, worlds, left, tuple(dict.fromkeys(by))))
        firsts.seen += 1
    return [one for one in firsts.found if one.at < end]


def _parted(universe: Universe, left: Worlds, having: Worlds) -> tuple[Worlds, Worlds]:
    """Those of the worlds that are left in which a resource has the key, and the others; none where that is too much.

    They are part of every later question, which is answered quickly where they are small.
    """
    worlds = universe.both(left, having)
    if worlds is universe.none:
        return worlds, left
    others = universe.both(left, universe.but(having))
    return (worlds, others) if size(others, _LARGEST) < _LARGEST else (left, universe.none)


def _having(
    knowledge: Known, resource: _One, keys_of: Callable[[_One], Collection[Hashable]]
) -> tuple[dict[Hashable, Worlds], tuple[Choice, ...]]:
    """The worlds in which a resource has each of its keys, and what decides that."""
    at, universe = (keys_of, resource), knowledge.universe
    if at not in knowledge.answers:
        there, by = knowledge.stands(resource), dict[Choice, None]()
        found: dict[Hashable, Worlds] = {}
        for answer in explored(knowledge, universe.all, functools.partial(keys_of, resource)):
            by |= dict.fromkeys(answer.decided)
            for key in answer.given:
                worlds = universe.both(there, answer.worlds)
                found[key] = universe.either(found.get(key, universe.none), worlds)
        knowledge.answers[at] = found, (*by, *conditions_of(knowledge, resource))
    having: tuple[dict[Hashable, Worlds], tuple[Choice, ...]] = knowledge.answers[at]
    return having
