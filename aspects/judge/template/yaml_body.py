"""YAML as a template holds it: CloudFormation's short forms, dates and long numbers left as text.

Source: CloudFormation User Guide, "CloudFormation template format": YAML 1.1, without the tags of dates, sets and
binary data. Aliases and merge keys, which CloudFormation itself does not take, SAM and the AWS CLI unfold before.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import yaml

from constructs_lib.kernel.errors import ConfigurationError, shown
from constructs_lib.kernel.places import at_most
from constructs_lib.kernel.yaml_events import CORE_TAG, EventReader, Stop

if TYPE_CHECKING:
    from aspects.judge.template.limits import Limits
    from constructs_lib.kernel.places import Place

_LONGEST_NUMBER = 40  # characters; a longer one, of thousands of digits, is no setting of AWS but text
_MOST_DIGITS = 19  # more than any 64-bit integer has
_RESOLVER = yaml.resolver.Resolver()
_MAKER = yaml.constructor.SafeConstructor()
_TEXT = {"str", "timestamp", "value", "merge"}
_PLAIN = {"bool", "int", "float", "null"}


class _Reader(EventReader):
    """Reads the one document of a text as plain data."""

    def __init__(self, name: str, text: str, limits: Limits) -> None:
        super().__init__(name, text)
        self.MOST_VALUES, self.DEEPEST = limits.values, limits.depth

    def _below(self, place: Place, key: str | int) -> Place:
        del key  # no place is told, so none is kept
        return place

    def _second(self, line: int) -> None:
        self.refuse(line, (), "not YAML: but found another document; allowed: one")

    def _too_many(self, line: int) -> None:
        self.refuse(line, (), f"holds more than {self.MOST_VALUES:,} values, those that aliases repeat counted in")

    def _too_deep(self, line: int) -> None:
        self.refuse(line, (), f"nested more than {self.DEEPEST} levels deep")

    def _no_anchor(self, event: Any, place: Place) -> None:
        alias, line = shown(f"*{event.anchor}"), event.start_mark.line
        if event.anchor in self._anchors:
            self.refuse(line, place, f"{alias} holds itself: nested more than {self.DEEPEST} levels deep")
        else:
            self.refuse(line, place, f"not YAML: {alias} names nothing that stands before it")

    def _key(self, event: Any, place: Place, depth: int) -> str:
        line = event.start_mark.line
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor:
                self._value(event, place, depth)
            text: str = event.value
            return text
        found = self._value(event, place, depth + 1).value
        if not isinstance(found, str):
            self.refuse(line, place, "not YAML: given a list or a mapping as a key; allowed: text")
            return f":{line}"
        return found

    def _scalar(self, event: Any, place: Place) -> Any:
        tag, text = event.tag or "", event.value
        if tag.startswith("!") and tag != "!":
            return {_function(tag): text}
        kind = tag.removeprefix(CORE_TAG)
        if (event.style and not tag) or kind in _TEXT or tag == "!":
            return text
        if not tag:
            return _meant(text)
        try:
            if kind in _PLAIN:
                return _plain(kind, text)
        except (ValueError, KeyError, IndexError):
            pass
        self._no_tag(event, place)
        return None

    def _made(self, event: Any, value: Any) -> Any:
        tag = event.tag or ""
        if tag.startswith("!") and tag != "!":
            return {_function(tag): value}
        if tag not in ("", "!", f"{CORE_TAG}{'map' if isinstance(value, dict) else 'seq'}"):
            self._no_tag(event, ())
        return value

    def _no_tag(self, event: Any, place: Place) -> None:
        tag = shown(event.tag.replace(CORE_TAG, "!!"))
        self.refuse(event.start_mark.line, place, f"not YAML: could not determine a constructor for the tag {tag}")


def read_yaml_body(name: str, text: str, limits: Limits) -> Any:
    """The one document of a text as plain data, each key as it is written. Raises ConfigurationError."""
    reader = _Reader(name, text, limits)
    try:
        value = reader.document()
    except Stop:
        value = None
    except yaml.MarkedYAMLError as error:
        value, mark = None, error.problem_mark or error.context_mark
        problem = error.problem or error.context or "it cannot be read"
        reader.refuse(mark.line if mark else 0, (), f"not YAML: {problem}")
    except (yaml.YAMLError, UnicodeError) as error:  # a control character, half a character
        raise ConfigurationError(f"{name}: not YAML: {str(error).splitlines()[0]}") from None
    if reader.mistakes:
        raise ConfigurationError(*at_most(reader.mistakes, len(reader.mistakes), name))
    return value


def _function(tag: str) -> str:
    """The function of a short form: `!Sub` is `Fn::Sub`."""
    suffix = tag[1:]
    return suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"


@functools.lru_cache(maxsize=4_096)
def _meant(text: str) -> Any:
    """What a scalar without quotes and tag is to YAML 1.1."""
    kind = str(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)))  # type: ignore[no-untyped-call]  # no annotation
    try:
        return text if kind.removeprefix(CORE_TAG) in _TEXT else _plain(kind.removeprefix(CORE_TAG), text)
    except (ValueError, KeyError, IndexError):  # such as `0x_`, which is nobody's number
        return text


def _plain(kind: str, text: str) -> Any:
    """A number, a truth value or nothing, as YAML 1.1 has it; text where it is longer than numbers are."""
    if kind in ("int", "float") and len(text) > _LONGEST_NUMBER:
        return text
    node = yaml.ScalarNode(f"{CORE_TAG}{kind}", text)
    value = getattr(_MAKER, f"construct_yaml_{kind}")(node)
    return text if kind == "int" and len(str(abs(value))) > _MOST_DIGITS else value
