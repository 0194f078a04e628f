"""What a rule finds on a resource, in every world that conditions and parameters allow.

A finding of all worlds is one, and names none; any other says in which it comes true, by the choices that matter.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from aspects.judge.parts import InParts, Part
from aspects.judge.template.decisions import TooManyWorldsError, Worlds
from aspects.judge.template.exploration import WorldAnswer, asked, bound, by_paths, explored, explored_from
from aspects.judge.template.knowledge import Knowledge
from aspects.judge.template.naming import named

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from aspects.judge.patch import Patch
    from aspects.judge.rule import Breach, Rule
    from aspects.judge.template import Resource, Template
    from aspects.judge.template.choices import Choice, Within

    _Explore = Callable[[Worlds], Iterable[WorldAnswer[list[Breach]]]]

_Read = TypeVar("_Read")


class Asking:
    """Rules asked about resources, one app after the other, with what is known of its worlds."""

    def __init__(self) -> None:
        self._first: Template | None = None
        self._known: Knowledge | None = None

    def breaches(self, rule: Rule, resource: Resource, *, today: datetime.date | None) -> list[Breach]:
        """What a rule finds, each breach once."""
        knowledge = self._knowledge(resource.template)
        ask = functools.partial(_asked, rule, resource, today)
        if knowledge is None or rule.as_written:
            return ask()
        try:
            return list(_in_worlds(knowledge, resource, _readings(knowledge, rule, resource, ask)))
        except TooManyWorldsError:
            return ask()

    def forget(self, resource: Resource) -> None:
        """Let go of what was read in the worlds of a resource, which is judged."""
        knowledge = self._knowledge(resource.template)
        if knowledge is not None:
            knowledge.memory.clear()

    def _knowledge(self, template: Template) -> Knowledge | None:
        """What is known of an app; None where nothing in it has to be decided."""
        app = template.app or (template,)
        if app[0] is not self._first:
            self._first, self._known = app[0], Knowledge() if any(map(_branches, app)) else None
        return self._known


def _branches(template: Template) -> bool:
    """Whether something may turn out in several ways: a condition, a parameter with some values, who nests it."""
    listed = any("AllowedValues" in one for one in template.parameters.values() if isinstance(one, dict))
    return bool(template.conditions) or listed or len(template.callers) > 1


def in_each_world(resource: Resource, read: Callable[[Resource], _Read]) -> list[_Read]:
    """What is read of one resource by itself, in each world that makes a difference."""
    knowledge = Knowledge()
    try:
        answers = explored(knowledge, knowledge.stands(resource), functools.partial(read, resource))
    except TooManyWorldsError:
        return [read(resource)]
    return [answer.given for answer in answers]


def _asked(rule: Rule, resource: Resource, today: datetime.date | None) -> list[Breach]:
    return _each_once(rule.breaches(resource, today))


def _each_once(breaches: Iterable[Breach]) -> list[Breach]:
    """Each breach once, with the patches of all that are equal to it: what was found in two branches is in both."""
    given = list(breaches)
    if not given or (len(given) == 1 and len(given[0].patches) < 2):
        return given
    found: dict[tuple[Breach, Within | None], list[Breach]] = {}
    for breach in given:
        found.setdefault((breach, breach.within), []).append(breach)
    return [_as_one(same) for same in found.values()]


def _as_one(same: list[Breach]) -> Breach:
    if len(same) == 1 and len({patch.path for patch in same[0].patches}) == len(same[0].patches):
        return same[0]
    patches: dict[tuple[str | int, ...], Patch] = {}
    for patch in (patch for breach in same for patch in breach.patches):
        patches.setdefault(patch.path, patch)
    return same[0] if len(patches) == len(same[0].patches) else replace(same[0], patches=tuple(patches.values()))


def _readings(knowledge: Knowledge, rule: Rule, resource: Resource, ask: Callable[[], list[Breach]]) -> _Explore:
    """How a rule is asked: as a whole, or about each part of the resource by itself."""
    if isinstance(rule.check, InParts):
        return functools.partial(_of_parts, knowledge, resource, rule.check)
    return lambda start: explored(knowledge, start, ask)


def _of_parts(
    knowledge: Knowledge, resource: Resource, check: InParts, start: Worlds
) -> Iterator[WorldAnswer[list[Breach]]]:
    """What is found of each part, in each world that makes a difference to it, or to whether it is there."""
    universe, there = knowledge.universe, dict[Any, tuple[Part, Worlds]]()
    listed = explored(knowledge, start, lambda: list(check.parts(resource)))
    for parts in listed:
        for part in parts.given:
            before = there[part.key][1] if part.key in there else universe.none
            there[part.key] = part, universe.either(before, parts.worlds)
    decided = tuple(dict.fromkeys(choice for parts in listed for choice in parts.decided))
    asks = [(functools.partial(_listed, part, resource), worlds) for part, worlds in there.values()]
    for answer in _of_each(knowledge, asks):
        yield WorldAnswer(answer.worlds, answer.given, (*decided, *answer.decided))


def _of_each(
    knowledge: Knowledge, asks: Sequence[tuple[Callable[[], list[Breach]], Worlds]]
) -> Iterator[WorldAnswer[list[Breach]]]:
    """What is answered to each of some questions: by paths, from the first on that has too many of them otherwise."""
    by_itself = 0
    for ask, worlds in asks:
        answers = by_paths(knowledge, worlds, ask)
        if answers is None:
            break
        yield from answers
        by_itself += 1
    left = asks[by_itself:]
    first = [asked(knowledge, worlds, ask) for ask, worlds in left]
    most = bound(sum(one.reads for one in first), found=any(one.given for one in first))
    for (ask, _), one in zip(left, first, strict=True):
        yield from explored_from(knowledge, one, ask, most)


def _listed(part: Part, resource: Resource) -> list[Breach]:
    return _each_once(part.breaches(resource))


def _in_worlds(knowledge: Knowledge, resource: Resource, explore: _Explore) -> Iterator[Breach]:
    universe = knowledge.universe
    universe.begin()
    start = knowledge.stands(resource)
    if start is universe.none:
        return
    found: dict[Breach, tuple[list[Breach], list[Worlds]]] = {}
    choices: dict[Choice, None] = {}
    by: tuple[Choice, ...] = ()
    for answer in explore(start):
        choices |= dict.fromkeys(answer.decided)
        for one in answer.given:
            worlds = answer.worlds
            if one.within:
                if one.within.by is not by:  # the same for many
                    by = one.within.by
                    choices |= dict.fromkeys(by)
                worlds = universe.both(worlds, one.within.worlds)
            equal, where = found.setdefault(one, ([], []))
            equal.append(one)
            where.append(worlds)
    decided = tuple(choices)
    for same, where in found.values():
        worlds = functools.reduce(universe.either, where)
        breach, when = _as_one(same), _named(knowledge, worlds, decided, start, of=resource.template)
        said = f"{breach.found} That is so when {when}." if when else breach.found
        yield breach.saying(said) if when or breach.within else breach


def _named(knowledge: Knowledge, worlds: Worlds, choices: tuple[Choice, ...], start: Worlds, *, of: Template) -> str:
    """As `named`, once for all that is found in the same worlds: many resources hang on the same conditions."""
    if knowledge.universe.both(start, worlds) is start:
        return ""  # wherever the resource is there
    at = (named, worlds, choices, start, of)
    if at not in knowledge.answers:
        knowledge.answers[at] = named(
            knowledge.universe, worlds, choices, start=start, seen_from=of, effort=knowledge.effort
        )
    found: str = knowledge.answers[at]
    return found
