"""YAML text as settings take it: plain values, each with its line, and nothing that a reader has to guess.

YAML 1.1 reads `012` as ten, `1:30` as ninety and `2026-02-30` as a date that there is not. Here a number is decimal, a
date is text, a tag is refused, a key is text and stands once. What is wrong with values and keys is told at once; what
ends the reading is told last.
"""

from __future__ import annotations

from typing import Any

import yaml

from constructs_lib.kernel.errors import shown
from constructs_lib.kernel.places import Place, Source, YamlMapping
from constructs_lib.kernel.yaml_events import CORE_TAG, EventReader, Stop
from constructs_lib.kernel.yaml_scalars import LONGEST_NUMBER, control_character, kind_of, number

__all__ = ["Stop", "YamlReader"]

_EMPTY = "is empty; allowed: a mapping of settings"


class YamlReader(EventReader):
    """Reads the one document of a text. `name` is what its mistakes call it."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(name, text)
        self._lines: dict[Place, int] = {}
        self._written: dict[Place, str] = {}

    def document(self) -> Any:
        """The document: a YamlMapping, or whatever else it is.

        Raises Stop when the rest is not worth reading, and PyYAML's own errors where the text is no YAML.
        """
        found = super().document()
        if found is None and not self.mistakes:
            self.mistakes.append(f"{self._name}: {_EMPTY}")
        if isinstance(found, dict):
            found = YamlMapping(found)
            found.source = Source(self._name, self._lines, self._written)
        return found

    def _begins(self, event: Any, place: Place) -> None:
        self._lines.setdefault(place, event.start_mark.line + 1)
        if not isinstance(event, yaml.AliasEvent):
            self._untagged(event, place)

    def _key_at(self, place: Place, line: int, *, merged: bool = False) -> None:
        if not merged or place not in self._lines:
            self._lines[place] = line + 1

    def _second(self, line: int) -> None:
        self.refuse(line, (), "a second document begins; allowed: one")

    def _too_many(self, line: int) -> None:
        self.refuse(line, (), f"more than {self.MOST_VALUES:,} values, those that aliases repeat counted in")

    def _too_deep(self, line: int) -> None:
        self.refuse(line, (), f"nested more than {self.DEEPEST} deep")

    def _no_anchor(self, event: Any, place: Place) -> None:
        given = shown(f"*{event.anchor}")
        self.refuse(event.start_mark.line, place, f"given {given}; allowed: an alias of what ends before it")

    def _untagged(self, event: Any, place: Place) -> None:
        if event.tag:
            tag = event.tag.replace(CORE_TAG, "!!")
            self.refuse(event.start_mark.line, place, f"given the tag {shown(tag)}; allowed: no tags")

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
