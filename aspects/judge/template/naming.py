"""Worlds in words: which of them something comes true in, by as few choices as tell them from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.template.choices import Choice
from aspects.judge.template.effort import Effort

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.template.decisions import Universe, Worlds
    from aspects.judge.template.scope import WholeScope

_MOST_NAMED = 3
_FEW = 8  # choices, which are told apart whatever was told before


def named(
    universe: Universe,
    worlds: Worlds,
    choices: Iterable[Choice],
    *,
    start: Worlds,
    seen_from: WholeScope,
    effort: Effort | None = None,
) -> str:
    """In words which of the worlds at the start some are, by those choices that matter: `HasLogs is false`.

    Empty where they are all that there are. Where many choices may matter, and the `effort` is spent, those are told
    without their ways: thousands of findings that hang on dozens of conditions each would take minutes.
    """
    rest, found, effort = universe.both(start, worlds), list[str](), effort or Effort()
    if rest is start:
        return ""
    choices = _hanging_together(list(choices), start.variables | worlds.variables)
    choices.sort(key=lambda one: one.kind != "condition")
    while rest is not universe.none and len(found) < _MOST_NAMED:
        if len(choices) > _FEW and effort.names < len(choices):
            return _in_short(choices, seen_from)
        effort.names -= len(choices)
        kept = _kept(universe, worlds, choices, start=start, rest=rest)
        covered = universe.all
        for choice, values in kept.items():
            covered = universe.both(covered, _where(universe, choice, values))
        said = [choice.said(values, seen_from) for choice, values in kept.items()]
        found.append(" and ".join(said))
        rest = universe.both(rest, universe.but(covered))
    more = [] if rest is universe.none else ["in other worlds"]
    return ", or when ".join(found) + ", or ".join(["", *more])


def _in_short(choices: list[Choice], seen_from: WholeScope) -> str:
    first = [choice.called(seen_from) for choice in choices[:_MOST_NAMED]]
    return f"{', '.join(first)} and {len(choices) - len(first)} more turn out in some of their ways"


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
