"""The world that a rule is asked in: what conditions and parameters are taken to be while it reads.

A rule reads a template as if nothing had to be decided. Where something has, it reads what the world says; where the
world leaves it open, every way that is left, and the world notes what was asked. Whoever asks the rule
(`exploration.py`) decides that, and asks again. Without a world, every branch is read, each for itself.
"""

from __future__ import annotations

from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aspects.judge.template.choices import Choice, Known
    from aspects.judge.template.decisions import Worlds
    from aspects.judge.template.scope import Scope, ScopeResource

_Read = TypeVar("_Read")

ANY_WORLD = "in any world"
"""Stands before the key of what was read without asking the world anything, and so holds in any."""

_MOST_WAYS = 16  # a parameter with more values is read as each of them, and not decided


@dataclass(slots=True)
class Notes:
    """What was asked of a world: what it left `open`, and how often; whether it was asked anything at all.

    `later` is what only a part of the world was asked, a branch of something open: it may not matter in the others.
    """

    open: dict[Choice, int] = field(default_factory=dict)
    later: dict[Choice, int] = field(default_factory=dict)
    consulted: bool = False

    def add(self, other: Notes, *, of_part: bool) -> None:
        """Note as well what others noted, of the same world or of a part of it."""
        self.consulted |= other.consulted
        for mine, theirs in ((self.later if of_part else self.open, other.open), (self.later, other.later)):
            for choice, count in theirs.items():
                mine[choice] = mine.get(choice, 0) + count

    @property
    def reads(self) -> int:
        """How often something was read that is left open."""
        return sum(self.open.values()) + sum(self.later.values())


@dataclass(slots=True, eq=False)
class TemplateWorld:
    """What is decided, as the set of worlds that are left.

    `thorough`: a parameter that may have any value is open as well, rather than taken to have its default. `of_part`:
    more is decided than in the world that the rule was asked in.
    """

    knowledge: Known
    left: Worlds
    thorough: bool = False
    notes: Notes = field(default_factory=Notes)
    of_part: bool = False

    def given(self, worlds: Worlds) -> TemplateWorld:
        """This world with something more decided; what is asked of either is noted by both."""
        left = self.knowledge.universe.both(self.left, worlds)
        more = TemplateWorld(self.knowledge, left, self.thorough, self.notes, of_part=True)
        return self if left is self.left else more

    def allows(self, worlds: Worlds) -> bool:
        """Whether one of some worlds is left."""
        self.notes.consulted = True
        universe = self.knowledge.universe
        return universe.both(self.left, worlds) is not universe.none

    def ways(self, choice: Choice) -> list[tuple[Any, Worlds]]:
        """In which ways a choice may still turn out; noted where there is more than one."""
        found = [way for way in choice.ways if self.allows(way[1])]
        if len(found) > 1:
            self._note(choice)
        return found

    def _note(self, choice: Choice) -> None:
        noted = self.notes.later if self.of_part else self.notes.open
        noted[choice] = noted.get(choice, 0) + 1

    def outcomes(self, scope: Scope, condition: str) -> list[tuple[bool, TemplateWorld]]:
        """What a condition may turn out to be, with the world in which it does."""
        memory, at = self.knowledge.memory, (self.left, scope, condition)
        if at not in memory:
            choice, universe = self.knowledge.choice(scope, condition), self.knowledge.universe
            inside = [(outcome, universe.both(self.left, worlds)) for outcome, worlds in choice.ways]
            memory[at] = choice, [one for one in inside if one[1] is not universe.none]
        choice, ways = memory[at]
        self.notes.consulted = True
        if len(ways) < 2:
            return [(outcome, self) for outcome, _ in ways]
        self._note(choice)
        return [
            (outcome, TemplateWorld(self.knowledge, left, self.thorough, self.notes, of_part=True))
            for outcome, left in ways
        ]

    def callers(self, scope: Scope) -> list[tuple[Scope, Mapping[str, Any], TemplateWorld]]:
        """By which stacks a template may be nested, each with what it passes and the world in which it is the one."""
        choice = self.knowledge.caller_choice(scope)
        if choice is None:
            return [(parent, passed, self) for parent, passed in scope.callers]
        ways = {id(worlds) for _, worlds in self.ways(choice)}
        return [
            (parent, passed, self.given(worlds))
            for (parent, passed), (_, worlds) in zip(scope.callers, choice.ways, strict=True)
            if id(worlds) in ways
        ]

    def parameter(self, scope: Scope, name: str, values: list[Any]) -> list[Any]:
        """Which of the values that a parameter's own body knows are left; none where it has another one."""
        choice = self.knowledge.parameter_choice(scope, name)
        if choice is not None and len(choice.ways) <= _MOST_WAYS:
            return [value for value, _ in self.ways(choice)]
        if choice is not None:
            return [value for value, worlds in choice.ways if self.allows(worlds)]
        return self._of_open(scope, name, values)

    def pseudo(self, scope: Scope, name: str) -> list[Any]:
        """The one value that is left to a pseudo parameter which is not known otherwise, where only one is."""
        self.notes.consulted = True
        return self.knowledge.forced(self, scope, name)

    def _of_open(self, scope: Scope, name: str, values: list[Any]) -> list[Any]:
        if self.thorough and values:
            default = self.knowledge.default_choice(scope, name, values[0])
            if any(value is False for value, _ in self.ways(default)):
                return self.knowledge.forced(self, scope, name)
        found = [value for value in values if self.allows(self.knowledge.is_value(scope, name, value))]
        return found or self.knowledge.forced(self, scope, name)

    def stands(self, resource: ScopeResource) -> bool:
        """Whether a resource may be there."""
        condition = resource.body.get("Condition")
        if isinstance(condition, str) and not any(
            outcome for outcome, _ in self.outcomes(resource.template, condition)
        ):
            return False
        return not resource.template.callers or self.allows(self.knowledge.stands(resource))

    def remembered(self, of: Any, key: Any, read: Callable[[], Any], meanwhile: Any) -> Any:
        """A reading that is done once in this world; `meanwhile` is what it gives while it is being done."""
        at = (of, self.left, self.thorough, key)
        memory = self.knowledge.memory
        if at not in memory:
            inner = TemplateWorld(self.knowledge, self.left, self.thorough)
            if meanwhile is not None:
                memory[at] = meanwhile, Notes()
            with entered(inner):
                memory[at] = read(), inner.notes
            if not inner.notes.consulted:
                of.memory[ANY_WORLD, key] = memory[at][0]
        found, notes = memory[at]
        self.notes.add(notes, of_part=self.of_part)
        return found


def remembered_while_judged(key: Any, read: Callable[[], _Read]) -> _Read:
    """What is the same in every world, read once while one resource is judged; anew where no world is asked."""
    world = current()
    if world is None:
        return read()
    memory: dict[Any, _Read] = world.knowledge.memory
    if key not in memory:
        with entered(None):
            memory[key] = read()
    return memory[key]


_CURRENT: ContextVar[TemplateWorld | None] = ContextVar("the world that a rule is asked in", default=None)


current = _CURRENT.get
"""The world that is being asked; None where there is none, and every branch counts."""


class entered:  # noqa: N801 - reads as a function; a class since it is entered for each branch
    """Read in a world, or in none, inside of the block."""

    __slots__ = ("_token", "_world")

    def __init__(self, world: TemplateWorld | None) -> None:
        self._world = world

    def __enter__(self) -> None:
        self._token: Token[TemplateWorld | None] = _CURRENT.set(self._world)

    def __exit__(self, *_: object) -> None:
        _CURRENT.reset(self._token)
