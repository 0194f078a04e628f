"""Stacks in the order in which they are deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.contract.graph import graph_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aspects.judge.template import Template


def in_waves(stacks: Sequence[Template]) -> list[list[Template]]:
    """The stacks by wave: those of one need only earlier ones.

    Raises ConfigurationError where they wait in a circle.
    """
    graph = graph_of(stacks)
    if graph.cycles:
        raise ConfigurationError(*(f"stacks wait for one another: {' -> '.join(circle)}" for circle in graph.cycles))
    named = {stack.stack_name: stack for stack in stacks}
    waves = [[named[name] for name in wave if name in named] for wave in graph.waves]
    return [wave for wave in waves if wave]
