"""An app as its governed stacks see it: who is in it, whether somebody governs it, whether it was synthesised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsii
from constructs import IValidation

if TYPE_CHECKING:
    from constructs_lib.stack.governed_stack import GovernedStack

GOVERNED_MARK = "governed-cdk:governed"

_STACKS = "_governed_cdk_stacks"
_SYNTHESIZED = "_governed_cdk_synthesized"


def governed_stacks(app: Any) -> list[GovernedStack]:
    """Every governed stack of an app, in the order in which they were made."""
    found: list[GovernedStack] = vars(app).get(_STACKS, [])
    return found


def is_unfinished(app: Any) -> bool:
    """Whether an app has governed stacks that were never synthesised."""
    return bool(governed_stacks(app)) and not vars(app).get(_SYNTHESIZED)


@jsii.implements(IValidation)
class _Mistakes:
    """What CDK asks a stack before it writes templates: whether somebody governs the app, and the stack's own word."""

    def __init__(self, stack: GovernedStack, app: Any) -> None:
        self._stack = stack
        self._app = app

    def validate(self) -> list[str]:
        vars(self._app)[_SYNTHESIZED] = True
        if any(entry.type == GOVERNED_MARK for entry in self._app.node.metadata):
            return self._stack.mistakes()
        if governed_stacks(self._app)[0] is not self._stack:
            return []  # one stack says it for all
        return ["the app is not governed: call aspects.govern(app, environment) before app.synth()"]


def join_app(stack: GovernedStack) -> None:
    """Let a stack be known to its app, and be asked before templates are written."""
    app = stack.node.root
    vars(app).setdefault(_STACKS, []).append(stack)
    stack.node.add_validation(_Mistakes(stack, app))
