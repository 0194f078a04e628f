"""Policy statements as plain text, each with where it stands: what the evaluation reads.

Source: IAM User Guide, "Grammar of the IAM JSON policy language".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aspects.judge.access.values import place_texts
from aspects.judge.iam.conditions import Condition
from aspects.judge.iam.matching import matches, unknown_text
from aspects.judge.iam.truth import Truth, both, either, negated
from aspects.judge.template import OPAQUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from aspects.judge.access.values import Values
    from aspects.judge.template import Resource, Template
    from aspects.judge.template import policies as reading


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a statement stands: stack, logical id, place in the resource, and the Python line that made it."""

    stack: str
    logical_id: str
    path: str
    source: str = ""

    def __str__(self) -> str:
        """As a finding says it."""
        where = f" ({self.source})" if self.source else ""
        return f"{self.stack} {self.logical_id} {self.path}".rstrip() + where


@dataclass(frozen=True, slots=True)
class NamedPrincipal:
    """A principal as a policy names it: its kind, `AWS`, `Service`, `Federated`, `CanonicalUser` or `*`."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class PolicyStatement:
    """One statement. `certain` is less than yes where only a condition of the template decides whether it is there."""

    effect: str
    origin: Origin
    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    not_resources: tuple[str, ...] = ()
    principals: tuple[NamedPrincipal, ...] = ()
    not_principals: tuple[NamedPrincipal, ...] = ()
    conditions: tuple[Condition, ...] = ()
    certain: Truth = Truth.YES

    def covers(self, action: str) -> Truth:
        """Whether it is about an action, whose case does not matter."""
        named = self.not_actions or self.actions
        found = either(matches(one, action, ignore_case=True) for one in named)
        return negated(found) if self.not_actions else found


@dataclass(frozen=True, eq=False, slots=True)
class Policies:
    """The statements that speak of one thing, and in a line each what of them nobody knows."""

    statements: tuple[PolicyStatement, ...] = ()
    unknown: tuple[str, ...] = ()
    _about: dict[str, tuple[tuple[PolicyStatement, Truth], ...]] = field(default_factory=dict, repr=False)

    def about(self, action: str) -> tuple[tuple[PolicyStatement, Truth], ...]:
        """The statements that cover an action, or may."""
        if action not in self._about:
            covering = ((one, both(one.certain, one.covers(action))) for one in self.statements)
            self._about[action] = tuple(found for found in covering if found[1])
        return self._about[action]

    def __add__(self, other: Policies) -> Policies:
        """Both together."""
        return Policies((*self.statements, *other.statements), (*self.unknown, *other.unknown))


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes plain statements of those that the judge reads."""

    values: Values

    def policies(self, resource: Resource, found: Iterable[reading.Statement]) -> Policies:
        """The statements of a resource's document."""
        template, source = resource.template, source_of(resource)
        return self.plain(template, found, lambda path: Origin(template.stack_name, resource.logical_id, path, source))

    def plain(
        self, template: Template, found: Iterable[reading.Statement], origin_at: Callable[[str], Origin]
    ) -> Policies:
        """The statements of a document of a template."""
        statements = list(found)
        paths = [one.path for one in statements]
        read, unknown = [], []
        for one in statements:
            origin = origin_at(one.path)
            if one.unknown:
                unknown.append(f"{origin}: {one.unknown}")
                continue
            certain = Truth.YES if paths.count(one.path) == 1 and isinstance(one.effect, str) else Truth.MAYBE
            read.append(self._statement(template, one, origin, certain))
        return Policies(tuple(read), tuple(unknown))

    def _statement(self, template: Template, one: reading.Statement, origin: Origin, certain: Truth) -> PolicyStatement:
        def texts(name: str) -> tuple[str, ...]:
            return tuple(place_texts(self.values, template, getattr(one, name)))

        return PolicyStatement(
            effect=one.effect if isinstance(one.effect, str) else "Allow",
            origin=origin,
            actions=texts("actions"),
            not_actions=texts("not_actions"),
            resources=texts("resources"),
            not_resources=texts("not_resources"),
            principals=tuple(self._principals(template, one.principals)),
            not_principals=tuple(self._principals(template, one.not_principals)),
            conditions=tuple(
                Condition(given.operator, given.key, tuple(self._values(template, given.values)))
                for given in one.conditions
            ),
            certain=certain,
        )

    def _principals(self, template: Template, found: Iterable[reading.Principal]) -> Iterator[NamedPrincipal]:
        for one in found:
            text = self.values.text(template, one.value)
            yield NamedPrincipal("*" if text == "*" else one.kind, text)

    def _values(self, template: Template, found: Iterable[object]) -> Iterator[str]:
        for one in found:
            yield self.values.text(template, one) if isinstance(one, (str, int, float, *OPAQUE)) else unknown_text("?")


def source_of(resource: Resource) -> str:
    """The Python line that made a resource, or the construct that it is in."""
    path, sources = resource.construct_path, resource.template.sources
    while path:
        if path in sources:
            return sources[path]
        path = path.rpartition("/")[0]
    return ""
