"""A world that decides what it is asked, at once and in the first way that is left: one path through all of them.

The other ways are kept, to be asked next. Where few choices matter, that asks each world once and no more than that,
and nothing is read in two branches. What was read on one path is known on each other that decides the same on the way.
Source of the idea: path exploration, as symbolic execution does it.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from aspects.judge.template.decisions import TooManyWorldsError
from aspects.judge.template.world import ANY_WORLD, TemplateWorld

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from aspects.judge.template.choices import Choice, Known
    from aspects.judge.template.decisions import Worlds
    from aspects.judge.template.scope import Scope, ScopeResource


_NOTHING: Mapping[Choice, int] = {}


class TooManyPathsError(Exception):
    """More paths than may be asked one by one."""


class Turn(NamedTuple):
    """What a path was asked and how it went: the worlds where it goes so, and how often each choice decided that."""

    worlds: Worlds
    by: Mapping[Choice, int]


class Doubt(NamedTuple):
    """What a path was asked and answered by all of its worlds together: what is decided later may change that."""

    ask: Callable[[TemplateWorld], Any]
    left: Worlds
    given: Any

    def holds(self, knowledge: Known, left: Worlds) -> bool:
        """Whether some of the worlds answer the same."""
        return left is self.left or self.ask(TemplateWorld(knowledge, left)) == self.given


class Reading(NamedTuple):
    """What was read on a path, and what holds wherever that is read."""

    turn: Turn
    doubts: tuple[Doubt, ...]
    found: Any


@dataclass(slots=True, eq=False)
class DecidingWorld(TemplateWorld):
    """One path: what is `left` narrows while it is read, and `most` other ways may branch off.

    `others` are the worlds of each of these, `turns` and `doubts` what was asked.
    """

    most: int = 0
    others: list[Worlds] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    being_read: dict[Any, Any] = field(default_factory=dict)
    standing: dict[ScopeResource, Turn] = field(default_factory=dict)

    @property
    def is_stale(self) -> bool:
        """Whether something was answered that holds no more, after all that was decided since."""
        return not all(doubt.holds(self.knowledge, self.left) for doubt in self.doubts)

    def allows(self, worlds: Worlds) -> bool:
        """As of any world."""
        universe = self.knowledge.universe
        inside = universe.both(self.left, worlds)
        if inside is universe.none:
            self.turns.append(Turn(universe.but(worlds), _NOTHING))
        elif inside is self.left:
            self.turns.append(Turn(worlds, _NOTHING))
        else:
            self.doubts.append(Doubt(lambda world: world.allows(worlds), self.left, given=True))
        return inside is not universe.none

    def ways(self, choice: Choice) -> list[tuple[Any, Worlds]]:
        """The one way that is taken."""
        answers, at = self.knowledge.answers, (self.left, choice)
        if at not in answers:
            universe, left = self.knowledge.universe, self.left
            possible = ((way, universe.both(left, way[1])) for way in choice.ways)
            inside = list(itertools.islice((one for one in possible if one[1] is not universe.none), self.most + 2))
            if len(inside) > self.most + 1:
                raise TooManyPathsError
            way, worlds = inside[0]
            answers[at] = way, Turn(way[1], {choice: 1}), worlds, [other for _, other in reversed(inside[1:])]
        way, turn, worlds, others = answers[at]
        self.turns.append(turn)
        if others:
            self._decide(worlds, others)
        return [way]

    def _decide(self, left: Worlds, others: Sequence[Worlds]) -> None:
        self.others += others
        if len(self.others) > self.most:
            raise TooManyPathsError
        self.left = left

    def outcomes(self, scope: Scope, condition: str) -> list[tuple[bool, TemplateWorld]]:
        """As of any world, decided."""
        ((outcome, _),) = self.ways(self.knowledge.choice(scope, condition))
        return [(outcome, self)]

    def stands(self, resource: ScopeResource) -> bool:
        """As of any world. Where it is there, it stays there on the whole path."""
        turn = self.standing.get(resource)
        if turn is not None:
            self.turns.append(turn)
            return True
        turns, stands = len(self.turns), TemplateWorld.stands(self, resource)
        if stands and len(self.turns) == turns + 1:
            self.standing[resource] = self.turns[-1]
        return stands

    def pseudo(self, scope: Scope, name: str) -> list[Any]:
        """As of any world."""
        return self._doubted(lambda world: world.pseudo(scope, name))

    def _of_open(self, scope: Scope, name: str, values: list[Any]) -> list[Any]:
        return self._doubted(lambda world: world._of_open(scope, name, values))  # noqa: SLF001 - of its own kind

    def _doubted(self, ask: Callable[[TemplateWorld], list[Any]]) -> list[Any]:
        found = ask(TemplateWorld(self.knowledge, self.left))
        self.doubts.append(Doubt(ask, self.left, found))
        return found

    def remembered(self, of: Any, key: Any, read: Callable[[], Any], meanwhile: Any) -> Any:
        """As of any world: what was read on a path that decided the same, which is then decided here as well."""
        at = (of, key)
        if at in self.being_read:
            return self.being_read[at]
        universe, known = self.knowledge.universe, self.knowledge.memory.setdefault(at, [])
        for turn, doubts, found in known:
            inside = universe.both(self.left, turn.worlds)
            if inside is universe.none or not all(doubt.holds(self.knowledge, inside) for doubt in doubts):
                continue
            self.turns.append(turn)
            self.doubts += doubts
            if inside is not self.left:
                self._decide(inside, [universe.both(self.left, universe.but(turn.worlds))])
            return found
        return self._read(at, known, read, meanwhile)

    def _read(self, at: tuple[Any, Any], known: list[Reading], read: Callable[[], Any], meanwhile: Any) -> Any:
        turns, doubts = len(self.turns), len(self.doubts)
        if meanwhile is not None:
            self.being_read[at] = meanwhile
        found = read()
        self.being_read.pop(at, None)
        of, key = at
        asked, doubted = self.turns[turns:], tuple(self.doubts[doubts:])
        if not asked and not doubted:
            of.memory[ANY_WORLD, key] = found
        elif all(doubt.holds(self.knowledge, self.left) for doubt in doubted):
            known.append(Reading(self._as_one(asked), doubted, found))
        return found

    def _as_one(self, turns: list[Turn]) -> Turn:
        universe = self.knowledge.universe
        by = asked_for(turns)
        try:
            return Turn(functools.reduce(universe.both, dict.fromkeys(turn.worlds for turn in turns), universe.all), by)
        except TooManyWorldsError:
            return Turn(self.left, by)


def asked_for(turns: Iterable[Turn]) -> dict[Choice, int]:
    """How often which choice decided how it went."""
    found: dict[Choice, int] = {}
    for turn in (one for one in turns if one.by):
        for choice, count in turn.by.items():
            found[choice] = found.get(choice, 0) + count
    return found
