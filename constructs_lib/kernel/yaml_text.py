"""YAML text as settings take it: plain values, each with its line, and nothing that a reader has to guess.

YAML 1.1 reads `012` as ten, `1:30` as ninety and `2026-02-30` as a date that there is not; a few hundred characters
of aliases unfold into gigabytes, and brackets nested deep enough end the interpreter. So the text is read event by
event: a number is decimal, a date is text, a tag is refused, a key is text and stands once, and there is a bound on how
deep and how much. What is wrong with values and keys is told at once; what ends the reading is told last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from constructs_lib.kernel.errors import shown
from constructs_lib.kernel.places import Place, Source, YamlMapping, dotted
from constructs_lib.kernel.yaml_scalars import LONGEST_NUMBER, control_character, kind_of, number

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 32
_MOST_VALUES = 10_000
_MERGE = "<<"
_EMPTY = "is empty; allowed: a mapping of settings"
_CORE_TAG = "tag:yaml.org,2002:"
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's, where it is there


class Stop(Exception):  # noqa: N818 - no error of its own: the mistake is told already
    """The rest of the text is not worth reading."""


@dataclass(frozen=True)
class _Value:
    """A value, how many values it unfolds into, and how deep they are nested."""

    value: Any
    size: int
    depth: int


class YamlReader:
    """Reads the one document of a text. `name` is what its mistakes call it."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._events: Iterator[Any] = yaml.parse(text, Loader=_PARSER)
        self._anchors: dict[str, _Value] = {}
        self._count = 0
        self._lines: dict[Place, int] = {}
        self._written: dict[Place, str] = {}
        self.mistakes: list[str] = []

    def refuse(self, line: int, place: Place, what: str) -> None:
        """Note a mistake, the line counted from 0 as PyYAML does."""
        where = f"{dotted(place)}: " if place else ""
        self.mistakes.append(f"{self._name}:{line + 1}: {where}{what}")

    def document(self) -> Any:
        """The document: a YamlMapping, or whatever else it is.

        Raises Stop when the rest is not worth reading, and PyYAML's own errors where the text is no YAML.
        """
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            self.mistakes.append(f"{self._name}: {_EMPTY}")
            return None
        found = self._value(next(self._events), (), 1).value
        next(self._events)  # the end of the document
        if not isinstance(after := next(self._events), yaml.StreamEndEvent):
            self.refuse(after.start_mark.line, (), "a second document begins; allowed: one")
        if found is None and not self.mistakes:
            self.mistakes.append(f"{self._name}: {_EMPTY}")
        if isinstance(found, dict):
            found = YamlMapping(found)
            found.source = Source(self._name, self._lines, self._written)
        return found

    def _value(self, event: Any, place: Place, depth: int) -> _Value:
        line = event.start_mark.line
        self._lines.setdefault(place, line + 1)
        self._bound(1, depth, line)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, place, depth)
        self._untagged(event, place)
        before = self._count
        if isinstance(event, yaml.ScalarEvent):
            value, below = self._scalar(event, place), 0
        elif isinstance(event, yaml.SequenceStartEvent):
            value, below = self._sequence(place, depth)
        else:
            value, below = self._mapping(place, depth)
        found = _Value(value, self._count - before + 1, below + 1)
        if event.anchor:
            self._anchors[event.anchor] = found
        return found

    def _bound(self, size: int, depth: int, line: int) -> None:
        """Stop at more values, or deeper ones, than settings have; what an alias repeats counts each time."""
        self._count += size
        if self._count > _MOST_VALUES:
            self._stop(line, (), f"more than {_MOST_VALUES:,} values, those that aliases repeat counted in")
        if depth > _DEEPEST:
            self._stop(line, (), f"nested more than {_DEEPEST} deep")

    def _stop(self, line: int, place: Place, what: str) -> None:
        self.refuse(line, place, what)
        raise Stop

    def _untagged(self, event: Any, place: Place) -> None:
        if event.tag:
            tag = event.tag.replace(_CORE_TAG, "!!")
            self.refuse(event.start_mark.line, place, f"given the tag {shown(tag)}; allowed: no tags")

    def _alias(self, event: Any, place: Place, depth: int) -> _Value:
        line, found = event.start_mark.line, self._anchors.get(event.anchor)
        if found is None:
            self._stop(line, place, f"given {shown('*' + event.anchor)}; allowed: an alias of what ends before it")
        assert found  # noqa: S101 - for the type checker: the line above raises
        self._bound(found.size, depth + found.depth - 1, line)
        return found

    def _sequence(self, place: Place, depth: int) -> tuple[list[Any], int]:
        items: list[_Value] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*place, len(items)), depth + 1))
        return [item.value for item in items], max((item.depth for item in items), default=0)

    def _mapping(self, place: Place, depth: int) -> tuple[dict[str, Any], int]:
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        seen: set[str] = set()
        below = 0
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line, key = event.start_mark.line, self._key(event, place, depth)
            where = (*place, key)
            if key in seen:
                self.refuse(line, (), f"not YAML: key {shown(key)} stands twice")
            seen.add(key)
            self._lines[where] = line + 1
            found = self._value(next(self._events), where, depth + 1)
            below = max(below, found.depth)
            if key == _MERGE and not event.style:
                self._merge(found.value, where, merged)
            else:
                own[key] = found.value
        return {**merged, **own}, below

    def _key(self, event: Any, place: Place, depth: int) -> str:
        line = event.start_mark.line
        if not isinstance(event, yaml.ScalarEvent):
            self._value(event, (*place, f"?{line}"), depth + 1)
            self.refuse(line, place, "given a list, a mapping or an alias as a key; allowed: text")
            return f":{line}"
        self._untagged(event, place)
        text: str = event.value
        if not event.style and kind_of(text) not in ("text", "merge"):
            told = text[:LONGEST_NUMBER] or "nothing"
            self.refuse(line, place, f"given {told} as a key; allowed: text, so put it in quotes")
        self._shows(text, line, place)
        return text

    def _merge(self, value: Any, place: Place, merged: dict[str, Any]) -> None:
        line = self._lines[place]
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict):
                self.refuse(line - 1, place, f"given {shown(one)}; allowed: a mapping, or a list of mappings")
                continue
            self._bound(len(one), 0, line - 1)
            for key, item in one.items():
                merged.setdefault(key, item)
                self._lines.setdefault((*place[:-1], key), line)

    def _scalar(self, event: Any, place: Place) -> Any:
        text, line = event.value, event.start_mark.line
        kind = "text" if event.style else kind_of(text)
        if kind in ("text", "merge"):
            self._shows(text, line, place)
            return text
        self._written[place] = text or "nothing"
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() in ("yes", "true", "on")
        value = number(text, kind)
        if value is None:
            allowed = f"a decimal number of at most {LONGEST_NUMBER} digits, or text in quotes"
            self.refuse(line, place, f"given {text[: LONGEST_NUMBER + 1]}; allowed: {allowed}")
        return value

    def _shows(self, text: str, line: int, place: Place) -> None:
        if sign := control_character(text):
            self.refuse(line, place, f"holds the control character {sign}; allowed: text that can be shown")
