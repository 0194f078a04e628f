"""JSON that a property holds as text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from aspects.judge.template.property_values import Partial, Unknown
from aspects.judge.template.text import joined

if TYPE_CHECKING:
    from collections.abc import Callable

_QUOTE = re.compile(r'\\.|"', re.DOTALL)
_TOKEN = re.compile("\ue000([0-9]+)\ue001")


def from_json(value: Any) -> Any:
    """The data that JSON in text stands for, its unknown parts as they were; Unknown for other text.

    What is no text comes back as it is.
    """
    if not isinstance(value, str):
        return value
    try:
        return from_text(value, lambda text: json.loads(text, strict=False))
    except (ValueError, RecursionError):
        return Unknown("text that is not JSON")


def from_text(value: str, parse: Callable[[str], Any], *, quoted: bool = True) -> Any:
    """The data that a text stands for, its unknown parts as they were; raises what `parse` does.

    `quoted`: the language puts every text in quotation marks, as JSON does.
    """
    parts = value.parts if isinstance(value, Partial) else (value,)
    return _restored(parse(_with_tokens(parts, quoted=quoted)), parts)


def _with_tokens(parts: tuple[Any, ...], *, quoted: bool) -> str:
    """The text of the parts, a token for each unknown one; in quotation marks where it stands outside of a string."""
    pieces: list[str] = []
    inside = False
    for index, part in enumerate(parts):
        if isinstance(part, str):
            pieces.append(part)
            inside ^= sum(match[0] == '"' for match in _QUOTE.finditer(part)) % 2 == 1
        else:
            token = f"\ue000{index}\ue001"
            pieces.append(token if inside or not quoted else f'"{token}"')
    return "".join(pieces)


def _restored(value: Any, parts: tuple[Any, ...]) -> Any:
    if isinstance(value, str):
        split = _TOKEN.split(value)
        known = [
            parts[int(piece)] if index % 2 and int(piece) < len(parts) else piece for index, piece in enumerate(split)
        ]
        return joined(known) if len(split) > 1 else value
    if isinstance(value, list):
        return [_restored(item, parts) for item in value]
    if isinstance(value, dict):
        return {str(_restored(key, parts)): _restored(item, parts) for key, item in value.items()}
    return value
