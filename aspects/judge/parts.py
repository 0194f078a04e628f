"""A rule that judges a resource part by part: each statement, each opening, each key by itself.

What is found of one part then depends on what that part says, and not on all that the others may turn out to be: a
policy of ten statements with two branches each is asked about twenty ways, rather than about their product.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from aspects.judge.rule import Breach
    from aspects.judge.template import Resource

_PLAIN = (str, int, bool, tuple)


class Part:
    """One part of a resource: what judges it, and what that is given beside the resource, as the template has it.

    Whatever a condition may decide of the part is read by what judges it, and not before.
    """

    __slots__ = ("_given", "_judged")

    def __init__(self, judged: Callable[..., Iterator[Breach]], *given: Any) -> None:
        self._judged, self._given = judged, given

    def breaches(self, resource: Resource) -> Iterator[Breach]:
        """What is found of it."""
        return self._judged(resource, *self._given)

    @property
    def key(self) -> Hashable:
        """The same for the same part, in whatever world it was found. What it is of must be kept meanwhile."""
        return self._judged, *(one if type(one) in _PLAIN else id(one) for one in self._given)


class InParts:
    """The check of such a rule: without a world, the breaches of each part in turn."""

    def __init__(self, parts: Callable[[Resource], Iterator[Part]]) -> None:
        functools.update_wrapper(self, parts)
        self.parts = parts

    def __call__(self, resource: Resource) -> Iterator[Breach]:
        """What is found of every part."""
        return (breach for part in self.parts(resource) for breach in part.breaches(resource))


def in_parts(parts: Callable[[Resource], Iterator[Part]]) -> InParts:
    """Make a check of a function that says which parts a resource has."""
    return InParts(parts)
