"""Differences as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from governed_cdk.comparing.difference import Difference, ValueDifference

_VALUES = 6  # of one resource
_NAMED = 3  # of those that differ in the same way


def lines(found: Sequence[Difference]) -> Iterator[str]:
    """A heading for each kind, then a line for what differs in one way, with its resources, and one for each value."""
    for kind in dict.fromkeys(one.kind for one in found):
        yield f"{kind.value}:"
        alike: dict[tuple[str, tuple[str, ...]], list[Difference]] = {}
        for one in found:
            if one.kind is kind:
                alike.setdefault((one.says, tuple(_values(one.values))), []).append(one)
        for (says, values), some in alike.items():
            yield f"  {_places(some)} {says}"
            yield from (f"    {value}" for value in values)


def _values(values: Sequence[ValueDifference]) -> Iterator[str]:
    yield from (f"{value.path}: {_said(value.old)} -> {_said(value.new)}" for value in values[:_VALUES])
    if len(values) > _VALUES:
        yield f"and {len(values) - _VALUES} more"


def _said(value: object) -> str:
    return "absent" if value is None else shown(value)


def _places(some: Sequence[Difference]) -> str:
    named = ", ".join(map(_place, some[:_NAMED]))
    return named if len(some) <= _NAMED else f"{named} and {len(some) - _NAMED} more, each"


def _place(one: Difference) -> str:
    type_ = f" ({one.type})" if one.type else ""
    return f"{'/'.join(filter(None, (one.stack, one.logical_id)))}{type_}"
