"""What should stand at a path below a value of a template, and the edits that this makes of what is written there."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aspects.judge.patch import GONE, nested
from aspects.judge.template import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Step = str | int
    Way = tuple[Step, ...]


class BranchGuard(NamedTuple):
    """Which of several mappings is meant, and how many steps above a target it stands."""

    above: int
    holds: Callable[[Any], bool]


class _Anything(Enum):
    ANYTHING = "anything"


ANYTHING: Final = _Anything.ANYTHING
"""In place of a value that was found: whatever stands there."""

NEXT: Final = -1
"""As a step: behind the last item of a list."""
NO_VALUE: Final = {"Ref": "AWS::NoValue"}


class UnfitError(Exception):
    """There is no change that would be right."""


class Edit(NamedTuple):
    """What should stand at the end of a way, GONE among it, and what is `written` there now, ABSENT among it."""

    way: Way
    value: Any
    written: Any = ABSENT


class RewriteTarget(NamedTuple):
    """What should stand at some steps below a value, in place of what was `given` there.

    `value` may be a function: of what is written at the end of the path it says the edits, from there on.
    `guard`: so many steps above it stands a mapping that it is about; another, of another branch, is left alone.
    `within`: what so many steps lead to is there already; where a branch has none, none is made.
    `chosen`: a branch was taken on the way, of which another may be meant. Where there is one way, it is that.
    """

    path: Way
    value: Any | Callable[[Any], Iterable[Edit]]
    given: Any = ANYTHING
    guard: BranchGuard | None = None
    within: int = 0
    chosen: bool = False

    def below(self, steps: int = 1) -> RewriteTarget:
        """The same, some steps further down."""
        path, within = self.path[steps:], self.within - steps
        return RewriteTarget(path, self.value, self.given, self.guard, within, self.chosen)

    def edits(self, way: Way, written: Any) -> Iterator[Edit]:
        """What it makes of what is written at the end of a way, with whatever of its path is missing there."""
        found = self.value(written) if callable(self.value) else (Edit((), self.value),)
        for one in found:
            if one.value is GONE and (self.path or (written is ABSENT and not one.way)):
                continue
            at = (*way, *one.way)
            value = dict(NO_VALUE) if one.value is GONE and at[-2:-1] == ("Fn::If",) else nested(self.path, one.value)
            yield Edit(at, value, ABSENT if one.way else written)
