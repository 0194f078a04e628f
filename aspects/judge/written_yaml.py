"""Plain data as YAML to be pasted into a template.

A check of a thousand resources tells the same few changes of most of them, and PyYAML takes longer to write one than
all rules to find it: what was written is kept, as text, by the data that it is of.
"""

from __future__ import annotations

import functools
import json
import marshal
import textwrap
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH = 100
_LONGEST_KEY = 100  # a longer one may stand by itself, with a question mark before it
_BY_KEY = 2  # as deep as the resources and their logical ids, it is written key by key


class _Plain(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # libyaml's, where it is there
    """YAML without anchors, which nobody wants to paste."""

    def ignore_aliases(self, data: Any) -> bool:
        """As PyYAML's, of everything."""
        del data
        return True


class _HalfACharacterError(Exception):
    """Half of a character, which YAML cannot hold."""


def block(piece: dict[str, Any]) -> str:
    """A piece of a template as YAML. What stands below a logical id is the same for many, and written once."""
    try:
        return "\n".join(_lines(piece))
    except _HalfACharacterError:
        return json.dumps(piece, default=str)


def dumped(value: Any, *, flow: bool = False) -> str:
    """Plain data as YAML, `flow` on one line; the same data is written once."""
    try:
        return _dumped(value, flow=flow)
    except _HalfACharacterError:
        return json.dumps(value, default=str)


def _lines(piece: dict[str, Any], depth: int = 0) -> Iterator[str]:
    indent = "  " * depth
    for key, inner in piece.items():
        plain = key.isascii() and key.isalnum() and len(key) <= _LONGEST_KEY
        if depth < _BY_KEY and plain and isinstance(inner, dict) and inner:
            yield f"{indent}{_dumped(key)}:"
            yield from _lines(inner, depth + 1)
        else:
            yield textwrap.indent(_dumped({key: inner}, width=_WIDTH - len(indent)), indent)


def _dumped(value: Any, *, flow: bool = False, width: int = _WIDTH) -> str:
    try:
        said = marshal.dumps(value, 2)  # its types among it, so that what is alike in words only stays apart
    except ValueError:
        return _written(value, flow=flow, width=width)
    return _written_once(said, flow=flow, width=width)


@functools.lru_cache(maxsize=1024)
def _written_once(said: bytes, *, flow: bool, width: int) -> str:
    return _written(marshal.loads(said), flow=flow, width=width)  # noqa: S302 - made a moment ago


def _written(value: Any, *, flow: bool, width: int) -> str:
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        raise _HalfACharacterError from None
    width = 10_000 if flow else width
    text = yaml.dump(value, Dumper=_Plain, sort_keys=False, width=width, allow_unicode=True, default_flow_style=flow)
    return text.removesuffix("...\n").rstrip("\n")
