"""Calls that a role's own policies imply: what it may pass is taken on, and what it may do needs a key.

Where a role may run tasks with other roles, no property says so: only that it may pass them, and to which service.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.access.properties import Properties
from aspects.judge.iam.matching import matches
from aspects.judge.iam.truth import Truth
from constructs_lib.kernel.calls import keys, roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.access.calls import Calls, RunTimeCall
    from aspects.judge.access.entities import Entity, Target
    from aspects.judge.access.policy import PolicyStatement

ASSUME = "sts:AssumeRole"
_PASS = "iam:PassRole"  # noqa: S105 - an action


def implied(calls: Calls) -> Iterator[RunTimeCall]:
    """The calls that follow from what roles of the app may do to what their policies name."""
    taken = {target.arn: target for target in calls.estate.targets if target.kind == "role"}
    for role in calls.roles.values():
        for statement in _naming(role):
            yield from _passed(calls, role, statement, taken)
            yield from _encrypted(calls, role, statement)


def _naming(role: Entity) -> list[PolicyStatement]:
    """The allowing statements of templates that name resources."""
    found = (one for one in role.policies.statements if one.effect == "Allow" and one.origin.stack != "AWS")
    return [one for one in found if one.resources and "*" not in one.resources]


def _passed(calls: Calls, role: Entity, statement: PolicyStatement, taken: dict[str, Target]) -> Iterator[RunTimeCall]:
    if role.resource is None or statement.covers(_PASS) is not Truth.YES:
        return
    services = {value for one in statement.conditions if one.key == "iam:passedtoservice" for value in one.values}
    given = Properties(calls.estate.values, role.resource)
    for use in {one.service: one for one in roles() if one.passed and one.service in services}.values():
        for arn in statement.resources:
            if arn in taken:
                row = ("roles", use.type, use.service)
                yield from calls.by_service(use.service, (ASSUME,), taken[arn], given, use.passed, {}, "", row)


def _encrypted(calls: Calls, role: Entity, statement: PolicyStatement) -> Iterator[RunTimeCall]:
    if role.resource is None:
        return
    given = Properties(calls.estate.values, role.resource)
    for use in keys():
        does = [action for action in use.asks if statement.covers(action) is Truth.YES]
        for target in calls.estate.targets if does else ():
            if target.resource.type == use.type:
                named = [one for one in does if _names(statement, target, one)]
                yield from calls.of_key(role, named, target, given, "", ("allowed", use.type))


def _names(statement: PolicyStatement, target: Target, action: str) -> bool:
    """Whether a statement is about a resource, or something in it."""
    arn = target.arn_for(action, "any")
    return any(matches(one, arn) is Truth.YES or one.startswith(f"{target.arn}/") for one in statement.resources)
