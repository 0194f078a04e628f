"""Kinds of setting types: text of a pattern, whole numbers of a list or range, lists without repetition.

Each error says what is allowed, and the JSON schema says the same to editors.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from constructs_lib.kernel.facts import limit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

_LONGEST = 2048  # characters that a pattern is tried on: none is worth more, and some patterns take long


def refused(allowed: str) -> PydanticCustomError:
    """The error of a type that says itself what is allowed."""
    return PydanticCustomError("setting", "{allowed}", {"allowed": allowed})


def text(
    allowed: str,
    pattern: str,
    check: Callable[[str], bool] | None = None,
    *,
    shortest: int = 0,
    longest: int = _LONGEST,
) -> Any:
    r"""A string type of one pattern, a length and a further check, whose error is what is allowed.

    The pattern is matched as a whole; `\d` and `\w` are ASCII, as they are to editors.
    """
    compiled = re.compile(pattern, re.ASCII)

    def validate(value: object) -> object:
        fits = isinstance(value, str) and shortest <= len(value) <= longest and compiled.fullmatch(value)
        if not fits or (check and not check(str(value))):
            raise refused(allowed)
        return value

    # `allowed` stays where the docstring of a key takes the place of the description.
    schema: dict[str, Any] = {"type": "string", "pattern": f"^(?:{pattern})$"}
    schema |= {"description": allowed, "allowed": allowed}
    schema |= {"minLength": shortest} if shortest else {}
    schema |= {"maxLength": longest} if longest < _LONGEST else {}
    return (BeforeValidator(validate), WithJsonSchema(schema))


def whole(values: Iterable[int], unit: str, *, allowed: str = "") -> Any:
    """A whole number out of a list, told with its unit; `allowed` says the list more shortly."""
    known = tuple(values)
    allowed = f"{allowed or ', '.join(map(str, known))} ({unit})"

    def validate(value: object) -> object:
        if type(value) is not int or value not in known:  # true equals 1
            raise refused(allowed)
        return value

    return (BeforeValidator(validate), WithJsonSchema({"type": "integer", "enum": list(known), "allowed": allowed}))


def within(property_: str, *, least: int | None = None, most: int | None = None) -> Any:
    """Bounds of a whole number: those of a property's schema, and closer ones where they are given."""
    said = limit(property_)
    lows = [bound for bound in (least, said.get("minimum")) if bound is not None]
    highs = [bound for bound in (most, said.get("maximum")) if bound is not None]
    return Field(ge=max(lows, default=None), le=min(highs, default=None))


def _each_once(values: tuple[T, ...]) -> tuple[T, ...]:
    seen: set[object] = set()
    for value in values:
        same = value.casefold() if isinstance(value, str) else value
        if same in seen:
            raise refused(f"each value once, and {value} stands there twice")
        seen.add(same)
    return values


Distinct = Annotated[tuple[T, ...], AfterValidator(_each_once), Field(json_schema_extra={"uniqueItems": True})]
"""A list without repetition, in any order; `A@example.com` repeats `a@example.com`."""
