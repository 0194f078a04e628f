"""Seeded changes of the library, with the verdict that each must get: read from `changes/`, one file for each sort."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from aspects.judge.template.assembly import read_assembly
from governed_cdk.comparing.difference import DifferenceKind

if TYPE_CHECKING:
    from governed_cdk.upgrading.comparison import Upgrade

_FOLDER = Path(__file__).with_name("changes")
STACK, TAGGED = "the stack", "with tags"
"""What stands for a whole stack, and for every resource that has tags, among the logical ids of a verdict."""


@dataclass(frozen=True, kw_only=True)
class Seeded:
    """One change of the library, and what must be told of it in one of the two apps.

    Attributes:
        name: its file and its key there.
        file: of the library; `old` stands there once, and `new` is put in its place.
        app: the app that is synthesised.
        why: a word on the verdict.
        told: logical ids by kind, all of them: `~` for the hash that CDK gives, `*` for anything.
        findings: rules that find something new; others may not.
        refused: what must be in the line where nothing is synthesised.
    """

    name: str
    file: str
    old: str
    new: str
    app: str = "files"
    why: str = ""
    told: dict[str, list[str]] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    refused: str = ""

    def put(self, library: Path) -> str:
        """Make the change in a copy of the library, and return the file as it was."""
        path = library / self.file
        before = path.read_text(encoding="utf-8")
        path.write_text(before.replace(self.old, self.new), encoding="utf-8")
        return before


def seeded() -> list[Seeded]:
    """Every change."""
    return [
        Seeded(name=f"{path.stem}/{key}", **given)
        for path in sorted(_FOLDER.glob("*.yaml"))
        for key, given in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    ]


def expected(change: Seeded, old: Path, new: Path) -> dict[str, set[str]]:
    """The verdict with its patterns filled in from what both assemblies have; one that fits nothing stays."""
    resources = [one for folder in (old, new) for stack in read_assembly(folder) for one in stack.resources.values()]
    known = {one.logical_id for one in resources}
    tagged = {one.logical_id for one in resources if one.properties.get("Tags")}
    return {
        kind: {name for given in ids for name in (tagged if given == TAGGED else _fitting(given, known))}
        for kind, ids in change.told.items()
    }


def _fitting(given: str, known: set[str]) -> set[str]:
    pattern = re.compile(given.replace("~", "[0-9A-F]{8}").replace("*", ".*"))
    return {name for name in known if pattern.fullmatch(name)} or {given}


def told(found: Upgrade) -> dict[str, set[str]]:
    """What was told, as verdicts are written."""
    said: dict[str, set[str]] = {}
    for one in found.differences:
        said.setdefault(DifferenceKind(one.kind).name.lower(), set()).add(one.logical_id or STACK)
    return said
