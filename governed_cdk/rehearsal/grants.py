"""What roles are granted by name, put to the policies as they are deployed: boundaries and others may refuse it.

What a grant needs of a key is among the calls (`questions.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.access.calls import RunTimeCall, once
from aspects.judge.access.entities import ROLE, Request
from aspects.judge.access.world import world_of
from aspects.judge.iam.matching import matches, matches_arn
from aspects.judge.iam.truth import Truth
from constructs_lib.kernel.calls import keys
from governed_cdk.rehearsal import questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aspects.judge.access.entities import Entity
    from aspects.judge.access.policy import PolicyStatement
    from aspects.judge.access.world import World
    from aspects.judge.template import Template
    from governed_cdk.rehearsal.emulator import Emulator

_AWS = "AWS"  # where a managed policy of AWS stands
_WILD = set("*?")


def grants(emulator: Emulator, stacks: Sequence[Template], platform: Iterable[Template] = ()) -> tuple[int, list[str]]:
    """How many grants of the stacks' roles hold, and a line for each that is refused."""
    app = [template for stack in (*platform, *stacks) for _, template in stack.with_nested()]
    own = {id(template) for stack in stacks for _, template in stack.with_nested()}
    made = [one for one in granted(world_of(app)) if id(one.cause.template) in own]
    answers = questions.ask(emulator, made, questions.physical_names(emulator, [*platform, *stacks]))
    refused = [questions.said(one) for one, answer in zip(made, answers, strict=True) if not answer]
    return len(made) - len(refused), refused


def granted(world: World) -> tuple[RunTimeCall, ...]:
    """Each action that a role may do to a resource of the app, as its own policies name both and ask for no more.

    Of a pattern of actions (`s3:GetObject*`) those that the facts about keys know stand for all.
    """
    return once(
        RunTimeCall(Request(role, action, target), role.resource)
        for role in world.entities
        if role.kind == ROLE and role.resource is not None
        for statement in _naming(role)
        for action in _actions(statement)
        for target in world.targets
        if target.kind != ROLE
        and any(matches_arn(one, target.arn_for(action)) is Truth.YES for one in statement.resources)
    )


def _naming(role: Entity) -> Iterator[PolicyStatement]:
    for one in role.policies.statements:
        if one.effect == "Allow" and not one.conditions and one.origin.stack != _AWS and "*" not in one.resources:
            yield one


def _actions(statement: PolicyStatement) -> Iterator[str]:
    known = [action for use in keys() for action in use.asks]
    for pattern in statement.actions:
        if _WILD & set(pattern):
            yield from (one for one in known if matches(pattern, one, ignore_case=True) is Truth.YES)
        else:
            yield pattern
