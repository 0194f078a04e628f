"""Who can become whom: roles that assume roles, also those that no template of the app has.

Source: IAM User Guide, "Methods to assume a role" and "Roles terms and concepts" (role chaining): a role is reached
where its trust policy names the principal, and, for a principal of an account, where its own policies allow it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspects.judge.access.entities import FEDERATED, SERVICE, Entity, Request
from aspects.judge.access.evaluation import Applied, Decision, decide
from aspects.judge.iam.matching import matches
from aspects.judge.iam.truth import Truth, both

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.access.entities import Target
    from aspects.judge.access.world import World
    from aspects.judge.iam.conditions import Context

ASSUME = "sts:AssumeRole"
WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity"


@dataclass(frozen=True, slots=True)
class RoleStep:
    """A role that is reached: its ARN, the role itself where the app has it, and the decision that let somebody in.

    `whence` is the ARN of the role before it; empty where the subject itself takes it.
    """

    arn: str
    role: Entity | None
    answer: Truth
    decision: Decision
    whence: str = ""


def reached(world: World, who: Entity, context: Context) -> dict[str, RoleStep]:
    """Every role that somebody can become, in any number of steps, by ARN."""
    roles = {target.arn: target for target in world.targets if target.kind == "role"}
    entities = {one.arn: one for one in world.entities if one.arn}
    found: dict[str, RoleStep] = {}
    waiting: list[tuple[Entity, Context, Truth]] = [(who, context, Truth.YES)]
    while waiting:
        entity, known, sure = waiting.pop(0)
        for step in (*_of_app(entity, known, roles.values(), entities), *_elsewhere(entity, roles)):
            answer = both(step.answer, sure)
            if step.arn not in found or found[step.arn].answer < answer:
                found[step.arn] = RoleStep(step.arn, step.role, answer, step.decision, step.whence)
                if step.role:
                    waiting.append((step.role, {}, answer))
    return found


def _of_app(who: Entity, context: Context, roles: Iterable[Target], entities: dict[str, Entity]) -> Iterable[RoleStep]:
    action = WEB_IDENTITY if who.kind == FEDERATED else ASSUME
    for role in roles:
        decision = decide(Request(who, action, role, context))
        if decision.answer and role.arn != who.arn:
            yield RoleStep(role.arn, entities.get(role.arn), decision.answer, decision, who.arn if who.resource else "")


def _elsewhere(who: Entity, roles: dict[str, Target]) -> Iterable[RoleStep]:
    """Roles that a policy names and no template has: whether they trust anybody is not known."""
    if who.kind in (FEDERATED, SERVICE):
        return
    for statement in who.policies.statements:
        if statement.effect == "Allow" and any(matches(one, ASSUME, ignore_case=True) for one in statement.actions):
            for arn in statement.resources:
                if not any(matches(arn, role) for role in roles):
                    decision = Decision(Truth.MAYBE, (Applied(statement, Truth.MAYBE),), unknown=(f"the role {arn}",))
                    yield RoleStep(arn, None, Truth.MAYBE, decision, who.arn)


def web_identity(provider: str, account: str) -> Entity:
    """A subject that an OIDC provider vouches for. `provider` is its address without https."""
    return Entity(FEDERATED, provider, f"arn:aws:iam::{account}:oidc-provider/{provider}", account)
