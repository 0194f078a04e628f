"""JSON written piece by piece, each finding made when it is written."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_MARK = "\0{}\0"  # no text of a report holds a control character
_MARKED = re.compile(r'"\\u0000(\d+)\\u0000"')


@dataclass(frozen=True, slots=True)
class Lazy:
    """A list whose items are made when it is written."""

    items: Callable[[], Iterable[Any]]


def pieces_of(data: dict[str, Any]) -> Iterator[str]:
    """The data, indented, with a line break at its end; each `Lazy` in it is a list."""
    lists: list[Lazy] = []

    def marked(lazy: Lazy) -> str:
        lists.append(lazy)
        return _MARK.format(len(lists) - 1)

    whole = json.dumps(data, indent=2, default=marked)
    before = ""
    for index, piece in enumerate(_MARKED.split(whole)):
        if index % 2:
            line = before.rpartition("\n")[2]
            yield from _items(lists[int(piece)], " " * (len(line) - len(line.lstrip())))
        else:
            yield piece
            before = piece
    yield "\n"


def _items(lazy: Lazy, indent: str) -> Iterator[str]:
    between = "["
    for item in lazy.items():
        text = json.dumps(item, indent=2).replace("\n", f"\n{indent}  ")
        yield f"{between}\n{indent}  {text}"
        between = ","
    yield "[]" if between == "[" else f"\n{indent}]"
