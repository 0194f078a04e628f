"""Pydantic's errors as one line each: file, key, given, allowed."""

from __future__ import annotations

import re
import types
import typing
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from constructs_lib.kernel.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def sentence(source: str, model: type[BaseModel], item: Any, *prefix: str) -> str:
    """One pydantic error as one line: file, key, given, allowed."""
    location = [str(part) for part in item["loc"]]
    key = ".".join([*prefix, *location])
    match item["type"]:
        case "missing":
            return f"{source}: {key}: missing; required"
        case "extra_forbidden":
            return f"{source}: {key}: unknown key{closest(location[-1], _fields(model, location[:-1]))}"
        case "value_error":  # a ConfigurationError of a validator over several keys, already a sentence
            text = str(item["ctx"]["error"])
            return f"{source}: {key}.{text}" if key else f"{source}: {text}"
    allowed = re.sub(r"^(Input|Value|Tuple|List) should (be|match|have) ?", "", item["msg"])
    return f"{source}: {key}: given {_short(item['input'])}; allowed: {allowed}"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _fields(model: type[BaseModel], location: Sequence[str]) -> Iterable[str]:
    """Keys of the model at a location inside `model`, as far as it can be followed."""
    current: Any = model
    for part in location:
        if isinstance(current, type) and issubclass(current, BaseModel) and part in current.model_fields:
            current = _model_in(current.model_fields[part].annotation)
    return list(current.model_fields) if isinstance(current, type) and issubclass(current, BaseModel) else []


def _model_in(annotation: Any) -> Any:
    """The record inside Optional, list, tuple or dict annotations."""
    arguments = typing.get_args(annotation)
    if not arguments or (isinstance(annotation, types.GenericAlias) and annotation.__origin__ is type):
        return annotation
    return next((m for m in map(_model_in, arguments) if isinstance(m, type) and issubclass(m, BaseModel)), annotation)


def closest(given: str, known: Iterable[str]) -> str:
    """What may have been meant, and what is allowed."""
    known = sorted(known)
    hint = did_you_mean(given, known)
    return f"{hint}; allowed: {', '.join(known)}" if known else hint
