"""Who gains access to what, and who loses it, as IAM would decide it: from the tables of `governed-cdk access`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.access.world import world_of
from governed_cdk.access.table import table_of
from governed_cdk.comparing.difference import Difference, DifferenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from aspects.judge.template import Template
    from governed_cdk.access.table import AccessRow

_Asked = tuple[str, str, str, str]
"""Who, the kind of what, its stack, its logical id: another name makes no other right."""


def access_differences(base: Sequence[Template], head: Sequence[Template]) -> list[Difference]:
    """What principals may do in `head` and not in `base`, and the other way round; existing resources first."""
    rows = [table_of(world_of(templates)).rows for templates in (base, head)]
    old, new = map(_ways, rows)
    names = {_asked(row): row.what for some in rows for row in some}
    there = {asked[2:] for asked in old}
    found = []
    for asked in sorted(old.keys() | new.keys()):
        found += list(_said(asked, names[asked], old.get(asked, {}), new.get(asked, {}), there=there))
    return sorted(found, key=lambda one: (not one.heavy, one.stack, one.logical_id))


def _asked(row: AccessRow) -> _Asked:
    return row.who, row.kind, row.stack, row.logical_id


def _ways(rows: Iterable[AccessRow]) -> dict[_Asked, dict[str, str]]:
    """How each may do each action: for certain, or on which conditions."""
    found: dict[_Asked, dict[str, str]] = {}
    for row in rows:
        conditions = sorted({one.partition(" if ")[2] for one in (*row.by, *row.unless)} - {""})
        way = "" if row.answer == "yes" else " or ".join(conditions) or "on conditions"
        found.setdefault(_asked(row), {}).update(dict.fromkeys(row.actions, way))
    return found


def _said(
    asked: _Asked, what: str, old: Mapping[str, str], new: Mapping[str, str], *, there: set[tuple[str, str]]
) -> Iterator[Difference]:
    who, kind, stack, logical_id = asked
    more = {action: way for action, way in new.items() if action not in old or (old[action] and not way)}
    less = [action for action in old if action not in new]
    other = {
        action: way for action, way in new.items() if action not in more and way != old[action] and action not in less
    }
    for way in sorted(set(more.values())):
        actions = ", ".join(sorted(action for action, its in more.items() if its == way))
        says = f"{who} may now {actions} on {kind} {what}{f', if {way}' if way else ''}"
        yield Difference(DifferenceKind.ACCESS, stack, logical_id, "", says, heavy=(stack, logical_id) in there)
    for way in sorted(set(other.values())):
        actions = ", ".join(sorted(action for action, its in other.items() if its == way))
        says = f"{who} may {actions} on {kind} {what} on other conditions now: {way}"
        yield Difference(DifferenceKind.ACCESS, stack, logical_id, "", says)
    if less and (stack, logical_id) in there:
        says = f"{who} may no longer {', '.join(sorted(less))} on {kind} {what}"
        yield Difference(DifferenceKind.ACCESS, stack, logical_id, "", says)
