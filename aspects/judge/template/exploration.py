"""Asking in every world that matters: what was left open is decided, in each way that it can be, and asked again.

Source of the idea: explicit-state exploration, bounded; beyond the bound an answer is that of all branches together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from aspects.judge.template.choices import Choice
from aspects.judge.template.world import TemplateWorld, entered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from aspects.judge.template.choices import Known
    from aspects.judge.template.decisions import Universe, Worlds
    from aspects.judge.template.scope import WholeScope

_Answer = TypeVar("_Answer")

_MOST = 64  # worlds that one answer is asked in
_LEAST, _MOST_READ = 4, 1024  # what reads many choices for one answer is asked in fewer worlds
_MOST_OF_NOTHING = 8  # what finds nothing in any branch seldom finds something in one of them
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class WorldAnswer(Generic[_Answer]):
    """What was answered in some worlds, and the choices that were decided on the way to them."""

    worlds: Worlds
    given: _Answer
    decided: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Asked(Generic[_Answer]):
    """What was answered in some worlds as a whole: what of them mattered was left `open`, and read how often.

    `reads` counts as well what matters only where something of that is decided.
    """

    worlds: Worlds
    given: _Answer
    open: dict[Choice, int]
    reads: int


def asked(knowledge: Known, worlds: Worlds, ask: Callable[[], _Answer], *, thorough: bool = False) -> Asked[_Answer]:
    """What is answered in some worlds, all branches that they leave together. Raises TooManyWorldsError."""
    knowledge.universe.begin()
    world = TemplateWorld(knowledge, worlds, thorough)
    with entered(world):
        given = ask()
    return Asked(worlds, given, world.notes.open, world.notes.reads)


def explored(
    knowledge: Known, start: Worlds, ask: Callable[[], _Answer], *, thorough: bool = False
) -> list[WorldAnswer[_Answer]]:
    """What is answered in each of the worlds, as many together as make no difference. Raises TooManyWorldsError."""
    first = asked(knowledge, start, ask, thorough=thorough)
    return explored_from(knowledge, first, ask, bound(first.reads, found=bool(first.given)), thorough=thorough)


def bound(reads: int, *, found: bool) -> int:
    """In how many worlds something may be asked that reads so many open choices, and found something in some branch."""
    return min(_MOST if found else _MOST_OF_NOTHING, max(_LEAST, _MOST_READ // max(reads, 1)))


def explored_from(
    knowledge: Known, first: Asked[_Answer], ask: Callable[[], _Answer], most: int, *, thorough: bool = False
) -> list[WorldAnswer[_Answer]]:
    """As `explored`, from what was asked already, in so many worlds at most."""
    if not first.open:
        return [WorldAnswer(first.worlds, first.given, ())]
    found: list[WorldAnswer[_Answer]] = []
    waiting: list[tuple[Worlds, int, tuple[Choice, ...]]] = []
    one, decided = first, tuple[Choice, ...]()
    while True:
        parts, chosen = _split(knowledge.universe, one.worlds, one.open, most)
        if not chosen:
            found.append(WorldAnswer(one.worlds, one.given, decided))
        else:
            waiting += [(part, most // len(parts), (*decided, *chosen)) for part in reversed(parts)]
        if not waiting:
            return found
        worlds, most, decided = waiting.pop()
        one = asked(knowledge, worlds, ask, thorough=thorough)
        most = min(most, bound(one.reads, found=bool(one.given)))


def _split(
    universe: Universe, worlds: Worlds, asked: dict[Choice, int], most: int
) -> tuple[list[Worlds], list[Choice]]:
    """Some worlds by the ways of the choices that were asked: of those asked most often, where all make too many."""
    parts, chosen = [worlds], list[Choice]()
    for choice in sorted(asked, key=lambda one: -asked[one])[:_MOST]:
        smaller = [universe.both(part, way) for part in parts for _, way in choice.ways]
        smaller = [part for part in smaller if part is not universe.none]
        if len(smaller) <= most:
            parts, chosen = smaller, [*chosen, choice]
    return parts, chosen


def named(
    universe: Universe, worlds: Worlds, choices: Iterable[Choice], *, start: Worlds, seen_from: WholeScope
) -> str:
    """In words which of the worlds at the start some are, by those choices that matter: `HasLogs is false`.

    Empty where they are all that there are.
    """
    rest, found = universe.both(start, worlds), list[str]()
    if rest is start:
        return ""
    choices = _hanging_together(list(choices), start.variables | worlds.variables)
    choices.sort(key=lambda one: one.kind != "condition")
    while rest is not universe.none and len(found) < _MOST_NAMED:
        kept = _kept(universe, worlds, choices, start=start, rest=rest)
        covered = universe.all
        for choice, values in kept.items():
            covered = universe.both(covered, _where(universe, choice, values))
        said = [choice.said(values, seen_from) for choice, values in kept.items()]
        found.append(" and ".join(said))
        rest = universe.both(rest, universe.but(covered))
    more = [] if rest is universe.none else ["in other worlds"]
    return ", or when ".join(found) + ", or ".join(["", *more])


def _hanging_together(choices: list[Choice], variables: int) -> list[Choice]:
    """The choices that have to do with some variables, by others of them as well: no other one tells worlds apart."""
    left, found = dict.fromkeys(choices), dict[Choice, None]()
    while near := [one for one in left if one.variables & variables]:
        for one in near:
            variables |= one.variables
            found[one] = left.pop(one)
    return [one for one in dict.fromkeys(choices) if one in found]


def _kept(
    universe: Universe, worlds: Worlds, choices: list[Choice], *, start: Worlds, rest: Worlds
) -> dict[Choice, list[object]]:
    """Some of the worlds by the values of as few choices as tell them from all others at the start."""
    values, inside, others = dict[Choice, list[object]](), [start], universe.but(worlds)
    ways: list[tuple[Choice, object, Worlds]] = []
    for choice in choices:
        possible = ((value, way, universe.both(inside[-1], way)) for value, way in choice.ways)
        value, way, left = next(one for one in possible if universe.meet(rest, one[2]))
        ways.append((choice, value, way))
        inside.append(left)
        if not universe.meet(left, others):
            break  # whatever comes after it tells nothing more
    needed = universe.all
    for before, (choice, value, way) in zip(reversed(inside[:-1]), reversed(ways), strict=True):
        if universe.meet(universe.both(before, needed), others):
            values, needed = {choice: [value], **values}, universe.both(way, needed)

    def holds(tried: dict[Choice, list[object]]) -> bool:
        inside = start
        for choice, some in tried.items():
            inside = universe.both(inside, _where(universe, choice, some))
        return not universe.meet(inside, others)

    for choice in [one for one in values if len(one.ways) > 2]:  # both of two would be as if it were not needed
        for value, way in choice.ways:
            if value not in values[choice] and universe.meet(start, way):
                wider = {**values, choice: [*values[choice], value]}
                values = wider if holds(wider) else values
    return values


def _where(universe: Universe, choice: Choice, values: list[object]) -> Worlds:
    found = universe.none
    for value, way in choice.ways:
        if value in values:
            found = universe.either(found, way)
    return found
