"""The rules, one a file: each a pure function from a resource to what is wrong with it."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from aspects.template import Resource


@dataclass(frozen=True)
class Rule:
    """A rule: its id, which is its file's name; why it matters; how to fix; and the check."""

    id: str
    why: str
    fix: str
    check: Callable[[Resource], Iterator[str]]


def _rule(module: ModuleType) -> Rule:
    return Rule(
        id=module.__name__.rsplit(".", 1)[-1].replace("_", "-"), why=module.WHY, fix=module.FIX, check=module.check
    )


RULES: tuple[Rule, ...] = tuple(
    _rule(importlib.import_module(f"{__name__}.{found.name}")) for found in pkgutil.iter_modules(__path__)
)
