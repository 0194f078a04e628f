"""Every rule there is, found by its file below `rules/`: nothing else to register."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from typing import TYPE_CHECKING

from aspects.judge import rules
from aspects.judge.rule import Rule

if TYPE_CHECKING:
    from types import ModuleType


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
    sorted(
        (
            _rule(importlib.import_module(found.name))
            for found in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}.")
            if not found.ispkg and not found.name.rpartition(".")[2].startswith("_")
        ),
        key=lambda rule: rule.id,
    )
)
BY_ID = {rule.id: rule for rule in RULES}


@functools.cache
def rules_for(type_: str) -> tuple[Rule, ...]:
    """The rules that look at a type."""
    return tuple(rule for rule in RULES if not rule.types or type_ in rule.types)
