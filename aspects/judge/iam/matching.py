"""Text of policies against text of requests, each of which may have parts that are known only at the deploy.

Source: IAM User Guide, "IAM JSON policy elements: Resource" and "Condition operators": `*` is any number of characters,
`?` is one; an ARN operator compares each of the six parts by itself.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from aspects.judge.iam.truth import Truth, both
from constructs_lib.kernel.iam_patterns import LITERAL, OPEN, SHUT, TOKENS, compiled

_UNKNOWN = re.compile(f"{OPEN}([^{OPEN}{SHUT}]*+){SHUT}")
ANY: Final = "*"
_PARTS = 6


def unknown_text(why: str) -> str:
    """What stands in a text for a part that nobody knows; the same `why` is the same part."""
    return f"{OPEN}{why}{SHUT}"


def is_known(text: str) -> bool:
    """Whether every part of a text is known."""
    return OPEN not in text


def readable(text: str) -> str:
    """A text for people: what is not known as `${why}`."""
    return _UNKNOWN.sub(r"${\1}", text) if OPEN in text else text


def matches(pattern: str, text: str, *, ignore_case: bool = False) -> Truth:
    """Whether a pattern with wildcards covers a text."""
    if pattern == ANY:
        return Truth.YES
    if ignore_case:
        pattern, text = pattern.lower(), text.lower()
    if compiled(pattern).fullmatch(text):
        return Truth.YES
    if OPEN not in pattern and OPEN not in text:
        return Truth.NO
    return Truth.MAYBE if _overlap(_glob(pattern, wild=True), _glob(text, wild=False)) else Truth.NO


def equals(value: str, text: str, *, ignore_case: bool = False) -> Truth:
    """Whether two texts are the same; wildcards mean nothing."""
    if ignore_case:
        value, text = value.lower(), text.lower()
    if value == text:
        return Truth.YES
    if OPEN not in value and OPEN not in text:
        return Truth.NO
    return Truth.MAYBE if _overlap(_glob(value, wild=False), _glob(text, wild=False)) else Truth.NO


def matches_arn(pattern: str, text: str) -> Truth:
    """Whether an ARN pattern covers an ARN, part by part: no wildcard reaches over a colon before the sixth part."""
    if pattern == ANY:
        return Truth.YES
    patterns, texts = pattern.split(":", _PARTS - 1), text.split(":", _PARTS - 1)
    if len(patterns) == len(texts) == _PARTS:
        return both(*map(matches, patterns, texts))
    if is_known(pattern) and is_known(text):
        return Truth.NO
    return min(matches(pattern, text), Truth.MAYBE)


def may_agree(pattern: str, other: str) -> bool:
    """Whether some text is covered by two patterns."""
    return pattern == other or _overlap(_glob(pattern, wild=True), _glob(other, wild=True))


@functools.cache
def _glob(text: str, *, wild: bool) -> tuple[str, ...]:
    """The signs of a text, `**` for any number of them and `??` for one."""
    signs: list[str] = []
    end = 0
    for token in TOKENS.finditer(text):
        signs += text[end : token.start()]
        if token[0].startswith(OPEN):
            signs.append("**")
        elif not wild:
            signs += token[0]
        else:
            signs.append({"*": "**", "?": "??"}.get(token[0]) or LITERAL[token[0]])
        end = token.end()
    return (*signs, *text[end:])


@functools.lru_cache(maxsize=20_000)
def _overlap(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether some text is covered by both."""
    reachable = {(0, 0)}
    seen = set(reachable)
    while reachable:
        at, other = reachable.pop()
        if at == len(left) and other == len(right):
            return True
        mine, its = left[at : at + 1], right[other : other + 1]
        steps = set()
        if mine == ("**",):
            steps |= {(at + 1, other), *([(at, other + 1)] if its else [])}
        if its == ("**",):
            steps |= {(at, other + 1), *([(at + 1, other)] if mine else [])}
        if mine and its and "**" not in (*mine, *its) and (mine == its or "??" in (*mine, *its)):
            steps.add((at + 1, other + 1))
        reachable |= steps - seen
        seen |= steps
    return False
