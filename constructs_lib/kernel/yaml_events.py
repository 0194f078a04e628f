"""YAML read event by event, so that no text takes more memory, time or stack than its bounds allow.

A few hundred characters of aliases or merge keys unfold into gigabytes, and brackets nested deep enough end the
interpreter in the libyaml that composes them. So the bounds count what unfolds while it is read, a key stands once, and
what a value means is for the two readers to say that stand on this one: of settings (`yaml_text.py`) and of templates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from constructs_lib.kernel.errors import shown
from constructs_lib.kernel.places import Place, dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

CORE_TAG = "tag:yaml.org,2002:"
"""What `!!` stands for."""

_MERGE = "<<"
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's, where it is there


class Stop(Exception):  # noqa: N818 - no error of its own: the mistake is told already
    """The rest of the text is not worth reading."""


@dataclass(frozen=True, slots=True)
class Read:
    """A value, how many values it unfolds into, and how deep they are nested."""

    value: Any
    size: int
    depth: int


class EventReader:
    """Reads the one document of a text. `name` is what its mistakes call it."""

    MOST_VALUES = 10_000
    DEEPEST = 32

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._events: Iterator[Any] = yaml.parse(text, Loader=_PARSER)
        self._anchors: dict[str, Read | None] = {}  # None while what it names is being read
        self._count = 0
        self.mistakes: list[str] = []

    def refuse(self, line: int, place: Place, what: str) -> None:
        """Note a mistake, the line counted from 0 as PyYAML does."""
        where = f"{dotted(place)}: " if place else ""
        self.mistakes.append(f"{self._name}:{line + 1}: {where}{what}")

    def document(self) -> Any:
        """What the document holds; None for an empty one.

        Raises Stop when the rest is not worth reading, and PyYAML's own errors where the text is no YAML.
        """
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        found = self._value(next(self._events), (), 1).value
        next(self._events)  # the end of the document
        if not isinstance(after := next(self._events), yaml.StreamEndEvent):
            self._second(after.start_mark.line)
        return found

    # What a reader of its own says.

    def _begins(self, event: Any, place: Place) -> None:
        """A value begins."""

    def _key_at(self, place: Place, line: int, *, merged: bool = False) -> None:
        """A key stands on a line, or is merged in by what stands there."""

    def _below(self, place: Place, key: str | int) -> Place:
        return (*place, key)

    def _key(self, event: Any, place: Place, depth: int) -> str:
        raise NotImplementedError

    def _scalar(self, event: Any, place: Place) -> Any:
        raise NotImplementedError

    def _made(self, event: Any, value: Any) -> Any:
        """What a list or a mapping is, which its tag may say."""
        del event
        return value

    def _second(self, line: int) -> None:
        raise NotImplementedError

    def _too_many(self, line: int) -> None:
        raise NotImplementedError

    def _too_deep(self, line: int) -> None:
        raise NotImplementedError

    def _no_anchor(self, event: Any, place: Place) -> None:
        raise NotImplementedError

    # What is the same for all.

    def _value(self, event: Any, place: Place, depth: int) -> Read:
        self._bound(1, depth, event.start_mark.line)
        self._begins(event, place)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, place, depth)
        if event.anchor:
            self._anchors[event.anchor] = None
        before = self._count
        if isinstance(event, yaml.ScalarEvent):
            found = Read(self._scalar(event, place), 1, 1)
        else:
            collected = self._sequence if isinstance(event, yaml.SequenceStartEvent) else self._mapping
            value, below = collected(place, depth)
            found = Read(self._made(event, value), self._count - before + 1, below + 1)
        if event.anchor:
            self._anchors[event.anchor] = found
        return found

    def _bound(self, size: int, depth: int, line: int) -> None:
        """Stop at more values, or deeper ones, than the bounds allow; what an alias repeats counts each time."""
        self._count += size
        if self._count > self.MOST_VALUES:
            self._too_many(line)
            raise Stop
        if depth > self.DEEPEST:
            self._too_deep(line)
            raise Stop

    def _alias(self, event: Any, place: Place, depth: int) -> Read:
        found = self._anchors.get(event.anchor)
        if found is None:
            self._no_anchor(event, place)
            raise Stop
        self._bound(found.size, depth + found.depth - 1, event.start_mark.line)
        return found

    def _sequence(self, place: Place, depth: int) -> tuple[list[Any], int]:
        items: list[Any] = []
        below = 0
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found = self._value(event, self._below(place, len(items)), depth + 1)
            items.append(found.value)
            below = max(below, found.depth)
        return items, below

    def _mapping(self, place: Place, depth: int) -> tuple[dict[str, Any], int]:
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        seen: dict[str, int] = {}
        below = 0
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line, key = event.start_mark.line, self._key(event, place, depth)
            where = self._below(place, key)
            if key in seen:
                self.refuse(line, (), f"not YAML: key {shown(key)} stands twice, first in line {seen[key] + 1}")
            seen.setdefault(key, line)
            self._key_at(where, line)
            found = self._value(next(self._events), where, depth + 1)
            below = max(below, found.depth)
            if key == _MERGE and not event.style:
                self._merge(found.value, where, line, merged)
            else:
                own[key] = found.value
        return {**merged, **own}, below

    def _merge(self, value: Any, place: Place, line: int, merged: dict[str, Any]) -> None:
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict):
                self.refuse(line, place, f"given {shown(one)}; allowed: a mapping, or a list of mappings")
                continue
            self._bound(len(one), 0, line)
            for key, item in one.items():
                merged.setdefault(key, item)
                self._key_at(self._below(place[:-1], key), line, merged=True)
