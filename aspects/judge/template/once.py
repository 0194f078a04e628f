"""Readings that are worked out once, and live as long as what they are of: no cache keeps a judged template alive.

`functools.cache` would: it holds on to what it was asked of, in a command that ends soon as in an editor that does not.
A reading of a resource is of the world that is being asked (`world.py`), and is remembered with it. A reading of a
whole template, or of all that were read together, is of every world at once: what it says of one resource is to be
asked again.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from aspects.judge.template.world import ANY_WORLD, current, entered

if TYPE_CHECKING:
    from collections.abc import Callable


class Remembering(Protocol):
    """Whatever has a place for what was read of it: a resource, a template."""

    memory: dict[Any, Any]


_Of = TypeVar("_Of", bound=Remembering)
_Read = TypeVar("_Read")
_Rest = ParamSpec("_Rest")


def once(reading: Callable[Concatenate[_Of, _Rest], _Read]) -> Callable[Concatenate[_Of, _Rest], _Read]:
    """A reading of a resource or a template that is done once for each, and for each of its further arguments."""

    @functools.wraps(reading)
    def read_once(of: _Of, /, *rest: _Rest.args, **named: _Rest.kwargs) -> _Read:
        key = (reading, *rest, *named.items())
        if current() is None or getattr(of, "template", None) is not of:
            return remembered(of, key, lambda: reading(of, *rest, **named))
        with entered(None):
            return remembered(of, key, lambda: reading(of, *rest, **named))

    return read_once


def remembered(of: Remembering, key: Any, read: Callable[[], _Read], *, meanwhile: _Read | None = None) -> _Read:
    """What is read of something, worked out at the first call, in each world that makes a difference to it.

    `meanwhile` is what it gives while it is being worked out, for what may come round to itself.
    """
    world = current()
    found: _Read
    if world is None:
        if key not in of.memory:
            if meanwhile is not None:
                of.memory[key] = meanwhile
            of.memory[key] = read()
        found = of.memory[key]
    elif (whatever := (ANY_WORLD, key)) in of.memory:
        found = of.memory[whatever]
    else:
        found = world.remembered(of, key, read, meanwhile)
    return found


def once_an_app(reading: Callable[[tuple[_Of, ...]], _Read]) -> Callable[[_Of], _Read]:
    """A reading of all the templates that were read together, asked of any of them, that is done once for them all."""

    @functools.wraps(reading)
    def remembered(of: _Of) -> _Read:
        app: tuple[_Of, ...] = getattr(of, "app", ()) or (of,)
        memory = app[0].memory
        known, found = memory.get(reading, ((), None))
        if known is not app and known != app:  # the first look takes no time, however many templates there are
            with entered(None):
                found = reading(app)
            memory[reading] = app, found
        result: _Read = found
        return result

    return remembered
