"""Facts about CloudFormation types: tags, keys, physical names, and what may not change without a new resource."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_TYPES = Path(__file__).with_name("types.json")


class TagShape(StrEnum):
    """How a type takes tags."""

    LIST = "list"
    MAP = "map"
    SPECIFICATIONS = "specifications"


@dataclass(frozen=True, slots=True)
class TagFact:
    """The property that holds a type's tags, and its shape.

    `key` and `value` are the names inside an item of a list. `immutable` tags can be set at creation only. `extra`
    stands beside key and value in each item, or beside `Tags` in a specification, since the type demands it.
    """

    path: tuple[str, ...]
    shape: TagShape
    key: str = "Key"
    value: str = "Value"
    immutable: bool = False
    extra: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class PropertyCondition:
    """A property and the values that count, None among them for absent; no values: that it is there.

    `path` starts at the resource's properties when `root`, else where the key fact says.
    """

    path: tuple[str, ...]
    values: tuple[Any, ...] = ()
    root: bool = False


@dataclass(frozen=True, slots=True)
class KeyFact:
    """A property that takes a customer-managed key.

    The first `anchor` parts of `path` lead to the thing that the key encrypts: where that is absent, no key is needed;
    0 is the resource itself, the whole path a key that is judged only where it is stated. `when`: one of these holds,
    or no key is needed. `unless`: where one of these holds, the key comes from elsewhere, and only a stated one is
    judged. Both are relative to the thing. `switch`, relative to the object that holds the key: all of these hold, or
    the key is without effect. `form`: `arn` or `alias` where nothing else will do. `replaces`: changing it replaces the
    resource.
    """

    path: tuple[str, ...]
    anchor: int = 0
    form: str = "any"
    switch: tuple[PropertyCondition, ...] = ()
    when: tuple[PropertyCondition, ...] = ()
    unless: tuple[PropertyCondition, ...] = ()
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class NameFact:
    """The property that holds a type's physical name, and the service's own bounds on it, in characters.

    `unique`: a second resource of the name is refused. `within` are the properties that name what the resource belongs
    to, where its name is unique within that only.
    `replaced`: every change makes a new resource, which a fixed name would stand in the way of.
    """

    path: tuple[str, ...]
    max_length: int
    min_length: int = 1
    pattern: re.Pattern[str] | None = None
    within: tuple[str, ...] = ()
    replaced: bool = False
    unique: bool = False


@dataclass(frozen=True, slots=True)
class TypeFacts:
    """What is known of a type. Nothing, for a type that the schemas do not have.

    `create_only` are the paths of the properties of which another value makes another resource: `[]` for the items of a
    list, `{Key}` for those of a list whose items are told apart by that key.
    """

    tags: TagFact | None = None
    keys: tuple[KeyFact, ...] = ()
    name: NameFact | None = None
    stateful: bool = False
    create_only: tuple[str, ...] = ()


def facts(type_name: str) -> TypeFacts:
    """What is known of a type by its CloudFormation name."""
    known = _KNOWN.get(type_name)
    if known is None:
        known = _KNOWN[type_name] = _type_facts(_data()["types"].get(type_name, {}))
    return known


def known_types() -> tuple[str, ...]:
    """Every type that the catalogue says something of, sorted."""
    return tuple(_data()["types"])


def types_with(*what: str) -> frozenset[str]:
    """The types of which the catalogue says all of some things (`keys`, `tags`, `name`, `stateful`); fast."""
    return frozenset(name for name, said in _data()["types"].items() if said.keys() >= set(what))


def schema_date() -> str:
    """The day on which AWS published the schemas that the catalogue was generated from, `YYYY-MM-DD`."""
    return str(_data()["schema_date"])


_KNOWN: dict[str, TypeFacts] = {}


@functools.cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_TYPES.read_bytes())
    return data


def _type_facts(said: dict[str, Any]) -> TypeFacts:
    return TypeFacts(
        tags=_tag_fact(said["tags"]) if "tags" in said else None,
        keys=tuple(_key_fact(key) for key in said.get("keys", ())),
        name=_name_fact(said["name"]) if "name" in said else None,
        stateful=said.get("stateful", False),
        create_only=tuple(said.get("create_only", ())),
    )


def parts(path: str) -> tuple[str, ...]:
    """A path of the catalogue in its parts, `*` for each item of a list (`[]`) and each value of a map (`{}`)."""
    return tuple(path.replace("[]", ".*").replace("{}", ".*").split(".")) if path else ()


def _tag_fact(said: dict[str, Any]) -> TagFact:
    return TagFact(
        path=parts(said.get("path", "Tags")),
        shape=TagShape(said["shape"]),
        key=said.get("key", "Key"),
        value=said.get("value", "Value"),
        immutable=said.get("immutable", False),
        extra=tuple(said.get("extra", {}).items()),
    )


def _key_fact(said: dict[str, Any]) -> KeyFact:
    return KeyFact(
        path=parts(said["path"]),
        anchor=len(parts(said.get("anchor", ""))),
        form=said.get("form", "any"),
        switch=_conditions(said.get("switch", ()), "on"),
        when=_conditions(said.get("when", ()), "is"),
        unless=_conditions(said.get("unless", ()), "is"),
        replaces=said.get("replaces", False),
    )


def _conditions(said: Iterable[dict[str, Any]], values: str) -> tuple[PropertyCondition, ...]:
    return tuple(
        PropertyCondition(
            path=parts(one["property"].removeprefix("/")),
            values=tuple(one.get(values, ())),
            root=one["property"].startswith("/"),
        )
        for one in said
    )


def _name_fact(said: dict[str, Any]) -> NameFact:
    return NameFact(
        path=parts(said["path"]),
        max_length=said["max"],
        min_length=said.get("min", 1),
        pattern=re.compile(said["pattern"]) if "pattern" in said else None,
        within=tuple(said.get("within", ())),
        replaced=said.get("replaced", False),
        unique=said.get("unique", False),
    )
