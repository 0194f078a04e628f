"""What can turn out in several ways, and what is known of that: all that a world needs to know."""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from aspects.judge.template.property_values import describe

if TYPE_CHECKING:
    from aspects.judge.template.decisions import Universe, Variable, Worlds
    from aspects.judge.template.effort import Effort
    from aspects.judge.template.scope import Scope, ScopeResource, WholeScope


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Something that can turn out in several ways: a condition, a parameter, or by which stack a template is nested.

    What is known of the templates has each of them once, so that it is told from others by itself.

    `ways` has its values, each with the worlds in which it is that; `variables` a bit for each that it depends on.
    """

    scope: Scope
    name: str
    kind: str
    ways: tuple[tuple[Any, Worlds], ...]
    variables: int = field(init=False)

    def __post_init__(self) -> None:
        """Told once: it is asked for each finding."""
        variables = functools.reduce(operator.or_, (worlds.variables for _, worlds in self.ways), 0)
        object.__setattr__(self, "variables", variables)

    def called(self, seen_from: WholeScope) -> str:
        """Its name; with that of its stack, where it is of another one."""
        name = self.name or "who nests it"
        if self.scope.template is not seen_from:
            name += f" of {self.scope.template.stack_name or self.scope.template.path.name}"
        return name

    def said(self, values: list[Any], seen_from: WholeScope) -> str:
        """In words that it has one of some values: `HasLogs is false`, `Environment is dev or stg`."""
        if self.kind == "caller":
            return f"it is nested as {' or '.join(map(str, values))}"
        name = self.called(seen_from)
        others = [value for value, _ in self.ways if value not in values]
        if len(others) == 1 and len(values) > 1:
            return f"{name} is not {_told(others[0])}"
        return f"{name} is {' or '.join(map(_told, values))}"


class Within(NamedTuple):
    """Some of the worlds that something was asked in, and the choices that decide whether it is one of them."""

    worlds: Worlds
    by: tuple[Choice, ...]


def _told(value: Any) -> str:
    return describe(value) or "empty"


class Allowing(Protocol):
    """A world, as far as it says which others are left."""

    def allows(self, worlds: Worlds) -> bool:
        """Whether one of some worlds is left."""


class Known(Protocol):
    """What is known of the templates that are read together (`knowledge.py`)."""

    @property
    def universe(self) -> Universe:
        """All worlds that there are."""

    @property
    def memory(self) -> dict[Any, Any]:
        """What was read in one world."""

    @property
    def answers(self) -> dict[Any, Any]:
        """What holds for all of them."""

    @property
    def effort(self) -> Effort:
        """What may still be spent on them."""

    def choice(self, scope: Scope, name: str) -> Choice:
        """A condition."""

    def condition(self, scope: Scope, name: str) -> Worlds:
        """Where a condition is true."""

    def free(self, scope: Scope, what: str) -> Worlds:
        """Where something is true that only the deploy knows."""

    def caller_choice(self, scope: Scope) -> Choice | None:
        """By which of several stacks a template is nested."""

    def parameter_choice(self, scope: Scope, name: str) -> Choice | None:
        """A parameter that has one of some values."""

    def default_choice(self, scope: Scope, name: str, default: Any) -> Choice:
        """A parameter that has its default, or not."""

    def is_value(self, scope: Scope, name: str, value: Any) -> Worlds:
        """Where a parameter has a value."""

    def forced(self, world: Allowing, scope: Scope, name: str) -> list[Any]:
        """The one value that a world leaves to a parameter."""

    def variable(self, scope: Scope, name: str) -> Variable:
        """The variable of a parameter."""

    def stands(self, resource: ScopeResource) -> Worlds:
        """Where a resource is there."""
