"""Settings validated, every mistake as one line: file and line, key, given, allowed."""

from __future__ import annotations

import json
import types
import typing
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from constructs_lib.kernel.errors import ConfigurationError, closest
from constructs_lib.kernel.places import MOST_MISTAKES, Place, Source, YamlMapping, at_most, dotted
from constructs_lib.kernel.setting_words import allowed_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from constructs_lib.kernel.environment import Environment
    from constructs_lib.kernel.strict_model import StackSettings

M = TypeVar("M", bound=BaseModel)

_TEMPLATE_SIGNS = ("${", "{{")
_DEEPEST = 64
_LONGEST = 1_500  # characters of a line: the longest list of what is allowed, and not the longest key of a file
_LONGEST_INDEX = 6
_SAID = {"missing": "missing; required", "frozen_instance": "cannot be changed; allowed: a new one with another value"}
_KEY = "[key]"  # what pydantic calls the place of a key, as against that of its value


class Mistakes:
    """The mistakes of one file. Ten are told; the rest is only counted: telling one costs more than finding it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._told: list[str] = []
        self._count = 0

    def __bool__(self) -> bool:
        return bool(self._count)

    def add(self, place: Place, what: Callable[[], str] | str, *, at: Place | None = None) -> None:
        """Note what is wrong with the value at a place; `at` is where to look, if not there."""
        self._count += 1
        if len(self._told) < MOST_MISTAKES:
            where = f"{dotted(place)}: " if place else ""
            text = f"{where}{what if isinstance(what, str) else what()}"
            text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
            self._told.append(f"{self.source.at(place if at is None else at)}: {text}")

    def add_unknown(self, place: Place, what: str, known: Iterable[str]) -> None:
        """Note a key that nobody knows, with the one that may have been meant."""
        self.add(place, lambda: f"unknown {what}{closest(str(place[-1]), known)}")

    def error(self) -> ConfigurationError:
        """All of them."""
        return ConfigurationError(*at_most(self._told, self._count, self.source.name))


def source_of(data: Mapping[str, Any], name: str) -> Source:
    """Where settings come from: the places that read_yaml kept, or the name alone."""
    return Source(name, data.source.lines, data.source.written) if isinstance(data, YamlMapping) else Source(name)


def validate(model: type[M], data: Any, source: str) -> M:
    """The record that plain data describes. Raises ConfigurationError with a line for each mistake."""
    mistakes = Mistakes(Source(source))
    record = checked(model, data, mistakes)
    if mistakes or record is None:
        raise mistakes.error()
    return record


def checked(model: type[M], data: Any, mistakes: Mistakes, place: Place = ()) -> M | None:
    """The record that plain data describes, None where `mistakes` say why not.

    The data is validated as JSON is: a list for a tuple and text for an enumeration, but no other type for another.
    """
    record = None
    told_already: set[Place] = set()
    try:
        for where in _template_signs(data, place):
            mistakes.add(where, "holds ${...} or {{...}}, which nothing fills in; allowed: the text itself")
            told_already.add(where)
        record = model.model_validate_json(json.dumps(data, default=str))
        for inside, given in _guessed(record, data):
            _add(model, {"type": "strict", "loc": inside, "input": given}, mistakes, place)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            if not _is_long_enough(item) and (*place, *item["loc"]) not in told_already:
                _add(model, item, mistakes, place)
    except (TypeError, ValueError, RecursionError):  # no JSON: keys that are no text, a list that holds itself
        mistakes.add(place, "given what no YAML file holds; allowed: text, numbers, true, false, lists and mappings")
    return record


def sentence(model: type[BaseModel], error: ValidationError) -> str:
    """The first thing that is wrong with a record that somebody makes in Python."""
    mistakes = Mistakes(Source(model.__name__))
    _add(model, error.errors(include_url=False)[0], mistakes, ())
    return str(mistakes.error())


def told(error: ConfigurationError, mistakes: Mistakes, place: Place = ()) -> None:
    """Note what validators over several keys say: sentences that begin with a key, as `invalid` makes them."""
    for mistake in error.mistakes:
        key, colon, _ = mistake.partition(": ")
        inside: Place = tuple(map(_part, key.split("."))) if colon else ()
        prefix = f"{dotted(place)}." if place else ""
        mistakes.add((), f"{prefix}{mistake}", at=(*place, *inside))


def _part(text: str) -> str | int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _LONGEST_INDEX else text


def check_against(environment: Environment, stacks: Mapping[str, StackSettings], mistakes: Mistakes) -> None:
    """Hold the settings of each stack against the environment, whose `stacks` they are."""
    for slug, settings in stacks.items():
        try:
            settings.check_against(environment)
        except ConfigurationError as error:
            told(error, mistakes, ("stacks", slug))


def _add(model: type[BaseModel], item: Any, mistakes: Mistakes, place: Place) -> None:
    inside: Place = tuple(part for part in item["loc"] if part != _KEY)
    where = (*place, *inside)
    match item["type"]:
        case _ if item["loc"][-1:] == (_KEY,):
            mistakes.add(where, lambda: f"unknown key; allowed: {allowed_at(model, inside[:-1], keys=True)}")
        case "missing" | "frozen_instance" as kind:
            mistakes.add(where, _SAID[kind])
        case "extra_forbidden":
            mistakes.add_unknown(where, "key", _fields(model, inside[:-1]))
        case "value_error" if isinstance(item["ctx"]["error"], ConfigurationError):
            told(item["ctx"]["error"], mistakes, where)
        case "value_error" | "assertion_error":  # of a service repository's own validator, in its words
            mistakes.add(where, lambda: f"{_given(item, mistakes, where)}: {item['ctx']['error']}")
        case "setting":  # of a type in `values`, which says itself what is allowed
            mistakes.add(where, lambda: f"{_given(item, mistakes, where)}; allowed: {item['msg']}")
        case _:
            mistakes.add(where, lambda: f"{_given(item, mistakes, where)}; allowed: {allowed_at(model, inside)}")


def _is_long_enough(item: Any) -> bool:
    """Whether a list is called too short for its wrong items, which are told themselves."""
    return bool(item["type"] == "too_short" and len(item["input"]) >= item["ctx"]["min_length"])


def _given(item: Any, mistakes: Mistakes, where: Place) -> str:
    return f"given {mistakes.source.given(where, item['input'])}"


def _template_signs(data: Any, place: Place) -> Iterator[Place]:
    """Where the syntax of templates stands: a setting is a literal. Raises RecursionError for what holds itself."""
    if len(place) > _DEEPEST:
        raise RecursionError
    match data:
        case str() if any(sign in data for sign in _TEMPLATE_SIGNS):
            yield place
        case dict():
            for key, value in data.items():
                yield from _template_signs(value, (*place, str(key)))
        case list() | tuple():
            for number, value in enumerate(data):
                yield from _template_signs(value, (*place, number))


def _guessed(value: Any, data: Any, inside: Place = ()) -> Iterator[tuple[Place, object]]:
    """Where true or 1.0 was taken for 1: pydantic does so for literals, strict or not, as they are equal in Python."""
    match data:
        case bool() | float() if isinstance(value, int) and type(value) is not type(data):
            yield inside, data
        case dict():
            for key in data:
                below = value.get(key) if isinstance(value, dict) else getattr(value, str(key), None)
                yield from _guessed(below, data[key], (*inside, str(key)))
        case list() | tuple() if isinstance(value, list | tuple):
            for number, (below, item) in enumerate(zip(value, data, strict=True)):
                yield from _guessed(below, item, (*inside, number))


def _fields(model: type[BaseModel], location: Sequence[str | int]) -> Iterable[str]:
    """Keys of the model at a location inside `model`, as far as it can be followed."""
    current: Any = model
    for part in location:
        if isinstance(current, type) and issubclass(current, BaseModel) and part in current.model_fields:
            current = _model_in(current.model_fields[str(part)].annotation)
    return list(current.model_fields) if isinstance(current, type) and issubclass(current, BaseModel) else []


def _model_in(annotation: Any) -> Any:
    """The record inside Optional, list, tuple or dict annotations."""
    arguments = typing.get_args(annotation)
    if not arguments or (isinstance(annotation, types.GenericAlias) and annotation.__origin__ is type):
        return annotation
    return next((m for m in map(_model_in, arguments) if isinstance(m, type) and issubclass(m, BaseModel)), annotation)
