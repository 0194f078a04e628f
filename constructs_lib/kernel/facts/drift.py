"""What drift detection does not see, and what differs without being drift: `drift.yaml`, its columns in its head."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.facts.sourced import sourced_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_name("drift.yaml")

_MUST = {
    "watched": {"type", "property", "read"},
    "meant": {"type", "property", "needs", "why"},
    "beside": {"arn", "why"},
    "named": {"type", "read", "prefix"},
}
_MAY = {
    "watched": {"declared", "also", "default", "unset", "lists"},
    "meant": {"between", "keeps"},
    "beside": {"tag"},
    "named": {"global"},
}
_READ = {"service", "operation", "arguments", "answer"}


@dataclass(frozen=True, slots=True)
class Read:
    """A call that only reads, and where its answer has the value."""

    service: str
    operation: str
    arguments: Mapping[str, Any]
    answer: str


@dataclass(frozen=True, slots=True)
class Also:
    """Other resources that declare a part of a property: those of a type whose property `by` names this one."""

    type: str
    by: str
    value: str


@dataclass(frozen=True, slots=True)
class Watched:
    """What is read of each resource of a type, and what it is held against."""

    type: str
    property: str
    read: Read
    declared: str
    default: Any = None
    has_default: bool = False
    also: Also | None = None
    unset: Mapping[str, Any] = field(default_factory=dict)
    lists: bool = False


@dataclass(frozen=True, slots=True)
class Meant:
    """A difference that the template asks for."""

    type: str
    property: str
    needs: Mapping[str, str]
    why: str
    between: tuple[str, ...] = ()
    keeps: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What AWS makes of what is in a stack, and what carries our tags."""

    arn: str
    why: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """How to list the resources of a type by name, and how ours begin."""

    type: str
    read: Read
    prefix: str
    everywhere: bool = False


@functools.cache
def watched(path: Path = FILE) -> tuple[Watched, ...]:
    """What is read beside drift detection."""
    return tuple(_watched(row) for row in _rows(path, "watched"))


@functools.cache
def meant(path: Path = FILE) -> tuple[Meant, ...]:
    """Differences that somebody means."""
    rows = _rows(path, "meant")
    return tuple(Meant(**{**row, "between": tuple(row.get("between", ()))}) for row in rows)


@functools.cache
def beside(path: Path = FILE) -> tuple[Beside, ...]:
    """What AWS makes by itself beside the stacks."""
    return tuple(Beside(**row) for row in _rows(path, "beside"))


@functools.cache
def named(path: Path = FILE) -> tuple[Named, ...]:
    """Types whose resources are listed by name."""
    return tuple(
        Named(row["type"], Read(**row["read"]), row["prefix"], bool(row.get("global"))) for row in _rows(path, "named")
    )


def _watched(row: dict[str, Any]) -> Watched:
    also = Also(**row["also"]) if "also" in row else None
    given = {name: row[name] for name in ("unset", "lists", "default") if name in row}
    return Watched(
        row["type"], row["property"], Read(**row["read"]), row.get("declared") or row["property"],
        has_default="default" in row, also=also, **given,
    )  # fmt: skip


def _rows(path: Path, section: str) -> list[dict[str, Any]]:
    return sourced_rows(path, section, _MUST[section], _MAY[section], check=_check)


def _check(where: str, row: dict[str, Any]) -> None:
    if "read" in row and not (isinstance(row["read"], dict) and set(row["read"]) == _READ):
        raise invalid(f"{where}.read", row["read"], ", ".join(sorted(_READ)))
    if "needs" in row and set(row["needs"]) not in ({"property"}, {"type", "by"}):
        raise invalid(f"{where}.needs", row["needs"], "property, or type and by")
