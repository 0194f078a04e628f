"""From a file to a rule: the docstring is its title and what is judged how, the constants are the rest."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.rule import Rule
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.level import LEVELS
from constructs_lib.kernel.project import NAME, page, version

if TYPE_CHECKING:
    from types import ModuleType

    from constructs_lib.kernel.level import Level


PAGES = "docs/rules"
"""Where the pages of our rules are, in the repository."""

FIRST = "0.1.0"
"""The first release. Before it there was nobody whose build its rules could fail."""

VERSION = re.compile(r"[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}")
"""A release."""


def rule_of(module: ModuleType) -> Rule:
    """The rule in a module of ours. Raises ConfigurationError for one that lacks something, as `said_by` does."""
    said, settled = said_by(module, "SINCE", "BAD", "GOOD"), level_of(module)
    mended = getattr(module, "MENDED", "")
    for name, version_ in (("SINCE", module.SINCE), ("MENDED", mended or FIRST)):
        if not VERSION.fullmatch(version_):
            raise invalid(f"{_file(module)}: {name}", version_, f"the version that brings it, such as {FIRST}")
    return Rule(
        **said,
        settled=settled,
        severity="warning" if is_new(module.SINCE) else settled,
        since=module.SINCE,
        mended=mended,
        pack=NAME,
        link=page(f"{PAGES}/{said['id']}.md"),
        subject=module.__name__.split(".")[-2],
    )


def said_by(module: ModuleType, *more: str) -> dict[str, Any]:
    """What any rule says of itself, but for what depends on whose it is.

    Raises ConfigurationError where it lacks a docstring, `WHY`, `FIX`, `check` (or `check_on`, which takes the day as
    well) or one of `more`, and where one of them, or `TYPES`, is something else than it should be.
    """
    for name in ("__doc__", "WHY", "FIX", *more):
        text = getattr(module, name, None)
        if not isinstance(text, str) or not text.strip():
            said = "docstring" if name == "__doc__" else name
            raise invalid(f"{_file(module)}: {said}", text, "a text, as every rule has it")
    dated = hasattr(module, "check_on")
    check = module.check_on if dated else getattr(module, "check", None)
    if not callable(check) or (dated and hasattr(module, "check")):
        raise invalid(f"{_file(module)}: check", check, "def check(resource), or def check_on(resource, today)")
    types = getattr(module, "TYPES", ())
    if not isinstance(types, Collection) or isinstance(types, str) or not all(isinstance(one, str) for one in types):
        raise invalid(f"{_file(module)}: TYPES", types, "a tuple of CloudFormation types; absent for every type")
    title, _, about = str(module.__doc__).partition("\n")
    return {
        "id": module.__name__.rpartition(".")[2].replace("_", "-"),
        "title": title,
        "about": about.strip(),
        "why": module.WHY,
        "fix": module.FIX,
        "bad": getattr(module, "BAD", ""),
        "good": getattr(module, "GOOD", ""),
        "check": check,
        "dated": dated,
        "whole": getattr(module, "WHOLE", False) is True,
        "as_written": bool(getattr(module, "AS_WRITTEN", False)),
        "types": frozenset(types),
    }


def level_of(module: ModuleType) -> Level:
    """What a rule's findings weigh, as its file says. Raises ConfigurationError for a severity that there is not."""
    said = getattr(module, "SEVERITY", "error")
    if said not in LEVELS:
        raise invalid(f"{_file(module)}: SEVERITY", said, " or ".join(LEVELS))
    level: Level = said
    return level


def _file(module: ModuleType) -> str:
    path = Path(getattr(module, "__file__", None) or module.__name__)
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def is_new(since: str, installed: str = "") -> bool:
    """Whether a rule is of the minor version that is installed, and not of the first release: it only warns then."""
    if since == FIRST:
        return False
    return _minor(since) >= _minor(installed or version())


def is_later(version_: str, than: str) -> bool:
    """Whether a version is a later one than another."""
    return [*map(int, version_.split("."))] > [*map(int, than.split("."))]


def settles_in(since: str) -> str:
    """The version in which a rule that came with `since` gets its full weight."""
    major, minor = _minor(since)
    return f"{major}.{minor + 1}"


def _minor(version: str) -> tuple[int, int]:
    major, minor, *_ = version.split(".")
    return int(major), int(minor)
