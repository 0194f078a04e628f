"""Where the keys of a JSON text stand, which no JSON parser tells."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# A text, with its colon where it is a key; one without an end ends with all. No character is looked at twice.
_TOKEN = re.compile(r'"((?:[^"\\]++|\\.)*+)(?:"|\Z)(\s*+:)?|[{}\[\]]', re.DOTALL)
_DEEPEST = 500


@dataclass(frozen=True, slots=True)
class Key:
    """A key. `mapping` numbers the mapping that it stands in.

    `way` are the keys that lead to that mapping from the outermost, None for each list or mapping that is in a list.
    """

    name: str
    line: int
    mapping: int
    way: tuple[str | None, ...]


def keys_of(text: str) -> Iterator[Key]:
    """Each key of a text in order, its line counted from 1; what is nested deeper than any template is left out."""
    way: list[str | None] = []  # the key of each mapping and list that is open; the outermost has none
    mappings: list[int] = []
    opened, counted, line = 0, 0, 1
    last: str | None = None
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in ("{", "["):
            opened += 1
            way.append(last)
            mappings.append(opened)
            last = None
        elif token in ("}", "]"):
            if way:
                way.pop()
                mappings.pop()
            last = None
        elif match[2] is not None and way:
            last = match[1]
            if len(way) <= _DEEPEST:
                line += text.count("\n", counted, match.start())
                counted = match.start()
                yield Key(_read(last), line, mappings[-1], tuple(way[1:]))
        else:
            last = None


def keys_twice(text: str) -> Iterator[tuple[str, int, int]]:
    """Each key that stands a second time in its mapping, that line, and the line of the first."""
    seen: dict[tuple[int, str], int] = {}
    for key in keys_of(text):
        stands = (key.mapping, key.name)
        if stands in seen:
            yield key.name, key.line, seen[stands]
        seen.setdefault(stands, key.line)


def _read(name: str) -> str:
    r"""A key as it is meant: `\u0041` is `A`."""
    if "\\" not in name:
        return name
    try:
        return str(json.loads(f'"{name}"', strict=False))
    except ValueError:
        return name
