"""From a file to a rule: the docstring is its title and what is judged how, the constants are the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.rule import Rule
from constructs_lib.kernel.level import LEVELS
from constructs_lib.kernel.project import NAME, page, version

if TYPE_CHECKING:
    from types import ModuleType


PAGES = "docs/rules"
"""Where the pages of our rules are, in the repository."""

FIRST = "0.1.0"
"""The first release. Before it there was nobody whose build its rules could fail."""


def rule_of(module: ModuleType) -> Rule:
    """The rule in a module of ours."""
    id_ = id_of(module)
    settled = LEVELS[LEVELS.index(getattr(module, "SEVERITY", "error"))]
    return Rule(
        **said_by(module),
        settled=settled,
        severity="warning" if is_new(module.SINCE) else settled,
        since=module.SINCE,
        pack=NAME,
        link=page(f"{PAGES}/{id_}.md"),
    )


def said_by(module: ModuleType) -> dict[str, Any]:
    """What any rule says of itself, but for what depends on whose it is."""
    title, _, about = (module.__doc__ or "").partition("\n")
    return {
        "id": id_of(module),
        "title": title,
        "about": about.strip(),
        "why": module.WHY,
        "fix": module.FIX,
        "bad": getattr(module, "BAD", ""),
        "good": getattr(module, "GOOD", ""),
        "check": module.check,
        "types": frozenset(getattr(module, "TYPES", ())),
    }


def id_of(module: ModuleType) -> str:
    """The id of the rule in a module: the name of its file."""
    return module.__name__.rpartition(".")[2].replace("_", "-")


def is_new(since: str, installed: str = "") -> bool:
    """Whether a rule is of the minor version that is installed, and not of the first release: it only warns then."""
    if since == FIRST:
        return False
    return _minor(since) >= _minor(installed or version())


def settles_in(since: str) -> str:
    """The version in which a rule that came with `since` gets its full weight."""
    major, minor = _minor(since)
    return f"{major}.{minor + 1}"


def _minor(version: str) -> tuple[int, int]:
    major, minor, *_ = version.split(".")
    return int(major), int(minor)
