"""The rules, one a file: each a pure function from a resource to what is wrong with it.

A rule's module has `WHY` (one sentence), `FIX` (code), `BAD` and `GOOD` (the resources of a template as YAML, which its
page shows and a test runs), and `check`. `TYPES` names the types it looks at; without it, all. `SEVERITY` is "error"
unless it says "warning".
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from aspects.judge.template import Resource

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Breach:
    """What a rule found: a sentence, the property where it stands, and a fix when it knows a better one than its own.

    `unknown`: the rule cannot tell before the deploy. That is reported, and is no finding.
    """

    found: str
    at: str = ""
    fix: str = ""
    unknown: bool = False


@dataclass(frozen=True)
class Rule:
    """A rule: its id, which is its file's name; the sentence it enforces; why it matters; how to fix; the check."""

    id: str
    title: str
    about: str
    why: str
    fix: str
    bad: str
    good: str
    check: Callable[[Resource], Iterator[Breach]]
    types: frozenset[str]
    severity: Severity


def _rule(module: ModuleType) -> Rule:
    title, _, about = (module.__doc__ or "").partition("\n")
    return Rule(
        id=module.__name__.rsplit(".", 1)[-1].replace("_", "-"),
        title=title,
        about=about.strip(),
        why=module.WHY,
        fix=module.FIX,
        bad=module.BAD,
        good=module.GOOD,
        check=module.check,
        types=frozenset(getattr(module, "TYPES", ())),
        severity=getattr(module, "SEVERITY", "error"),
    )


RULES: tuple[Rule, ...] = tuple(
    _rule(importlib.import_module(f"{__name__}.{found.name}"))
    for found in pkgutil.iter_modules(__path__)
    if not found.name.startswith("_")
)
BY_ID = {rule.id: rule for rule in RULES}


@functools.cache
def rules_for(type_: str) -> tuple[Rule, ...]:
    """The rules that look at a type."""
    return tuple(rule for rule in RULES if not rule.types or type_ in rule.types)
