"""Readings that are worked out once, and live as long as what they are of: no cache keeps a judged template alive.

`functools.cache` would: it holds on to what it was asked of, in a command that ends soon as in an editor that does not.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from aspects.judge.template.model import Template


class Remembering(Protocol):
    """Whatever has a place for what was read of it: a resource, a template."""

    memory: dict[Any, Any]


_Of = TypeVar("_Of", bound=Remembering)
_Read = TypeVar("_Read")
_Rest = ParamSpec("_Rest")


def once(reading: Callable[Concatenate[_Of, _Rest], _Read]) -> Callable[Concatenate[_Of, _Rest], _Read]:
    """A reading of a resource or a template that is done once for each, and for each of its further arguments."""

    @functools.wraps(reading)
    def remembered(of: _Of, /, *rest: _Rest.args, **named: _Rest.kwargs) -> _Read:
        key = (reading, *rest, *named.items())
        if key not in of.memory:
            of.memory[key] = reading(of, *rest, **named)
        found: _Read = of.memory[key]
        return found

    return remembered


def once_an_app(reading: Callable[[tuple[Template, ...]], _Read]) -> Callable[[Template], _Read]:
    """A reading of all the templates that were read together, asked of any of them, that is done once for them all."""

    @functools.wraps(reading)
    def remembered(of: Template) -> _Read:
        app = of.app or (of,)
        memory = app[0].memory
        known, found = memory.get(reading, ((), None))
        if known is not app and known != app:  # the first look takes no time, however many templates there are
            found = reading(app)
            memory[reading] = app, found
        result: _Read = found
        return result

    return remembered
