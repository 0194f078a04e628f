"""CloudFormation: which change replaces a resource, and stack policies, which the emulator keeps and does not obey.

A change set says what a change does by the schemas' create-only properties, as AWS does; the emulator knows those of
some types and says `Conditional` of all others.
"""

from __future__ import annotations

import fnmatch
import json
import re
from typing import TYPE_CHECKING, Any

from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, handlers, provisioners, stacks

from aspects.judge.catalogue import facts, known_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SAYS = "Action denied by stack policy: Statement [#{number}] does not allow [{action}] for resource [{logical_id}]"


def recreation(type_: str, name: str) -> str:
    """Whether another value of a property makes another resource: Always, Conditionally or Never."""
    paths = facts(type_).create_only
    if name in paths:
        return "Always"
    return "Conditionally" if any(re.split(r"[.\[{]", path)[0] == name for path in paths) else "Never"


def denied(policy: str, changes: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """What of some resource changes a stack policy does not allow: logical id, and the reason."""
    statements = json.loads(policy)["Statement"]
    for one in changes:
        replaced = one.get("Replacement") == "True"
        action = {"Remove": "Update:Delete", "Modify": "Update:Replace" if replaced else "Update:Modify"}.get(
            one["Action"]
        )
        if action is None:
            continue
        matching = [
            (number, statement["Effect"])
            for number, statement in enumerate(statements, start=1)
            if _matches(statement["Action"], action)
            and _matches(statement["Resource"], f"LogicalResourceId/{one['LogicalResourceId']}")
        ]
        no = next((number for number, effect in matching if effect == "Deny"), None)
        if no is not None or not matching:
            said = _SAYS.format(number=no or 1, action=action, logical_id=one["LogicalResourceId"])
            yield one["LogicalResourceId"], said


def obey() -> None:
    """Say what replaces by the schemas, and refuse an update that the stack's policy does not allow."""
    known, guess = frozenset(known_types()), provisioners._property_recreation  # noqa: SLF001 - see handler.py

    def by_schema(type_: str, name: str) -> str:
        return recreation(type_, name) if type_ in known else str(guess(type_, name))

    deploy = stacks._deploy_stack_async  # noqa: SLF001 - see handler.py

    async def obedient(name: str, stack_id: str, template: Any, parameters: Any, *given: Any, **more: Any) -> Any:
        before = more.get("previous_stack") if more.get("is_update") else None
        stack = cloudformation._stacks[name]  # noqa: SLF001 - see handler.py
        if before and stack.get("_stack_policy"):
            changes = _changes(before, (template, parameters), name, stack_id)
            refused = dict(denied(stack["_stack_policy"], changes))
            if refused:
                _refuse(stack, before, refused)
                return None
        return await deploy(name, stack_id, template, parameters, *given, **more)

    for module in (provisioners, stacks):
        module._property_recreation = by_schema  # noqa: SLF001 - see handler.py
    for module in (stacks, handlers, changesets):
        module._deploy_stack_async = obedient  # noqa: SLF001 - see handler.py


def _changes(before: Mapping[str, Any], after: tuple[Any, Any], name: str, stack_id: str) -> list[Any]:
    resolve, compare = changesets._resolve_props_for_diff, stacks._diff_resources  # noqa: SLF001 - see handler.py
    old = resolve(before["_template"], before["_resolved_params"], name, stack_id)
    new = resolve(*after, name, stack_id)
    return [one["ResourceChange"] for one in compare(old, new, before["_resources"], after[0])]


def _refuse(stack: dict[str, Any], before: Mapping[str, Any], refused: Mapping[str, str]) -> None:
    """End the update as AWS does: what was denied has failed, and the stack is as it was."""
    name, id_ = stack["StackName"], stack["StackId"]
    for logical_id, reason in refused.items():
        was = before["_resources"].get(logical_id, {})
        type_, physical_id = was.get("ResourceType", ""), was.get("PhysicalResourceId", "")
        stacks._add_event(id_, name, logical_id, type_, "UPDATE_FAILED", reason, physical_id)  # noqa: SLF001 - see handler.py
    stack.update(before)
    for status in ("UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"):
        stack["StackStatus"] = status
        reason = "; ".join(refused.values()) if "PROGRESS" in status else ""
        stacks._add_event(id_, name, name, "AWS::CloudFormation::Stack", status, reason, id_)  # noqa: SLF001 - see handler.py


def _matches(said: str | list[str], value: str) -> bool:
    return any(fnmatch.fnmatchcase(value, one) for one in ([said] if isinstance(said, str) else said))
