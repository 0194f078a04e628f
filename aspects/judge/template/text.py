"""Text of a template: put together from parts, with dynamic references in it.

Source: CloudFormation User Guide, "Get values stored in other services using dynamic references".
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from aspects.judge.template.property_values import ABSENT, DynamicReference, Lookup, Partial, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DYNAMIC = re.compile(r"\{\{resolve:([a-z-]+):([^{}]*)\}\}")
_BEGINS = "{{resolve:"
_LONGEST = 1_000_000  # characters: texts within texts multiply, and no property takes so long a one
# A part that is known only at the deploy, while the text around it is searched.
_TOKEN = re.compile("\ue000([0-9]+)\ue001")


def text_value(value: str) -> Any:
    """Text with dynamic references in it."""
    return joined([value])


def joined(parts: Sequence[Any]) -> Any:
    """The parts as one text, dynamic references in it read; the part itself where there is just one."""
    pieces = _merged(parts)
    if sum(len(piece) for piece in pieces if isinstance(piece, str)) > _LONGEST:
        return Unknown("a text of more than a million characters")
    if any(_BEGINS in piece for piece in pieces if isinstance(piece, str)):
        pieces = _merged(_resolved(pieces))
    if len(pieces) > 1:
        return Partial(tuple(pieces))
    return pieces[0] if pieces else ""


def _merged(parts: Iterable[Any]) -> list[Any]:
    """The parts of texts inside texts, those that are known and stand side by side as one."""
    single = (piece for part in parts for piece in (part.parts if isinstance(part, Partial) else [_piece(part)]))
    pieces: list[Any] = []
    for known, run in itertools.groupby(single, key=lambda piece: isinstance(piece, str)):
        found = list(run)
        pieces += filter(None, ["".join(found)]) if known else found
    return pieces


def _resolved(pieces: Sequence[Any]) -> Iterator[Any]:
    """The pieces, with each dynamic reference, which may hold some of them, as one."""
    text = "".join(piece if isinstance(piece, str) else f"\ue000{index}\ue001" for index, piece in enumerate(pieces))
    end = 0
    for match in _DYNAMIC.finditer(text):
        yield from _with_pieces(text[end : match.start()], pieces)
        yield _reference(match[1], joined(list(_with_pieces(match[2], pieces))))
        end = match.end()
    yield from _with_pieces(text[end:], pieces)


def _with_pieces(text: str, pieces: Sequence[Any]) -> Iterator[Any]:
    for index, part in enumerate(_TOKEN.split(text)):
        yield pieces[int(part)] if index % 2 and int(part) < len(pieces) else part


def _reference(service: str, name: Any) -> Lookup | Unknown:
    """The value of a dynamic reference. The version of a parameter may stand behind its name."""
    if service != "ssm":
        return Unknown(f"dynamic reference to {service}", DynamicReference(service, name))
    parts = name.parts if isinstance(name, Partial) else (name,)
    head, colon, version = parts[-1].rpartition(":") if isinstance(parts[-1], str) else ("", "", "")
    if not colon or not version.isdecimal():
        head, version = parts[-1], ""
    parts = tuple(part for part in (*parts[:-1], head) if part != "")
    return Lookup(parts[0] if len(parts) == 1 and isinstance(parts[0], str) else Partial(parts), version)


def spelled(value: Any) -> str:
    """A value as CloudFormation compares it: as text."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _piece(part: Any) -> Any:
    """A part of a text, numbers and booleans as CloudFormation spells them."""
    if isinstance(part, bool):
        return str(part).lower()
    if isinstance(part, int | float):
        return str(part)
    return Unknown("a value that is no text") if isinstance(part, dict | list) or part is ABSENT else part
