"""Three answers: no, it depends on a value that nobody knows before the request, yes. Kleene's logic over them."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Answer(IntEnum):
    """An answer; the greater, the more is allowed."""

    NO = 0
    MAYBE = 1
    YES = 2

    @classmethod
    def of(cls, value: bool) -> Answer:  # noqa: FBT001 - it turns a truth into an answer
        """The answer that a truth is."""
        return cls.YES if value else cls.NO


def both(*answers: Answer) -> Answer:
    """The answer to all of them together; yes where there is none."""
    return min(answers, default=Answer.YES)


def either(answers: Iterable[Answer]) -> Answer:
    """The answer to at least one of them; no where there is none."""
    found = Answer.NO
    for answer in answers:
        if answer is Answer.YES:
            return answer
        found = max(found, answer)
    return found


def negated(answer: Answer) -> Answer:
    """The contrary; what depends still depends."""
    return Answer(2 - answer)
