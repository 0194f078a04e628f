"""Where a value is written, so that a fix changes that and nothing around it: the ends of a place in the template.

A place (`Breach.at`) leaves out the functions that stand on the way. A branch of `Fn::If` is changed by itself, where
it is the one that was found. What another function makes (`Fn::FindInMap`, a transform) is replaced as a whole, or has
no end below it: no fix is better than one that says something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from aspects.judge.patch import GONE, Patch, steps
from aspects.judge.rewriting import ANYTHING, NO_VALUE, built

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template

_INDEX = re.compile(r"\[(\d+)\]\.?")


class End(NamedTuple):
    """Where a place ends: the way to what is written, what of the place is missing behind it, and what is written.

    `written` is None where something is missing. Where `AWS::NoValue` stands, that is the end, and all is missing.
    """

    way: tuple[str | int, ...]
    missing: tuple[str | int, ...]
    written: Any

    @property
    def is_absent(self) -> bool:
        """Whether nothing is there: it is missing, `AWS::NoValue`, or empty."""
        return bool(self.missing) or self.written in (NO_VALUE, None, "", [], {})

    def becomes(self, value: Any) -> Patch:
        """The change that puts a value there."""
        if value is GONE and self.way[-2:-1] == ("Fn::If",):
            return Patch(self.way, dict(NO_VALUE))
        if self.written != NO_VALUE:
            return Patch((*self.way, *self.missing), value)
        return Patch(self.way, built(self.missing, value))


def mended(resource: Resource, at: str, value: Any, *, was: Any = ANYTHING, name: str = "") -> tuple[Patch, ...]:
    """What makes the property at a place a value, or takes it away, wherever it `was` what was found.

    `name` is the last name of the place where that has dots in it.
    """
    found = (end for end in ends(resource, at, was=was, name=name) if value is not GONE or not end.missing)
    return tuple(end.becomes(value) for end in found)


def ends(resource: Resource, at: str, *, was: Any = ANYTHING, name: str = "") -> list[End]:
    """Where a place of a resource ends, one for each branch of a condition in which it `was` what was found."""
    root = ("Resources", resource.logical_id, "Properties")
    found = list(ends_below(resource.properties, at, root, name))
    if was is ANYTHING:
        return found
    return [end for end in found if _may_be(resource.template, end, was)] or found


def ends_below(node: Any, at: str, way: tuple[str | int, ...], name: str = "") -> Iterator[End]:
    """As `ends`, from any value of a template and the way to it."""
    branches = node.get("Fn::If") if isinstance(node, dict) and len(node) == 1 else None
    if isinstance(branches, list) and len(branches) == 3:
        for index in (1, 2):
            yield from ends_below(branches[index], at, (*way, "Fn::If", index), name)
    elif not at:
        yield End(way, (), node)
    elif node == NO_VALUE:
        yield End(way, _steps(at, name), node)
    elif isinstance(node, dict):
        yield from _in_mapping(node, at, way, name)
    elif isinstance(node, list) and (found := _INDEX.match(at)):
        index = int(found[1])
        if index < len(node):
            yield from ends_below(node[index], at[found.end() :], (*way, index), name)


def _in_mapping(node: dict[str, Any], at: str, way: tuple[str | int, ...], name: str) -> Iterator[End]:
    if found := _INDEX.match(at):  # a single value where a list is due
        yield from ends_below(node, at[found.end() :], way, name)
        return
    for key in sorted(node, key=lambda one: len(str(one)), reverse=True):
        rest = at.removeprefix(str(key))
        if rest != at and rest[:1] in ("", ".", "["):
            yield from ends_below(node[key], rest.removeprefix("."), (*way, key), name)
            return
    if not is_function(node):
        yield End(way, _steps(at, name), None)


def is_function(node: Any) -> bool:
    """Whether a value as it is written is an intrinsic function."""
    only = str(next(iter(node))) if isinstance(node, dict) and len(node) == 1 else ""
    return only.startswith("Fn::") or only == "Ref"


def _steps(at: str, name: str) -> tuple[str | int, ...]:
    head = at.removesuffix(name) if name else at
    return (*steps(head), *([name] if head != at else []))


def _may_be(template: Template, end: End, was: Any) -> bool:
    written = NO_VALUE if end.missing else end.written
    return any(one is was or one == was for one in template.alternatives(written))
