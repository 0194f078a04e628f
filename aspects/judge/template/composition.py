"""The intrinsic functions that make one value of others: they need nothing of the template but those others.

Each takes its argument, and `worked`, which works out what stands inside of it: everything that it may be.
Source: as of `intrinsics.py`.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from aspects.judge.template.property_values import ABSENT, OPAQUE, Partial, Pieces, Unknown, describe, same_value
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
        if isinstance(parts, OPAQUE):
            yield _joined_at_the_deploy(argument[0], parts)
        elif isinstance(parts, list):
            yield from (joined(list(_delimited(argument[0], found))) for found in products(parts, worked))


def _delimited(delimiter: str, combination: Iterable[Any]) -> Iterator[Any]:
    """The parts, and those of the lists among them, with the delimiter between them."""
    first = True
    for part in combination:
        for one in part if isinstance(part, list) else [part]:
            if one is ABSENT:  # an item that is AWS::NoValue is none
                continue
            if not first:
                yield delimiter
            yield one
            first = False


def _joined_at_the_deploy(delimiter: str, parts: Any) -> Any:
    """The text of a list that is known only at the deploy; with the delimiter that it was split by, the text itself."""
    if isinstance(parts, Pieces) and parts.delimiter == delimiter:
        return Partial((parts.text,))
    if isinstance(parts, Unknown) and parts.of is None:
        return parts
    named = same_value(parts)
    return Unknown(f"Fn::Join of {describe(parts)}", None if named is None else ("Fn::Join", delimiter, named))


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
    for combination in products([*parts, text[end:]], worked):
        yield joined(combination)


def placeholders(text: str) -> Iterator[str]:
    """What the text of an `Fn::Sub` names, literals aside: its variables, resources and their attributes."""
    return (match[2].strip() for match in _PLACEHOLDER.finditer(text) if not match[1])


def products(parts: Iterable[Any], worked: Worked) -> Iterator[tuple[Any, ...]]:
    """Each way in which the alternatives of some parts come together."""
    return itertools.product(*map(worked, parts))
