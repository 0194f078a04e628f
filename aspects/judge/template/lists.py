"""The intrinsic functions about lists: picking an item, splitting a text, networks, Availability Zones, lengths.

An item of a list that is known only at the deploy is known by its list and its index: two of them are one value just
when both are the same. Each function takes its argument, and `worked`, as in `composition.py`. Source: CloudFormation
User Guide, "Intrinsic function reference".
"""

from __future__ import annotations

import ipaddress
import itertools
from typing import TYPE_CHECKING, Any

from aspects.judge.template.composition import products
from aspects.judge.template.property_values import (
    ABSENT,
    OPAQUE,
    Partial,
    Piece,
    Pieces,
    Unknown,
    describe,
    same_value,
)
from aspects.judge.template.scalars import as_int
from aspects.judge.template.text import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template.composition import Worked

_MOST_NETWORKS = 256  # what Fn::Cidr makes at most
# Values of pseudo parameters that hold letters, digits and hyphens only: nothing that a text is split by but a hyphen.
_PLAIN = frozenset({"AWS::AccountId", "AWS::Region"})
_IDENTIFIERS = ("", "Arn", "GroupId", "Id", "Name")  # no list among them, and no comma in any


def select(argument: Any, worked: Worked) -> Iterator[Any]:
    """`Fn::Select`: the item at an index; every item where the index is not known."""
    if not isinstance(argument, list) or len(argument) != 2:
        return
    for index, items in products(argument, worked):
        position = as_int(index)
        known = position is not None or not isinstance(index, (*OPAQUE, Partial))
        if known and (position is None or position < 0):
            continue  # CloudFormation refuses it
        if isinstance(items, Pieces):
            yield _piece(items, position)
        elif isinstance(items, OPAQUE):
            yield _item(items, position)
        elif isinstance(items, list):
            for item in items if position is None else items[position : position + 1]:
                yield from worked(item)


def _item(items: Any, position: int | None) -> Unknown:
    """An item of a list that is known only at the deploy."""
    named = same_value(items)
    of = None if named is None or position is None else ("item", position, named)
    return Unknown(f"item {'?' if position is None else position} of {describe(items)}", of)


def split(argument: Any, worked: Worked) -> Iterator[Any]:
    """`Fn::Split`: the list of pieces, which stays opaque where the text is known only at the deploy."""
    if not isinstance(argument, list) or len(argument) != 2:
        return
    for delimiter, text in products(argument, worked):
        if not delimiter or not isinstance(delimiter, str) or isinstance(delimiter, Partial):
            continue
        if text is ABSENT or isinstance(text, bool | int | float | list | dict):
            continue
        yield text.split(delimiter) if type(text) is str else Pieces(text, delimiter)


def _piece(pieces: Pieces, position: int | None) -> Any:
    """The piece at an index: known as far as what stands before it and in it is."""
    if position is not None and isinstance(pieces.text, Partial):
        found = _split_parts(pieces.text, pieces.delimiter)
        if position < len(found):
            return joined(found[position])
    return Partial((Piece(pieces, position),))


def _split_parts(text: Partial, delimiter: str) -> list[list[Any]]:
    """The pieces of a text, each as its parts, up to the first that an unknown part might break in two."""
    found: list[list[Any]] = [[]]
    for part in text.parts:
        if isinstance(part, str):
            first, *others = part.split(delimiter)
            found[-1].append(first)
            found += [[one] for one in others]
        elif _is_whole(part, delimiter):
            found[-1].append(part)
        else:
            return found[:-1]
    return found


def _is_whole(part: Any, delimiter: str) -> bool:
    """Whether an unknown part holds no delimiter: an account, a region, and what CloudFormation calls a resource by."""
    if isinstance(part, Unknown):
        plain = isinstance(part.of, tuple) and part.of[-1] in _PLAIN
        return plain and not set(delimiter) & set("-abcdefghijklmnopqrstuvwxyz0123456789")
    return delimiter == "," and getattr(part, "attribute", None) in _IDENTIFIERS


def cidr(argument: Any, worked: Worked) -> Iterator[Any]:
    """`Fn::Cidr`: so many networks of so many host bits inside a network, from its beginning."""
    if not isinstance(argument, list) or len(argument) not in (2, 3):
        return
    for block, count, bits in products([*argument, 8][:3], worked):
        if isinstance(block, (*OPAQUE, Partial)) or as_int(count) is None or as_int(bits) is None:
            given = tuple(map(same_value, (block, count, bits)))
            yield Unknown(f"Fn::Cidr of {describe(block)}", None if None in given else ("Fn::Cidr", *given))
        else:
            yield from _networks(str(block), as_int(count) or 0, as_int(bits) or 0)


def _networks(block: str, count: int, bits: int) -> Iterator[list[str]]:
    try:
        network = ipaddress.ip_network(block.strip(), strict=False)
        found = network.subnets(new_prefix=network.max_prefixlen - bits)
        networks = list(itertools.islice(found, min(count, _MOST_NETWORKS)))
    except ValueError:
        return  # no network, or more host bits than it has: CloudFormation refuses it
    if networks:
        yield [str(one) for one in networks]


def zones(argument: Any, worked: Worked) -> Iterator[Any]:
    """`Fn::GetAZs`: which zones an account has in a region only the account knows."""
    for region in worked(argument if argument != "" else {"Ref": "AWS::Region"}):
        named = same_value(region)
        yield Unknown(f"zones of {describe(region)}", None if named is None else ("Fn::GetAZs", named))


def length(argument: Any, worked: Worked) -> Iterator[Any]:
    """`Fn::Length`: how many items a list has."""
    for items in worked(argument):
        if isinstance(items, list):
            yield sum(worked(item) != [ABSENT] for item in items)
        elif isinstance(items, OPAQUE):
            named = same_value(items)
            yield Unknown(f"length of {describe(items)}", None if named is None else ("Fn::Length", named))
