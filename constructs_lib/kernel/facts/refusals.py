"""What AWS refuses, as data: a second of what there is one of, more than a quota, deletion, a name that is taken.

Four reviewed tables beside this file, whose heads say what their columns mean: `singletons.yaml`, `quotas.yaml`,
`deletion.yaml`, `names.yaml`. The rehearsal's AWS refuses by them, preflight asks by them.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.facts.sourced import sourced_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent

_MUST = {
    "singletons": {"per", "at_most", "read", "says", "setting"},
    "needed": {"per", "what", "read", "setting"},
    "quotas": {"quota", "spare", "read", "says", "remedy"},
    "refuses_deletion": {"says", "way_out"},
    "names": set(),
}
_MAY = {
    "singletons": {"only", "alike"},
    "needed": {"only"},
    "quotas": {"property"},
    "refuses_deletion": {"property", "key", "on", "off", "holds"},
    "names": {"identifier", "read"},
}
_READ = {"service", "operation"}


@dataclass(frozen=True, slots=True)
class Singleton:
    """What an account or a region has room for `at_most` of; with `alike`, of each value of that property."""

    type: str
    read: Mapping[str, str]
    setting: str
    per: str = "account"
    at_most: int = 1
    says: str = ""
    what: str = ""
    alike: str = ""
    only: Mapping[str, str] = field(default_factory=dict)

    def counts(self, type_: str, properties: Mapping[str, Any]) -> bool:
        """Whether a resource is one of these. A value that only the deploy knows counts."""
        return type_ == self.type and all(
            wanted in (value if isinstance(value, list) else [value]) or isinstance(value, dict)
            for wanted, value in ((wanted, properties.get(name)) for name, wanted in self.only.items())
        )


@dataclass(frozen=True, slots=True)
class Quota:
    """What a new account has of something in each region, and how much of that must remain."""

    type: str
    quota: int
    spare: int
    read: Mapping[str, str]
    says: str
    remedy: str
    property: str = ""

    def room(self, quota: int, used: int) -> int:
        """How much is left to take of a quota. What must remain is never more than the whole quota."""
        return quota - used - min(self.spare, quota)


@dataclass(frozen=True, slots=True)
class Protection:
    """What refuses deletion: a flag (`property`, in a list the one with `key`), or what it `holds`."""

    type: str
    says: str
    way_out: str
    property: str = ""
    key: str = ""
    on: str | bool = ""
    off: str | bool = ""
    holds: str = ""

    def protects(self, properties: Mapping[str, Any]) -> bool:
        """Whether the flag is on, as a template or an API spells it."""
        value = properties.get(self.property)
        if self.key:
            pairs = value if isinstance(value, list) else []
            value = next(
                (one.get("Value") for one in pairs if isinstance(one, dict) and one.get("Key") == self.key), ""
            )
        return bool(self.property) and str(value).lower() == str(self.on).lower()

    def lifted(self, properties: Mapping[str, Any]) -> dict[str, Any]:
        """The same properties with the flag off."""
        if not self.protects(properties):
            return dict(properties)
        if not self.key:
            return {**properties, self.property: self.off}
        pairs = [{**one, "Value": self.off} if one.get("Key") == self.key else one for one in properties[self.property]]
        return {**properties, self.property: pairs}


@dataclass(frozen=True, slots=True)
class Name:
    """How to ask whether a name of a type is taken."""

    type: str
    identifier: str = ""
    read: Mapping[str, str] = field(default_factory=dict)


@functools.cache
def singletons() -> tuple[Singleton, ...]:
    """What there can be one of, or a few."""
    return tuple(Singleton(**row) for row in read_rows(FOLDER / "singletons.yaml", "singletons"))


@functools.cache
def needed() -> tuple[Singleton, ...]:
    """What an account must have before, once."""
    return tuple(Singleton(**row) for row in read_rows(FOLDER / "singletons.yaml", "needed"))


@functools.cache
def quotas() -> tuple[Quota, ...]:
    """Quotas as a new account has them."""
    return tuple(Quota(**row) for row in read_rows(FOLDER / "quotas.yaml", "quotas"))


@functools.cache
def protections() -> Mapping[str, Protection]:
    """What refuses to be deleted, by type."""
    return {row["type"]: Protection(**row) for row in read_rows(FOLDER / "deletion.yaml", "refuses_deletion")}


@functools.cache
def names() -> Mapping[str, Name]:
    """How to ask for a name, by type."""
    return {row["type"]: Name(**row) for row in read_rows(FOLDER / "names.yaml", "names")}


def read_rows(path: Path, section: str) -> list[dict[str, Any]]:
    """The rows of a table. Raises ConfigurationError, with a line for each mistake, as `sourced_rows` does."""
    check = functools.partial(_check, section)
    return sourced_rows(path, section, {"type"} | _MUST[section], _MAY[section], check=check)


def _check(section: str, where: str, row: dict[str, Any]) -> None:
    if "read" in row and not (isinstance(row["read"], dict) and set(row["read"]) > _READ):
        raise invalid(f"{where}.read", row["read"], "service, operation and where the answer has it")
    if section == "names" and ("identifier" in row) == ("read" in row):
        raise invalid(where, row, "either identifier or read")
    if section == "refuses_deletion" and ("property" in row) == ("holds" in row):
        raise invalid(where, row, "either property, with on and off, or holds")
