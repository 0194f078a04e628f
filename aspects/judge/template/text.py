"""Text of a template: put together from parts, with dynamic references in it.

Source: CloudFormation User Guide, "Get values stored in other services using dynamic references".
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from aspects.judge.template.property_values import ABSENT, Lookup, Partial, Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

# None begins within another: what follows one without an end is looked at once.
_DYNAMIC = re.compile(r"\{\{resolve:([a-z-]++):((?:(?!\{\{resolve:)[^}])*+)\}\}")
_LONGEST = 1_000_000  # characters: texts within texts multiply, and no property takes so long a one
_SSM_REFERENCE = "{{resolve:ssm:"


def text_value(value: str) -> Any:
    """Text with dynamic references in it."""
    parts: list[Any] = []
    end = 0
    for match in _DYNAMIC.finditer(value):
        service, rest = match.groups()
        parts += [value[end : match.start()]]
        parts.append(_lookup(rest) if service == "ssm" else Unknown(f"dynamic reference to {service}"))
        end = match.end()
    return joined([*parts, value[end:]])


def joined(parts: Sequence[Any]) -> Any:
    """The parts as one text; the part itself where there is just one."""
    single = (piece for part in parts for piece in (part.parts if isinstance(part, Partial) else [_piece(part)]))
    pieces: list[Any] = []
    for known, run in itertools.groupby(single, key=lambda piece: isinstance(piece, str)):
        found = list(run)
        pieces += filter(None, ["".join(found)]) if known else found
    if sum(len(piece) for piece in pieces if isinstance(piece, str)) > _LONGEST:
        return Unknown("a text of more than a million characters")
    if not pieces:
        return ""
    if len(pieces) == 1:
        only = pieces[0]
        return text_value(only) if isinstance(only, str) and _DYNAMIC.search(only) else only
    whole = Partial(tuple(pieces))
    if whole.startswith(_SSM_REFERENCE) and whole.endswith("}}"):
        return _lookup(whole.removeprefix(_SSM_REFERENCE).removesuffix("}}"))
    return whole


def _lookup(reference: str) -> Lookup:
    """The parameter of a dynamic reference, whose version may stand behind its name."""
    name, _, version = reference.rpartition(":")
    return Lookup(name if version.isdecimal() else reference)


def _piece(part: Any) -> Any:
    """A part of a text, numbers and booleans as CloudFormation spells them."""
    if isinstance(part, bool):
        return str(part).lower()
    if isinstance(part, int | float):
        return str(part)
    return Unknown("a value that is no text") if isinstance(part, dict | list) or part is ABSENT else part
