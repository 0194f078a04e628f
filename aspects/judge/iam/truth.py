"""Three answers: no, it depends on a value that nobody knows before the request, yes. Kleene's logic over them."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Truth(IntEnum):
    """A truth value; the greater, the more is allowed."""

    NO = 0
    MAYBE = 1
    YES = 2

    @classmethod
    def of(cls, value: bool) -> Truth:  # noqa: FBT001 - it turns a truth into an answer
        """The truth value of a plain one."""
        return cls.YES if value else cls.NO


def both(*answers: Truth) -> Truth:
    """The answer to all of them together; yes where there is none."""
    return min(answers, default=Truth.YES)


def either(answers: Iterable[Truth]) -> Truth:
    """The answer to at least one of them; no where there is none."""
    found = Truth.NO
    for answer in answers:
        if answer is Truth.YES:
            return answer
        found = max(found, answer)
    return found


def negated(answer: Truth) -> Truth:
    """The contrary; what depends still depends."""
    return Truth(2 - answer)
