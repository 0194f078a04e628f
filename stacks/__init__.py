"""The stacks of the platform, one module each. A module with a `Stack` class is a stack: nothing else to register."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from graphlib import CycleError
from typing import Any

from constructs_lib import ConfigurationError, PlatformStack, deploy_waves


def discover() -> tuple[type[PlatformStack[Any]], ...]:
    """The stack classes, producers before consumers; by name where the contract leaves the order open.

    Raises ConfigurationError when a module and its stack are called differently, when a stack reads what no stack
    publishes, or when reads form a circle.
    """
    stacks = _stacks()
    graph = {slug: {output.producer for output in stack.reads or ()} - {slug} for slug, stack in sorted(stacks.items())}
    for slug, producers in graph.items():
        for missing in sorted(producers - set(stacks)):
            raise ConfigurationError(f"{_file(slug)}: reads outputs of {missing}, and there is no such stack")
    try:
        waves = deploy_waves(graph)
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise ConfigurationError(f"{_file(error.args[1][0])}: stacks read each other in a circle: {circle}") from None
    return tuple(stacks[slug] for wave in waves for slug in wave)


@functools.cache
def _stacks() -> dict[str, type[PlatformStack[Any]]]:
    """The stack of each module that has one, by slug; a module without is for the others to share."""
    found = {}
    for module in sorted(one.name for one in pkgutil.iter_modules(__path__)):
        stack = getattr(importlib.import_module(f"{__name__}.{module}"), "Stack", None)
        if stack is None:
            continue
        if not (isinstance(stack, type) and issubclass(stack, PlatformStack)):
            raise ConfigurationError(f"stacks/{module}.py: Stack is no PlatformStack; class Stack(PlatformStack[...])")
        # A module is called like its stack, so no two stacks can share a slug.
        if _file(stack.slug) != f"stacks/{module}.py":
            raise ConfigurationError(_misnamed(module, stack.slug))
        found[stack.slug] = stack
    return found


def _file(slug: str) -> str:
    return f"stacks/{slug.replace('-', '_')}.py"


def _misnamed(module: str, slug: str) -> str:
    if not module.isidentifier():
        return f"stacks/{module}.py: the file of the stack {slug} is called {_file(slug)}: Python imports no other name"
    allowed = module.replace("_", "-")
    return f"stacks/{module}.py: slug is {slug!r}; allowed: {allowed}, or a file called {_file(slug)}"
