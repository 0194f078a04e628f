"""The stacks of the platform, one module each. A module with a `Stack` class is a stack: nothing else to register."""

from __future__ import annotations

import importlib
import pkgutil
from graphlib import CycleError, TopologicalSorter
from typing import Any

from constructs_lib import ConfigurationError, PlatformStack


def _load(module: str) -> type[PlatformStack[Any]]:
    """The stack of one module, which is called like it: so no two stacks can share a slug."""
    stack: type[PlatformStack[Any]] = importlib.import_module(f"{__name__}.{module}").Stack
    if stack.slug.replace("-", "_") != module:
        raise ConfigurationError(f"stacks/{module}.py: slug is {stack.slug!r}; allowed: {module.replace('_', '-')}")
    return stack


# Imported with the package, so that every stack's settings are known before the first environment is read.
_STACKS = {stack.slug: stack for stack in (_load(found.name) for found in pkgutil.iter_modules(__path__))}


def discover() -> tuple[type[PlatformStack[Any]], ...]:
    """The stack classes, producers before consumers; by name where the contract leaves the order open.

    Raises ConfigurationError when a stack reads what no stack publishes, or when reads form a circle.
    """
    graph = {slug: {output.producer for output in stack.reads} - {slug} for slug, stack in sorted(_STACKS.items())}
    for slug, producers in graph.items():
        for missing in sorted(producers - set(_STACKS)):
            raise ConfigurationError(f"stacks/{slug}.py: reads outputs of {missing}, and there is no such stack")
    sorter = TopologicalSorter(graph)
    try:
        sorter.prepare()
    except CycleError as error:
        raise ConfigurationError(f"stacks read each other in a circle: {' -> '.join(error.args[1])}") from None
    order: list[str] = []
    while sorter.is_active():
        wave = sorted(sorter.get_ready())
        order += wave
        sorter.done(*wave)
    return tuple(_STACKS[slug] for slug in order)
