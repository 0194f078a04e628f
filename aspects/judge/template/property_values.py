"""What a property of a template may turn out to be: plain data, or one of the things below.

Plain data is JSON's: text, numbers, booleans, lists, mappings. `Partial` is text of which some parts are known only at
deploy time. What is `Opaque` stands for a whole value; the references to a template's own resources, which are opaque
too, are beside the template (`model.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Self


class _Absent(Enum):
    ABSENT = "absent"

    def __repr__(self) -> str:
        return self.value

    __str__ = __repr__


ABSENT: Final = _Absent.ABSENT
"""The property is not there, or is `AWS::NoValue`."""


class Opaque:
    """A value that is not there before the deploy, as a whole."""

    __slots__ = ()


OPAQUE: Final = (Opaque,)
"""For `isinstance`, alone or beside other types."""


@dataclass(frozen=True, slots=True)
class Unknown(Opaque):
    """A value that nobody can know before the deploy. `why` says so in a few words: `parameter KeyArn`."""

    why: str


@dataclass(frozen=True, slots=True)
class Lookup(Opaque):
    """The value of an SSM parameter: of an SSM-typed template parameter, or of `{{resolve:ssm:...}}`."""

    name: str


@dataclass(frozen=True, slots=True)
class Import(Opaque):
    """The export of another stack."""

    name: str


@dataclass(frozen=True, slots=True)
class Pieces(Opaque):
    """The list that `Fn::Split` makes of a text that is known only at deploy time."""

    text: Any


class Partial(str):
    """Text with parts that are known only at deploy time, each standing as `${...}`; `parts` has all in order."""

    __slots__ = ("parts",)
    parts: tuple[Any, ...]

    def __new__(cls, parts: tuple[Any, ...]) -> Self:
        """The text of the parts."""
        text = super().__new__(
            cls, "".join(part if isinstance(part, str) else f"${{{describe(part)}}}" for part in parts)
        )
        text.parts = parts
        return text


def describe(value: Any) -> str:
    """A value in words, for a finding."""
    match value:
        case Unknown(why):
            return why
        case Lookup(name):
            return f"SSM parameter {name}"
        case Import(name):
            return f"import {name}"
        case Pieces(text):
            return f"pieces of {describe(text)}"
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def is_known(value: Any) -> bool:
    """Whether the value is wholly there before the deploy."""
    return not isinstance(value, (*OPAQUE, Partial))


def text_of(value: Any) -> str | None:
    """The text of a value, also of one that is known in part; None for anything else."""
    return value if isinstance(value, str) else None


def as_bool(value: Any) -> bool | None:
    """A boolean as CloudFormation reads it, also from text; None for anything else."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower())
    return value if isinstance(value, bool) else None


def as_int(value: Any) -> int | None:
    """A whole number as CloudFormation reads it, also from text; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str):
        text = value.strip()
        return int(text) if text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 20 else None
    return value if isinstance(value, int) else None
