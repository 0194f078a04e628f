"""Somebody who changes an account by hand, each change by a call of its API, and back again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from governed_cdk.rehearsal import proof

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.integration.support import Deployed


@dataclass(frozen=True)
class Way:
    """One change by hand: what finds it (stack, logical id or name, property or kind), how it is done and undone."""

    found: tuple[str, str, str]
    do: Callable[[], object]
    undo: Callable[[], object]


class Hand:
    """Somebody with a console."""

    def __init__(self, deployed: Deployed) -> None:
        self.client = deployed.client
        self._ids = {
            (stack.stack_name, name): physical
            for stack in deployed.stacks
            for name, physical in proof.physical_ids(deployed.rehearsed.emulator, stack).items()
        }

    def ids(self, stack: str, begins: str) -> tuple[str, str]:
        """Logical and physical id of the resource whose logical id begins so, but for CDK's hash."""
        found = [(name, one) for (where, name), one in self._ids.items() if (where, name[:-8]) == (stack, begins)]
        (only,) = found
        return only

    def way(self, stack: str, begins: str, property_: str, *steps: Callable[[str], object]) -> Way:
        """A way that changes one resource; both get its physical id."""
        do, undo = steps
        logical, physical = self.ids(stack, begins)
        return Way((stack, logical, property_), lambda: do(physical), lambda: undo(physical))

    def own(self, stack: str, name: str, property_: str, *steps: Callable[[], object]) -> Way:
        """A way that changes a stack itself, or what is in none."""
        do, undo = steps
        return Way((stack, name, property_), do, undo)
