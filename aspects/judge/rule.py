"""What a rule is, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aspects.judge.template import Resource
    from constructs_lib.kernel.level import Level


@dataclass(frozen=True, slots=True)
class Breach:
    """What a rule found: a sentence, the property where it stands, and a fix when it knows a better one than its own.

    `unknown`: the rule cannot tell before the deploy. That is reported, and is no finding.
    """

    found: str
    at: str = ""
    fix: str = ""
    unknown: bool = False


@dataclass(frozen=True)
class Rule:
    """A rule: its id, which is its file's name; the sentence it enforces; why it matters; how to fix; the check."""

    id: str
    title: str
    about: str
    why: str
    fix: str
    bad: str
    good: str
    check: Callable[[Resource], Iterator[Breach]]
    types: frozenset[str]
    severity: Level
