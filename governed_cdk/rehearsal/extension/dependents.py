"""CloudFormation: what something still depends on is not deleted; what a rollback could not delete stays in its stack.

CloudFormation deletes a resource after all that depends on it: where one fails, it does not come to what that one
needs, and a second DeleteStack finds both. The emulator goes on to it, and forgets what the rollback of a creation
could not delete. Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html
("Resource A is deleted before resource B").
"""

from __future__ import annotations

import contextvars
import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ministack.services import cloudformation
from ministack.services.cloudformation import engine, handlers, stacks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_SPARED = "another resource that was not deleted depends on it"
_OF_A_STACK = 5
"""How many arguments tell a resource of a stack: type, id, properties, stack, logical id."""


@dataclass
class Taking:
    """A deletion or a rollback of a stack that is going on."""

    template: dict[str, Any]
    failed: set[str] = field(default_factory=set)
    spared: set[str] = field(default_factory=set)

    def needs(self, logical_id: str) -> bool:
        """Whether something that is still there depends on a resource."""
        resources = self.template.get("Resources") or {}
        left = (self.failed | self.spared) & resources.keys()
        needed = [engine._extract_deps(resources[one], set(resources)) for one in left]  # noqa: SLF001 - see handler.py
        return any(logical_id in names for names in needed)


_taking: contextvars.ContextVar[Taking | None] = contextvars.ContextVar("taking", default=None)


def wait_for_dependents() -> None:
    """Delete nothing that is depended on, and keep what failed; what a guard refuses has failed."""
    delete, delete_stack = stacks._delete_resource, stacks._delete_stack_async  # noqa: SLF001 - see handler.py
    roll_back = stacks._roll_back_operation  # noqa: SLF001 - see handler.py

    def delete_in_turn(*given: Any) -> Any:
        taking = _taking.get()
        if taking is None or len(given) < _OF_A_STACK:
            return delete(*given)
        logical_id = given[-1]
        if taking.needs(logical_id):
            taking.spared.add(logical_id)
            raise ValueError(_SPARED)
        try:
            return delete(*given)
        except Exception:
            taking.failed.add(logical_id)
            raise

    async def deleted(name: str, *given: Any, **more: Any) -> None:
        stack = cloudformation._stacks.get(name) or {}  # noqa: SLF001 - see handler.py
        await _watch(stack, stack.get("_template"), lambda: delete_stack(name, *given, **more))

    async def rolled_back(name: str, stack_id: str, stack: Any, operation: Any, *given: Any, **more: Any) -> None:
        work = functools.partial(roll_back, name, stack_id, stack, operation, *given, **more)
        await _watch(stack, operation.get("template"), work)

    stacks._delete_resource = delete_in_turn  # noqa: SLF001 - see handler.py
    for module in (stacks, handlers):
        module._delete_stack_async = deleted  # noqa: SLF001 - see handler.py
        module._roll_back_operation = rolled_back  # noqa: SLF001 - see handler.py


async def _watch(stack: dict[str, Any], template: Any, work: Callable[[], Awaitable[None]]) -> None:
    before = {name: dict(one) for name, one in stack.get("_resources", {}).items()}
    taking = Taking(template or {})
    token = _taking.set(taking)
    try:
        await work()
    finally:
        _taking.reset(token)
    if stack.get("StackStatus") in ("DELETE_FAILED", "ROLLBACK_FAILED"):
        stack["_template"] = stack.get("_template") or taking.template  # of a change set it is kept when all is made
        for name in before.keys() & (taking.failed | taking.spared):
            failed = {"ResourceStatus": "DELETE_FAILED"} if name in taking.failed else {}
            stack["_resources"][name] = before[name] | failed
        _unsay(stack, taking)


def _unsay(stack: dict[str, Any], taking: Taking) -> None:
    """Take back what the emulator said of resources that CloudFormation would not have come to."""
    events = cloudformation._stack_events[stack["StackId"]]  # noqa: SLF001 - see handler.py
    for place in reversed(range(1, len(events))):
        if events[place]["ResourceStatusReason"] == _SPARED:
            del events[place - 1 : place + 1]  # the one before says that its deletion began
    said = f"The following resource(s) failed to delete: [{', '.join(sorted(taking.failed))}]."
    stack["StackStatusReason"] = events[-1]["ResourceStatusReason"] = said
