"""How a thing is registered in this house: it has a file of its own in the room of its kind, and nothing else knows."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


def modules_below(package: ModuleType) -> Iterator[ModuleType]:
    """Every module below a package at any depth, by name; those with a leading underscore are helpers, and left out."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.ispkg and not found.name.rpartition(".")[2].startswith("_"):
            yield importlib.import_module(found.name)
