"""One item of the checklist, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from governed_cdk.checkup.reader import CheckupReader
    from governed_cdk.checkup.said import Sentence


class Period(StrEnum):
    """How often an item is looked at; what is in `EVERY` belongs to each of them."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


EVERY = frozenset(Period)
"""An item of each of the three."""


class CheckupVerdict(StrEnum):
    """What came of an item."""

    FINE = "fine"
    LOOK = "look"
    UNKNOWN = "cannot-tell"


@dataclass(frozen=True, slots=True)
class CheckupItem:
    """One item.

    Attributes:
        id: by which its title stands in words.yaml.
        periods: when it is looked at.
        look: what it finds that somebody should look at; raises CannotTellError where nobody can know.
    """

    id: str
    periods: frozenset[Period]
    look: Callable[[CheckupReader], Iterable[Sentence]]


@dataclass(frozen=True, slots=True)
class CheckupOutcome:
    """What came of one item: the sentences are of what to look at, or why nobody can tell."""

    id: str
    title: str
    verdict: CheckupVerdict
    says: tuple[str, ...] = ()
