"""Evidence: the lines that sources give, each with what it weighs."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

SECONDS = 120.0
"""How long sources are asked: with the model's time, the report is there within five minutes."""


class Weight(IntEnum):
    """How much a line tells of the cause. What weighs least is left out first."""

    CONSEQUENCE = 0  # "Resource creation cancelled"
    CONTEXT = 1
    CHANGE = 2
    FAILURE = 3
    CAUSE = 4  # the first failure of CloudFormation, the reason of a stopped task


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line: the source that it is from, what it says, its weight, and the resource that it is about."""

    source: str
    text: str
    weight: Weight = Weight.CONTEXT
    resource: str = ""

    def told(self) -> str:
        """The line as it is shown: whatever stands in it, it stays one line."""
        text = printable(" ".join(self.text.split()))
        return f"{self.source}: {self.resource}: {text}" if self.resource else f"{self.source}: {text}"


@dataclass
class Collected:
    """What all sources gave, and a line for each that gave nothing because it could not."""

    evidence: list[Evidence] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)


def collect(sources: Mapping[str, Callable[[], Iterable[Evidence]]], seconds: float = SECONDS) -> Collected:
    """Ask one source after the other. A source that fails, however it does, is told and takes nothing else along.

    Those that are not asked when the time is over are told, too: somebody waits for what is known.
    """
    found, end = Collected(), time.monotonic() + seconds
    for name, ask in sources.items():
        if time.monotonic() > end:
            found.untold.append(f"{name}: not asked, {seconds:g} s were over")
            continue
        try:
            found.evidence += ask()
        except ConfigurationError as error:
            found.untold.append(f"{name}: {error.mistakes[0]}")
        except Exception as error:  # noqa: BLE001 - what explains a failure must not be another one
            found.untold.append(printable(f"{name}: {type(error).__name__}: {error}"))
    return found
