"""What one difference between two assemblies is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class DifferenceKind(StrEnum):
    """What a difference touches; a reader wants to know of them in this order. Each value is a heading."""

    LOST = "Replaced or deleted"
    PROTECTION = "Protection of data"
    INTERRUPTED = "Interrupted"
    ACCESS = "Who gains access to what"
    EXPOSURE = "Network exposure"
    KEYS = "Keys"
    TAGS = "Tags"
    ALARMS = "Alarms"
    OTHER = "Everything else"


@dataclass(frozen=True, slots=True)
class ValueDifference:
    """One value that is another one. None stands for absent; `path` leads to it, `Ingress[].CidrIp`."""

    path: str
    old: Any = field(hash=False)
    new: Any = field(hash=False)

    @property
    def top(self) -> str:
        """The property that it is in."""
        return self.path.partition(".")[0].partition("[")[0]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing to tell of one resource, or of a whole stack: then `logical_id` and `type` are empty.

    `says` goes on after the resource: `is replaced by a new, empty one`. `heavy` is told before others of its kind.
    `cause` is the other resource of the stack that takes this one along.
    """

    kind: DifferenceKind
    stack: str
    logical_id: str
    type: str
    says: str
    values: tuple[ValueDifference, ...] = ()
    heavy: bool = False
    cause: str = ""
