"""Whether an alarm says where its runbook is, and what makes it say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.template import OPAQUE, Partial
from aspects.judge.traits import tag_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.patch import Patch
    from aspects.judge.template import Place, Resource

_AT = "AlarmDescription"
_LINKS = ("https://", "http://")
_LINK = "Runbook: https://<address of the runbook>"


def unlinked(alarm: Resource) -> Iterator[Place]:
    """The descriptions of an alarm that hold no link to a runbook, as far as they are known."""
    if not any(_links(value) for value in tag_values(alarm, "Runbook")):
        yield from (place for place in alarm.places(_AT) if not _links(place.value))


def linked(alarm: Resource) -> tuple[Patch, ...]:
    """The changes that put a link into each description without one, behind what it says."""
    return tuple(
        patch
        for place in unlinked(alarm)
        if not isinstance(place.value, (*OPAQUE, Partial))
        for patch in mended(alarm, Amendment(_AT, _with_link(place.value), place.value))
    )


def _with_link(value: Any) -> str:
    said = value.strip() if isinstance(value, str) else ""
    return f"{said or '<what has happened>'} {_LINK}"


def _links(value: Any) -> bool:
    return isinstance(value, str) and any(link in value for link in _LINKS)
