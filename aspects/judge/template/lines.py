"""Where each resource begins in the text of a template, also one that a loop makes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from aspects.judge.template.json_keys import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_SECTION = "Resources"
_LOOP = "Fn::ForEach::"
_VARIABLE = re.compile(r"[$&]\{[^{}]*\}")
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ResourceLines:
    """Where the resources of a template begin."""

    def __init__(self, lines: Mapping[str, int]) -> None:
        self._lines = lines
        self._loops = [name for name in lines if _VARIABLE.search(name)]

    def of(self, logical_id: str) -> int | None:
        """The line of a resource; of what makes it in a loop, where it has none itself; None where nobody can tell."""
        if logical_id in self._lines:
            return self._lines[logical_id]
        fitting = [name for name in self._loops if _fits(logical_id, name)]
        return self._lines[max(fitting, key=len)] if fitting else None


def lines_in(file: Path) -> ResourceLines:
    """The lines of a file, whatever its bytes are."""
    return ResourceLines(resource_lines(file.read_text(encoding="utf-8-sig", errors="replace")))


def resource_lines(text: str) -> dict[str, int]:
    """The line, from 1, of each resource, and of what each loop makes by its name there: `Topic${Name}`.

    A parameter, an output or a property of the same name is not taken for the resource, however the text is indented.
    """
    found: dict[str, int] = {}
    if text.lstrip().startswith("{"):
        for key in keys_of(text):
            if _holds_resources(key.way):
                found.setdefault(key.name, key.line)
    try:
        events: Iterable[Any] = yaml.parse(text, Loader=_PARSER)
        return found or dict(_yaml_lines(events))
    except (yaml.YAMLError, UnicodeError, StopIteration):
        return found


def _holds_resources(way: tuple[str | None, ...]) -> bool:
    """Whether the keys of a mapping name resources: those of the section, and of what its loops make."""
    section, *loops = way or (None,)
    names = zip(loops[::2], loops[1::2], strict=False)
    return section == _SECTION and not len(loops) % 2 and all(_is_loop(name) and not key for name, key in names)


def _is_loop(name: str | None) -> bool:
    return name is not None and name.startswith(_LOOP)


def _yaml_lines(events: Iterable[Any]) -> Iterator[tuple[str, int]]:
    """Each key of resources with its line, event by event: nothing is made of the rest of the text."""
    # Of each mapping and list that is open, the key that leads to it; whether it is a mapping; whether its key is next.
    open_: list[list[Any]] = []
    key: str | None = None
    for event in events:
        inside = open_[-1] if open_ else None
        if isinstance(event, yaml.CollectionEndEvent):
            open_.pop()
            _next(open_)
        elif isinstance(event, yaml.CollectionStartEvent):
            open_.append([key, isinstance(event, yaml.MappingStartEvent), True])
            key = None
        elif isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            if inside and inside[1] and inside[2]:
                key = getattr(event, "value", None)
                way = tuple(one[0] for one in open_[1:])
                if key is not None and _holds_resources(way) and key:
                    yield key, (event.start_mark.line if event.start_mark else 0) + 1
                inside[2] = False
            else:
                key = None
                _next(open_)


def _next(open_: list[list[Any]]) -> None:
    """A value has ended: a key is next, where it was one of a mapping's."""
    if open_:
        open_[-1][2] = not open_[-1][2] if open_[-1][1] else True


def _fits(logical_id: str, name: str) -> bool:
    """Whether a loop's name for what it makes may become a logical id: its fixed parts follow each other in it."""
    first, *parts = _VARIABLE.split(name)
    if not logical_id.startswith(first):
        return False
    at = len(first)
    for part in parts[:-1]:
        at = logical_id.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return len(logical_id) - at >= len(parts[-1]) and logical_id.endswith(parts[-1])
