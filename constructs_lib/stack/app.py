"""An app as its governed stacks see it: who is in it, whether somebody governs it, whether it was synthesised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jsii
from constructs import IValidation

if TYPE_CHECKING:
    from constructs_lib.stack.governed_stack import GovernedStack

_GOVERNED = "_governed_cdk_governed"
_STACKS = "_governed_cdk_stacks"
_SYNTHESIZED = "_governed_cdk_synthesized"


@dataclass(frozen=True, slots=True)
class _Mark:
    """What `govern()` leaves in an app. Metadata, context, a class attribute or a construct would be anybody's."""

    app: int


def mark_governed(app: Any) -> None:
    """Say that an app is governed: for `govern()`, which has put its rules into it by then, and for nobody else."""
    vars(app)[_GOVERNED] = _Mark(id(app))


def is_governed(app: Any) -> bool:
    """Whether `govern()` governs an app."""
    mark = vars(app).get(_GOVERNED)
    return type(mark) is _Mark and mark.app == id(app)


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
        if is_governed(self._app):
            return self._stack.mistakes()
        if governed_stacks(self._app)[0] is not self._stack:
            return []  # one stack says it for all
        return ["the app is not governed: call aspects.govern(app, environment) before app.synth()"]


def join_app(stack: GovernedStack) -> None:
    """Let a stack be known to its app, and be asked before templates are written."""
    app = stack.node.root
    vars(app).setdefault(_STACKS, []).append(stack)
    stack.node.add_validation(_Mistakes(stack, app))
