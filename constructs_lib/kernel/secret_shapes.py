"""What looks like a secret, pure: by the name of what holds it, or by itself."""

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from constructs_lib.kernel.secret_tokens import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAME = re.compile(
    r"(passwords?|passwd|passphrase|pwd|secret|secretstring|secretbinary|secretkey|secretaccesskey|accesskey|apikey"
    r"|apikeyvalue|privatekey|presharedkey|signingkey|token)\Z"
)
_MARKS = tuple((mark, shape.kind, shape.ahead, re.compile(shape.pattern)) for shape in SHAPES for mark in shape.marks)
_SHORTEST = 10  # characters of what gives itself away
_LONGEST = 2_000  # characters that are looked at behind a mark
_NEAR = 300  # where the mark lies within


def _any_of(words: Iterable[str]) -> str:
    """A pattern of these words that asks for each letter once: ten times as fast as one beside the other."""
    ways = []
    for first, group in itertools.groupby(sorted(words), key=lambda word: word[0]):
        rest = [word[1:] for word in group]
        ways.append(re.escape(first) + ("" if "" in rest else _any_of(rest)))
    return f"(?:{'|'.join(ways)})"


_MARKED = re.compile(_any_of({mark for mark, *_ in _MARKS}))


class Given(NamedTuple):
    """A secret that a text gives away: what it is, in words, and where in the text it stands."""

    kind: str
    start: int
    end: int


@functools.lru_cache(maxsize=4096)
def names_a_secret(name: str) -> bool:
    """Whether what has this name holds a secret: a variable, a setting, a parameter by its path."""
    return _NAME.search(plain_name(name)) is not None


def plain_name(name: str) -> str:
    """Letters and digits of the last part of a path, however it is spelled: `/prod/api/DB_Token` is `dbtoken`."""
    return re.sub(r"[^a-z0-9]", "", name.rsplit("/", 1)[-1].lower())


def kind_of_secret(text: str) -> str:
    """What a text gives away by itself, in words (`AWS access key`), the first of several; empty when nothing."""
    return next(iter(kinds_of_secret(text)), "")


def kinds_of_secret(text: str) -> tuple[str, ...]:
    """Everything that a text gives away by itself, in words and in order, each as often as it is there."""
    return _kinds_of_secret(str(text))  # of a text that is known in part, just the text: it would hold the template


def without_secrets(text: str) -> str:
    """A text with the kind of each secret that it gives away in its place: `[AWS access key]`."""
    kept, reached = [], 0
    for one in secrets_given(text):
        kept += [text[reached : one.start], f"[{one.kind}]"]
        reached = one.end
    return "".join((*kept, text[reached:]))


@functools.lru_cache(maxsize=4096)
def _kinds_of_secret(text: str) -> tuple[str, ...]:
    return tuple(one.kind for one in secrets_given(text))


def secrets_given(text: str) -> Iterator[Given]:
    """Each that a text gives away by itself, in order, and none that lies in one before it."""
    if len(text) < _SHORTEST or not _MARKED.search(text):
        return
    reached = 0
    for one in sorted(_marked(text), key=lambda one: (one.start, -one.end)):
        if one.start >= reached:
            reached = one.end
            yield one


def _marked(text: str) -> Iterator[Given]:
    for mark, kind, ahead, pattern in _MARKS:
        at, reached = text.find(mark), 0
        while at >= 0:
            if ahead:
                match = pattern.search(text, max(reached, at - ahead), at + _NEAR)
            else:
                match = pattern.match(text, at, at + _LONGEST)
            if match:
                yield Given(kind, match.start(), match.end())
                reached = match.end()
            at = text.find(mark, max(reached, at + len(mark)))
