"""What the drill found: steps with their time, and of each store that was walked what came back."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from governed_cdk.checkup.said import Sentence


class Footing(StrEnum):
    """How far something was really done. The values are keys of words.yaml, and the words of the report as JSON."""

    REAL = "real"
    """By the APIs of the embedded AWS with their data, or by a server that really ran."""
    MODELLED = "modelled"
    """The embedded AWS keeps no such thing: the drill does in its place what AWS documents."""
    DECLARED = "declared"
    """Not done: it follows from the settings."""


@dataclass(frozen=True)
class DrillStep:
    """A step on the way back, and its seconds here."""

    what: Sentence
    ground: Footing
    seconds: float


@dataclass(frozen=True)
class ComeBack:
    """What came back of a store that was walked.

    `unit` is a key of words.yaml: objects, rows or values. `written` were there when the last copy was made, `late`
    were written after it, `back` of both were read in the other region. `problem` is why less than `written` came back.
    """

    unit: str
    written: int
    late: int
    back: int
    ground: Footing
    problem: Sentence | None = None

    @property
    def lost(self) -> int:
        """How many are gone."""
        return self.written + self.late - self.back


@dataclass
class Steps:
    """The steps as they are taken. `tell` is told of each before it is taken."""

    tell: Callable[[Sentence], None]
    taken: list[DrillStep] = field(default_factory=list)

    @contextlib.contextmanager
    def step(self, what: Sentence, ground: Footing) -> Iterator[None]:
        """A step, timed whether it ends well or not."""
        self.tell(what)
        start = time.monotonic()
        try:
            yield
        finally:
            self.taken.append(DrillStep(what, ground, time.monotonic() - start))

    @property
    def seconds(self) -> float:
        """All of them together."""
        return sum(one.seconds for one in self.taken)
