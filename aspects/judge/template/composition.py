"""The intrinsic functions that make one value of others: they need nothing of the template but those others.

Each takes its argument, and `worked`, which works out what stands inside of it: everything that it may be.
Source: as of `intrinsics.py`.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from aspects.judge.template.property_values import ABSENT, Partial, Pieces, Unknown, as_int
from aspects.judge.template.text import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Worked = Callable[[Any], list[Any]]

_PLACEHOLDER = re.compile(r"\$\{(!?)([^${}]*+)\}")


def join(argument: Any, worked: Worked) -> Iterator[Any]:
    """`Fn::Join`: the parts, and lists among them, with the delimiter between them."""
    if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[0], str):
        return
    for parts in worked(argument[1]):
        if not isinstance(parts, list):
            yield parts if isinstance(parts, Unknown) else Unknown("Fn::Join")
            continue
        for combination in _products(parts, worked):
            pieces: list[Any] = []
            for part in combination:
                pieces += [argument[0], *part] if isinstance(part, list) else [argument[0], part]
            yield joined(pieces[1:])


def sub(argument: Any, worked: Worked) -> Iterator[Any]:
    """`Fn::Sub`: the text, each `${Name}` in it a variable, a `Ref` or an attribute."""
    text, variables = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})
    if not isinstance(text, str) or not isinstance(variables, dict):
        return
    parts: list[Any] = []
    end = 0
    for match in _PLACEHOLDER.finditer(text):
        literal, name = match[1], match[2].strip()
        parts.append(text[end : match.start()])
        if literal:
            parts.append(f"${{{name}}}")
        elif name in variables:
            parts.append(variables[name])
        else:
            parts.append({"Fn::GetAtt": name} if "." in name else {"Ref": name})
        end = match.end()
    for combination in _products([*parts, text[end:]], worked):
        yield joined(combination)


def select(argument: Any, worked: Worked) -> Iterator[Any]:
    """`Fn::Select`: the item at an index; every item where the index is not known."""
    if not isinstance(argument, list) or len(argument) != 2:
        return
    for index, items in _products(argument, worked):
        position = as_int(index)
        if isinstance(items, Pieces):
            yield Partial((items.text,))
        elif not isinstance(items, list):
            yield items if isinstance(items, Unknown) else Unknown("Fn::Select")
        elif position is None:
            for item in items:
                yield from worked(item)
        elif 0 <= position < len(items):
            yield from worked(items[position])


def split(argument: Any, worked: Worked) -> Iterator[Any]:
    """`Fn::Split`: the list of pieces, which stays opaque where the text is known only at the deploy."""
    if not isinstance(argument, list) or len(argument) != 2 or not argument[0] or not isinstance(argument[0], str):
        return
    for text in worked(argument[1]):
        if isinstance(text, Unknown) or text is ABSENT:
            yield text
        elif isinstance(text, str) and not isinstance(text, Partial):
            yield text.split(argument[0])
        else:
            yield Pieces(text)


def _products(parts: Iterable[Any], worked: Worked) -> Iterator[tuple[Any, ...]]:
    return itertools.product(*map(worked, parts))
