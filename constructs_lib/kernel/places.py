"""Where settings stand in their file, so that every mistake can name its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

Place = tuple[str | int, ...]
"""Where a value stands: keys, and numbers in lists from 0."""

MOST_MISTAKES = 10
"""So many mistakes of a file are told; whoever made more reads no longer list."""

_LONGEST_KEY = 60


@dataclass(frozen=True)
class Source:
    """Where settings come from: the file, the line of each value, and numbers and the like as they stand there."""

    name: str
    lines: Mapping[Place, int] = field(default_factory=dict)
    written: Mapping[Place, str] = field(default_factory=dict)

    def at(self, place: Place) -> str:
        """`environments/prod.yaml:12`: the line of the value, or of what is nearest around it."""
        for length in range(len(place), 0, -1):
            if line := self.lines.get(place[:length]):
                return f"{self.name}:{line}"
        return self.name

    def given(self, place: Place, value: object) -> str:
        """The value as it stands in the file: `yes`, where it was read as true."""
        return self.written.get(place) or shown(value)


class YamlMapping(dict[str, Any]):
    """What a YAML file holds, and where. What is made of it (`{**settings}`) is a dict without places."""

    source: Source


def dotted(place: Place) -> str:
    """`stacks.rds.database`, no part of it longer than a message bears."""
    return ".".join(str(part)[:_LONGEST_KEY] for part in place)


def at_most(mistakes: list[str], count: int, name: str) -> tuple[str, ...]:
    """The first mistakes of a file, and how many more there are in all of `count`."""
    told = mistakes[:MOST_MISTAKES]
    return (*told, f"{name}: and {count - len(told):,} more") if count > len(told) else tuple(told)
