"""Asking in every world that matters. Where these are few, each is asked once, path by path (`deciding.py`).

Else all are asked together, what was left open is decided, in each way that it can be, and asked again.
Source of the idea: explicit-state exploration, bounded; beyond the bound an answer is that of all branches together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from aspects.judge.template.choices import Choice
from aspects.judge.template.deciding import DecidingWorld, TooManyPathsError, Turn, asked_for
from aspects.judge.template.decisions import TooManyWorldsError
from aspects.judge.template.world import TemplateWorld, entered

if TYPE_CHECKING:
    from collections.abc import Callable

    from aspects.judge.template.choices import Known
    from aspects.judge.template.decisions import Universe, Worlds

_Answer = TypeVar("_Answer")

_MOST = 64  # worlds that one answer is asked in
_LEAST, _MOST_READ = 4, 1024  # what reads many choices for one answer is asked in fewer worlds
_MOST_OF_NOTHING = 8  # what finds nothing in any branch seldom finds something in one of them
_MOST_PATHS, _MOST_OTHERS = 8, 3  # that are asked one by one, and that may branch off the first: else there are more


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
    if not thorough and (found := by_paths(knowledge, start, ask)) is not None:
        return found
    first = asked(knowledge, start, ask, thorough=thorough)
    return explored_from(knowledge, first, ask, bound(first.reads, found=bool(first.given)), thorough=thorough)


def by_paths(knowledge: Known, start: Worlds, ask: Callable[[], _Answer]) -> list[WorldAnswer[_Answer]] | None:
    """What is answered in each of the worlds, path by path; None where that would be too many."""
    found: list[tuple[Worlds, _Answer]] = []
    waiting, universe, turns = [start], knowledge.universe, list[Turn]()
    try:
        while waiting:
            universe.begin()
            world = DecidingWorld(knowledge, waiting.pop())
            world.most = _MOST_PATHS - len(found) - len(waiting) - 1 if found else _MOST_OTHERS
            with entered(world):
                given = ask()
            if not found and not world.others:
                return [WorldAnswer(start, given, ())]  # nothing was open
            if world.is_stale:
                again = asked(knowledge, world.left, ask)
                if again.open:
                    return None
                given = again.given
            found.append((world.left, given))
            turns += world.turns
            waiting += world.others
    except (TooManyPathsError, TooManyWorldsError):
        return None
    read = asked_for(turns)
    choices = [one for one in sorted(read, key=lambda one: -read[one]) if not _is_settled(knowledge, start, one)]
    return [WorldAnswer(worlds, given, tuple(choices)) for worlds, given in found]


def _is_settled(knowledge: Known, worlds: Worlds, choice: Choice) -> bool:
    at, universe = (_is_settled, worlds, choice), knowledge.universe
    if at not in knowledge.answers:
        knowledge.answers[at] = any(universe.both(worlds, way) is worlds for _, way in choice.ways)
    found: bool = knowledge.answers[at]
    return found


def bound(reads: int, *, found: bool) -> int:
    """In how many worlds something may be asked that reads so many open choices, and found something in some branch."""
    return min(_MOST if found else _MOST_OF_NOTHING, max(_LEAST, _MOST_READ // max(reads, 1)))


def explored_from(
    knowledge: Known, first: Asked[_Answer], ask: Callable[[], _Answer], most: int, *, thorough: bool = False
) -> list[WorldAnswer[_Answer]]:
    """As `explored`, from what was asked already, in so many worlds at most; in no more than are left to all."""
    if not first.open:
        return [WorldAnswer(first.worlds, first.given, ())]
    found: list[WorldAnswer[_Answer]] = []
    waiting: list[tuple[Worlds, int, tuple[Choice, ...]]] = []
    one, decided = first, tuple[Choice, ...]()
    while True:
        knowledge.effort.worlds -= not thorough
        most = most if knowledge.effort.worlds >= 0 or thorough else 1
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
