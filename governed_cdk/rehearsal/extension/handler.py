"""How a CloudFormation type is handled, and the emulator's table that our handlers go into.

Private names of ministack are used, here and in `__main__.py` only; its version is pinned exactly for that reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ministack.services.cloudformation import provisioners, stacks

from governed_cdk.rehearsal.coverage import Coverage

Properties = Mapping[str, Any]
Made = tuple[str, dict[str, Any]]
"""What `Ref` gives, and what `Fn::GetAtt` gives by attribute."""


@dataclass(frozen=True)
class Handler:
    """One CloudFormation type.

    `create` takes the properties and a name that is unique and stable for the resource, for where the template gives
    none. `delete` takes what `Ref` gave, and must bear that the resource is gone. Without `update`, a changed resource
    is made anew and the old one deleted. They run on a thread of their own, since they call the emulator's API.
    """

    type: str
    create: Callable[[Properties, str], Made]
    delete: Callable[[str, Properties], object]
    update: Callable[[str, Properties, Properties], Made] | None = None
    coverage: Coverage = Coverage.REAL


_OURS: set[str] = set()


def install(handlers: list[Handler]) -> None:
    """Teach the emulator these types; one that it knows already is replaced."""
    for handler in handlers:
        table()[handler.type] = _entry(handler)
        _OURS.add(handler.type)


def extend(type_: str, after: Callable[[str, Properties], object]) -> None:
    """Let the emulator's own handler do its work, then `after`, with what `Ref` gives and the properties."""
    entry = dict(table()[type_])
    create, update, delete = entry["create"], entry.get("update"), entry["delete"]

    def create_and_more(logical_id: str, properties: Properties, stack: str) -> Made:
        made: Made = create(logical_id, properties, stack)
        try:
            after(made[0], properties)
        except Exception:
            delete(made[0], properties)  # CloudFormation does not know of it yet, so nobody else would
            raise
        return made

    def update_and_more(physical_id: str, old: Properties, new: Properties, *context: Any) -> Made:
        made: Made = update(physical_id, old, new, *context) if update else create(context[-1], new, context[0])
        after(made[0], new)
        return made

    table()[type_] = {**entry, "create": create_and_more, "update": update_and_more}
    if not update:
        table()[type_]["update_with_logical_id"] = True
    _OURS.add(type_)


def table() -> dict[str, dict[str, Any]]:
    """The emulator's handlers by type."""
    handlers: dict[str, dict[str, Any]] = provisioners._RESOURCE_HANDLERS  # noqa: SLF001 - see the module
    return handlers


def run_ours_on_threads() -> None:
    """Keep the emulator's event loop free while a handler of ours waits for an answer from it."""
    original = stacks._runs_on_worker_thread  # noqa: SLF001 - see the module
    stacks._runs_on_worker_thread = lambda type_: type_ in _OURS or original(type_)  # noqa: SLF001 - see the module


def _entry(handler: Handler) -> dict[str, Any]:
    def name(logical_id: str, stack: str) -> str:
        return f"{stack}-{logical_id}"

    def create(logical_id: str, properties: Properties, stack: str) -> Made:
        return handler.create(properties, name(logical_id, stack))

    def update(physical_id: str, old: Properties, new: Properties, *context: str) -> Made:
        stack, logical_id = context
        if handler.update:
            return handler.update(physical_id, old, new)
        handler.delete(physical_id, old)
        return handler.create(new, name(logical_id, stack))

    return {"create": create, "delete": handler.delete, "update": update, "update_with_logical_id": True}
