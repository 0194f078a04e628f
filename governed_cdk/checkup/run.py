"""One checkup: every item looked at, whatever became of the others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.language import words_of
from governed_cdk.checkup.item import CheckupOutcome, CheckupVerdict
from governed_cdk.checkup.said import CannotTellError, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constructs_lib.kernel.language import Words
    from governed_cdk.checkup.item import CheckupItem
    from governed_cdk.checkup.reader import CheckupReader

WORDS = Path(__file__).with_name("words.yaml")

_MOST = 20  # sentences of one item: who has more to look at opens the console


def looked_at(items: Iterable[CheckupItem], read: CheckupReader) -> Iterator[CheckupOutcome]:
    """What came of each item, as it is found. Raises ConfigurationError where nobody can sign in at all."""
    words = words_of(WORDS, read.environment.language)
    number = read.number  # the first call: wrong credentials end the checkup, and not each of its items
    assert number  # noqa: S101 - asked for its error
    for item in items:
        yield _one(item, read, words)


def _one(item: CheckupItem, read: CheckupReader, words: Words) -> CheckupOutcome:
    title = words(f"title-{item.id}")
    try:
        found = [one.in_words(words) for one in item.look(read)]
    except CannotTellError as error:
        return CheckupOutcome(item.id, title, CheckupVerdict.UNKNOWN, (error.reason.in_words(words),))
    except ConfigurationError as error:
        return CheckupOutcome(item.id, title, CheckupVerdict.UNKNOWN, tuple(error.mistakes))
    except (KeyError, TypeError, ValueError) as error:  # an answer of another shape than AWS describes
        reason = said("answer-unread", error=f"{type(error).__name__}: {error}")
        return CheckupOutcome(item.id, title, CheckupVerdict.UNKNOWN, (reason.in_words(words),))
    more = (words("more", count=len(found) - _MOST),) if len(found) > _MOST else ()
    return CheckupOutcome(
        item.id, title, CheckupVerdict.LOOK if found else CheckupVerdict.FINE, (*found[:_MOST], *more)
    )
