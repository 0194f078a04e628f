"""Siblings: the governed stacks of one stage, and which of them deploys after which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk

if TYPE_CHECKING:
    from constructs_lib.stack.governed_stack import GovernedStack

_SIBLINGS = "_governed_cdk_siblings"


class Siblings:
    """The governed stacks of one stage, wherever in it they stand, and who of them waits for one that is not there yet.

    It is kept with the stage, of which a stack knows its own only: CDK lets no dependency cross a stage's border.
    """

    def __init__(self) -> None:
        self.stacks: dict[str, GovernedStack] = {}
        self._waiting: dict[str, list[tuple[GovernedStack, str]]] = {}

    @classmethod
    def of(cls, stack: GovernedStack) -> Siblings:
        """Those of the stage that a stack stands in."""
        home = cdk.Stage.of(stack) or stack.node.root
        found: Siblings = home.__dict__.setdefault(_SIBLINGS, cls())
        return found

    def add(self, stack: GovernedStack, name: str) -> None:
        """Let the others find a new stack, and deploy those after it that wait for it."""
        self.stacks[name] = stack
        for reader, reason in self._waiting.pop(name, ()):
            reader.add_stack_dependency(stack, reason)

    def order(self, reader: GovernedStack, name: str, reason: str) -> None:
        """Deploy a stack after the one of a name, now or as soon as that is made."""
        if name not in self.stacks:
            self._waiting.setdefault(name, []).append((reader, reason))
        elif self.stacks[name] is not reader:
            reader.add_stack_dependency(self.stacks[name], reason)
