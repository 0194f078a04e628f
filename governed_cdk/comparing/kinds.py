"""Which kind a change is: by what its property is about, or its type."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import yaml

from aspects.judge.catalogue import facts
from governed_cdk.comparing.difference import DifferenceKind

_TABLE = Path(__file__).with_name("kinds.yaml")
_BY_TYPE = {
    "access": DifferenceKind.ACCESS,
    "exposure": DifferenceKind.EXPOSURE,
    "keys": DifferenceKind.KEYS,
    "alarms": DifferenceKind.ALARMS,
}


@functools.cache
def _table() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return found


def type_kind(type_: str) -> DifferenceKind:
    """What a whole resource is about, that comes."""
    named = (kind for section, kind in _BY_TYPE.items() if type_ in _table()[section]["types"])
    return next(named, DifferenceKind.OTHER)


def property_kind(type_: str, path: str) -> DifferenceKind:
    """What the property at a path is about, `DBInstanceClass` or `BucketEncryption.KMSMasterKeyID`."""
    table, known = _table(), facts(type_)
    plain = path.replace("[]", "").replace("[", ".").split(".")
    top = plain[0]
    if top in table["interrupted"].get(type_, ()):
        return DifferenceKind.INTERRUPTED
    if top in table["protection"]:
        return DifferenceKind.PROTECTION
    if top in ("Tags", "TagList") or (known.tags and top == known.tags.path[0]):
        return DifferenceKind.TAGS
    if any(_is_of(plain, [part for part in key.path if part != "*"]) for key in known.keys):
        return DifferenceKind.KEYS
    for section in ("keys", "access", "exposure"):
        if any(part in table[section]["properties"] for part in (top, plain[-1])):
            return _BY_TYPE[section]
    return type_kind(type_)


def _is_of(path: list[str], key: list[str]) -> bool:
    """Whether a path leads to a key, or to something that holds it."""
    length = min(len(path), len(key))
    return path[:length] == key[:length] and (len(path) >= len(key) or len(path) > 1)
