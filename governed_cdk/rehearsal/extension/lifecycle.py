"""What CloudFormation is about to do with a resource, seen before it does it, and after.

A guard refuses by raising ValueError, whose text becomes the reason of the resource's CREATE_FAILED, UPDATE_FAILED or
DELETE_FAILED. Rolling back deletes and updates too, and is guarded as well.
"""

from __future__ import annotations

import contextvars
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from ministack.core.responses import get_region
from ministack.services.cloudformation import provisioners, stacks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Operation:
    """One thing that CloudFormation does: `verb` is create, update or delete."""

    verb: str
    type: str
    place: str
    """`STACK:LOGICAL_ID`."""
    properties: Mapping[str, Any]
    physical_id: str
    region: str
    changes: bool = True
    """Whether it does anything: a stack's update also goes past what stays as it is."""


class Guard(Protocol):
    """Looks at each step before it is taken, and may refuse it by ValueError; and again when it has been taken."""

    def before(self, step: Operation) -> None:
        """Refuse the step, or let it be."""

    def after(self, step: Operation) -> None:
        """It has been taken."""


# An update that makes a resource anew, or for want of a handler creates it over itself, is no creation.
_updating: contextvars.ContextVar[bool] = contextvars.ContextVar("updating", default=False)
_NESTED = "AWS::CloudFormation::Stack"


def guard(*guards: Guard) -> None:
    """Put everything that CloudFormation does before some guards, in stacks and in those nested in them."""
    create, update, delete = (
        getattr(provisioners, f"_{verb}_resource") for verb in ("provision", "update", "delete")
    )  # fmt: skip

    def guarded_create(*given: Any) -> Any:
        type_, logical_id, properties, stack = given
        return _taken(guards, _step("create", type_, f"{stack}:{logical_id}", properties), lambda: create(*given))

    def guarded_update(*given: Any) -> Any:
        type_, physical_id, old, properties, stack, *rest = given
        step = _step("update", type_, f"{stack}:{rest[0] if rest else ''}", properties, physical_id)
        step = replace(step, changes=old != properties)
        return _taken(guards, step, lambda: update(*given))

    def guarded_delete(*given: Any) -> Any:
        type_, physical_id, properties, *rest = given
        step = _step("delete", type_, ":".join(str(one) for one in rest), properties, physical_id)
        return _taken(guards, step, lambda: delete(*given))

    for module in (provisioners, stacks):
        module._provision_resource = guarded_create  # noqa: SLF001 - see handler.py
        module._update_resource = guarded_update  # noqa: SLF001 - see handler.py
        module._delete_resource = guarded_delete  # noqa: SLF001 - see handler.py


def _step(verb: str, type_: str, place: str, properties: Any, physical_id: str = "") -> Operation:  # noqa: PLR0917 - a record
    return Operation(verb, type_, place, properties or {}, physical_id, get_region())


def _taken(guards: tuple[Guard, ...], step: Operation, take: Callable[[], Any]) -> Any:
    if _updating.get():
        return take()
    for one in guards:
        one.before(step)
    token = _updating.set(step.verb == "update" and step.type != _NESTED)
    try:
        made = take()
    finally:
        _updating.reset(token)
    for one in guards:
        one.after(step)
    return made
