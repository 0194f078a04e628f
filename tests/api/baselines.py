"""The committed tables, one a release, and what differs from them: what breaks, and what is new."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FOLDER = ROOT / "api"
CHANGELOG = ROOT / "CHANGELOG.md"
UPGRADING = ROOT / "UPGRADING.md"

Version = tuple[int, int, int]
_KINDS = ("command", "output", "resource", "rule")


def version_of(text: str) -> Version:
    """The numbers of `1.2.3`."""
    major, minor, patch = map(int, text.split("."))
    return major, minor, patch


def current_version() -> str:
    """What pyproject.toml says."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def last_version() -> str:
    """The newest version that has a table."""
    return max((path.stem for path in FOLDER.glob("*.json")), key=version_of)


def last_baseline() -> dict[str, str]:
    """The table of the newest version that has one."""
    table: dict[str, str] = json.loads((FOLDER / f"{last_version()}.json").read_text(encoding="utf-8"))
    return table


def kind_of(key: str) -> str:
    """What an entry is about; a name of a door has no word before it."""
    word = key.split(" ", maxsplit=1)[0]
    return word if word in _KINDS else "name"


def of_kind(table: Mapping[str, str], *kinds: str) -> dict[str, str]:
    """The entries of some kinds."""
    return {key: value for key, value in table.items() if kind_of(key) in kinds}


def breaking(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """What somebody who relied on the old table has to change: gone, otherwise than it was, or asked for now."""
    gone = [
        key for key, value in old.items() if value != new.get(key) and (value, new.get(key)) != ("required", "optional")
    ]
    asked = [
        key
        for key, value in new.items()
        if value == "required" and key not in old and re.split(r"\(| --", key)[0] in old
    ]
    return sorted({*gone, *asked})


def added(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """What is new as a whole: names, commands, outputs and rules, not their parts."""
    return sorted(key for key in new if key not in old and not re.search(r"\(| --|^resource |\.[^.]*[A-Z]\w*\.", key))


def unsaid(entries: Iterable[str], document: Path) -> list[str]:
    """The entries of which a document does not name every part in what it says since the last table."""
    text = _since(document.read_text(encoding="utf-8"), version_of(last_version()))
    return [
        entry
        for entry in entries
        if not all(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) for word in words(entry))
    ]


def words(entry: str) -> list[str]:
    """What a reader looks for: the construct of a resource; a name without its door, and its argument or option."""
    kind, rest = kind_of(entry), entry.split(" ", 1)[-1]
    if kind == "resource":
        return [rest.split("/")[0]]
    if kind == "output":
        return [rest.split(">/")[-1]]
    if kind == "name":
        door = next(
            door for door in ("constructs_lib.platform", "constructs_lib", "aspects") if entry.startswith(f"{door}.")
        )
        return re.findall(r"\w+", entry.removeprefix(door))
    return rest.split(" ")


def bump_needed(old: Mapping[str, str], new: Mapping[str, str]) -> int:
    """Which number of the version has to grow, 0 the first. Before 1.0 the second stands for the first."""
    if breaking(old, new):
        return 0 if version_of(last_version())[0] else 1
    return 1 if added(old, new) else 2


def _since(text: str, version: Version) -> str:
    """The sections of a document that are about later versions; a section's heading ends with its version."""
    kept = []
    for section in re.split(r"(?m)^(?=## )", text):
        named = re.match(r"## .*?(\d+)\.(\d+)(?:\.(\d+))?(?: - \S+)?\n", section)
        if not named or tuple(int(number or 0) for number in named.groups()) > version:
            kept.append(section)
    return "".join(kept)
