"""What a property of a template may turn out to be: plain data, or one of the things below.

Plain data is JSON's: text, numbers, booleans, lists, mappings. `Partial` is text of which some parts are known only at
deploy time. What is `Opaque` stands for a whole value, as references to the template's resources do (`model.py`).
What is unknown never equals something else that is, whatever their words: `same_value` says which are provably one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator


class _Absent(Enum):
    ABSENT = "absent"

    def __repr__(self) -> str:
        return self.value

    __str__ = __repr__


ABSENT: Final = _Absent.ABSENT
"""The property is not there, or is `AWS::NoValue`."""


INCLUDES: Final = "Fn::Transform"
"""What stands beside properties, or among resources, and brings more of them at the deploy: `AWS::Include`, a macro."""


class Opaque:
    """A value that is not there before the deploy, as a whole. As text it says what it is, in a few words."""

    __slots__ = ()

    def identity(self) -> Hashable | None:
        """What names the value, for `same_value`; None where nothing does."""
        return self


OPAQUE: Final = (Opaque,)
"""For `isinstance`, alone or beside other types."""


@dataclass(frozen=True, slots=True)
class Unknown(Opaque):
    """A value that nobody can know before the deploy. `why` says so in a few words: `parameter KeyArn`.

    `of` names what it is the value of: a parameter of one template, an item of one list. None where nothing tells.
    """

    why: str
    of: Hashable = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return self.why

    def identity(self) -> Hashable | None:
        """As `Opaque`."""
        return same_value(self.of) if isinstance(self.of, Opaque) else self.of


@dataclass(frozen=True, slots=True)
class DynamicReference(Opaque):
    """A dynamic reference to another service than Parameter Store's plain text, and the name of what it refers to."""

    service: str
    name: Any

    def identity(self) -> Hashable | None:
        """As `Opaque`."""
        return _all_of((self.service, self.name))


@dataclass(frozen=True, slots=True)
class Lookup(Opaque):
    """The value of an SSM parameter: of an SSM-typed template parameter, or of `{{resolve:ssm:...}}`."""

    name: str
    version: str = field(default="", compare=False, repr=False)

    def __str__(self) -> str:
        return f"SSM parameter {self.name}"

    def identity(self) -> Hashable | None:
        """As `Opaque`."""
        return _all_of(("SSM parameter", self.name, self.version))


@dataclass(frozen=True, slots=True)
class Import(Opaque):
    """The export of another stack."""

    name: str

    def __str__(self) -> str:
        return f"import {self.name}"

    def identity(self) -> Hashable | None:
        """As `Opaque`."""
        return _all_of(("import", self.name))


@dataclass(frozen=True, slots=True)
class Pieces(Opaque):
    """The list that `Fn::Split` makes of a text that is known only at deploy time."""

    text: Any
    delimiter: str = ""

    def __str__(self) -> str:
        return f"pieces of {describe(self.text)}"

    def identity(self) -> Hashable | None:
        """As `Opaque`."""
        return _all_of(("pieces", self.text, self.delimiter))


@dataclass(frozen=True, slots=True)
class Piece(Opaque):
    """One item of `Pieces`; None as its index where that is known at the deploy only."""

    pieces: Pieces
    index: int | None

    def __str__(self) -> str:
        return f"piece {'?' if self.index is None else self.index} of {describe(self.pieces.text)}"

    def identity(self) -> Hashable | None:
        """As `Opaque`."""
        return None if self.index is None else _all_of((self.pieces, self.index))


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
    return str(value).lower() if isinstance(value, bool) else str(value)


def same_value(value: Any) -> Hashable | None:
    """What two values have in common just when they are provably one; None where nobody can tell before the deploy.

    Known values are themselves. What is unknown is one with what names the same: the same parameter of the same
    template, the same attribute of the same resource, the same item of the same list.
    """
    if isinstance(value, Opaque):
        return value.identity()
    if isinstance(value, Partial):
        return _all_of(value.parts)
    if isinstance(value, list):
        return _all_of(value)
    known: Hashable | None = None if isinstance(value, dict) else value
    return known


def _all_of(values: Iterable[Any]) -> Hashable | None:
    found = tuple(map(same_value, values))
    return None if None in found else found


def unsplit(value: Any) -> Any:
    """What a value is a piece of, where it is nothing but a piece: a rule that asks whose it is asks of the whole."""
    if isinstance(value, Partial) and len(value.parts) == 1:
        return unsplit(value.parts[0])
    return unsplit(value.pieces.text) if isinstance(value, Piece) else value


def leaves(text: Partial) -> Iterator[Any]:
    """The parts of a text, those of what it is a piece of among them."""
    for part in map(unsplit, text.parts):
        yield from leaves(part) if isinstance(part, Partial) else (part,)


def is_known(value: Any) -> bool:
    """Whether the value is wholly there before the deploy."""
    return not isinstance(value, (*OPAQUE, Partial))


def text_of(value: Any) -> str | None:
    """The text of a value, also of one that is known in part; None for anything else."""
    return value if isinstance(value, str) else None
