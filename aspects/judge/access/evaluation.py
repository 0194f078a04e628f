"""IAM's decision on one request, with the statements that made it.

Sources: IAM User Guide, "Policy evaluation for requests within a single account" (an explicit deny wins; a resource's
policy that names the principal suffices, but for keys and roles; a permissions boundary bounds what a role's ARN is
given), "Cross-account policy evaluation logic" (both sides must allow), "Permissions boundaries for IAM entities"; AWS
KMS Developer Guide, "Default key policy" (the account as principal lets IAM policies decide), "Key policies".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from aspects.judge.access.entities import ACCOUNT
from aspects.judge.access.principals import Named, named
from aspects.judge.iam.conditions import Condition, compatible, holds, unsettled
from aspects.judge.iam.matching import matches, unknown_text
from aspects.judge.iam.truth import Truth, both, either, negated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.access.entities import Request
    from aspects.judge.access.policy import Policies, PolicyStatement
    from aspects.judge.iam.conditions import Context

_VARIABLE = re.compile(r"\$\{([^{}*?$][^{}$]*+)\}")


class Layer(Enum):
    """Which policies are asked: all; or, as if others allowed, of whoever acts, of what is acted upon, a boundary."""

    ALL = "all"
    IDENTITY = "identity"
    RESOURCE = "resource"
    BOUNDARY = "boundary"


@dataclass(frozen=True, slots=True)
class Applied:
    """A statement that applies, or may, with what that depends on."""

    statement: PolicyStatement
    answer: Truth
    named: Named | None = None
    conditions: tuple[Condition, ...] = ()
    resources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, the statements that allow, those that may deny, and what of the policies nobody knows."""

    answer: Truth
    allowed_by: tuple[Applied, ...] = ()
    denied_by: tuple[Applied, ...] = ()
    unknown: tuple[str, ...] = ()


def decide(request: Request, layer: Layer = Layer.ALL) -> Decision:
    """What IAM says to a request."""
    own = request.who.policies if layer in (Layer.ALL, Layer.IDENTITY) else None
    boundary = request.who.boundary if layer is not Layer.RESOURCE else None
    of_resource = request.what.policies if layer in (Layer.ALL, Layer.RESOURCE) else None
    unknown = tuple(line for one in (own, boundary, of_resource) if one for line in one.unknown)
    trusted = request.who.kind == ACCOUNT or layer in (Layer.RESOURCE, Layer.BOUNDARY)
    if not (trusted or any(one.about(request.action) for one in (own, boundary, of_resource) if one)):
        return Decision(Truth.NO, unknown=unknown)  # of most requests no policy speaks at all
    context, resource = request.whole_context(), request.what.arn_for(request.action, request.part)
    identity = _applied(own, request, resource, context)
    bounds = _applied(boundary, request, resource, context)
    policy = _applied(of_resource, request, resource, context, by_principal=True)
    denied = tuple(one for one in (*identity, *bounds, *policy) if one.statement.effect == "Deny")
    if not (trusted or any(one.statement.effect == "Allow" for one in (*identity, *policy))):
        return Decision(Truth.NO, denied_by=denied, unknown=unknown)
    allowed = (
        _leading(identity, policy) if request.what.behind_its_policy(request.action) and layer is Layer.ALL else ()
    )
    giving = bounds if layer is Layer.BOUNDARY else (*identity, *policy)
    allowed = allowed or tuple(one for one in giving if one.statement.effect == "Allow")
    bound = Truth.YES if boundary is None else _allows(bounds)
    answer = _allowed(request, layer, (identity, policy), bound)
    return Decision(both(answer, *(negated(one.answer) for one in denied)), allowed, denied, unknown)


def _allowed(request: Request, layer: Layer, applied: tuple[list[Applied], list[Applied]], bound: Truth) -> Truth:
    """The answer before denies."""
    if layer is Layer.BOUNDARY:
        return bound
    identity, policy = applied
    trusted = request.who.kind == ACCOUNT or layer is Layer.RESOURCE
    own = Truth.YES if trusted else _allows(identity)
    if layer is Layer.IDENTITY:
        return both(own, bound)
    directly, open_to_all = _allows(policy, Named.DIRECTLY), _allows(policy, Named.AS_ANYBODY)
    as_account = _allows(policy, Named.AS_ACCOUNT)
    if not request.who.has_identity:
        return max(directly, open_to_all)
    if layer is Layer.ALL and request.who.account != request.what.account:
        return both(max(directly, open_to_all, as_account), own, bound)
    # Nobody's page says whether a boundary also bounds what a policy gives to everybody: then it depends.
    given = max(both(directly, bound), both(open_to_all, max(bound, Truth.MAYBE)))
    if request.what.behind_its_policy(request.action) or layer is Layer.RESOURCE:
        together = as_account if trusted else _together(identity, policy)
        return max(given, both(together, bound))
    return max(given, both(own, bound))


def _together(identity: Iterable[Applied], policy: Iterable[Applied]) -> Truth:
    """The account's statement of a key or role, and one of the principal's own, that one request can meet both."""
    delegating = [one for one in policy if one.statement.effect == "Allow" and one.named is Named.AS_ACCOUNT]
    return either(
        both(own.answer, theirs.answer)
        for own in identity
        if own.statement.effect == "Allow"
        for theirs in delegating
        if compatible(own.conditions, theirs.conditions)
    )


def _leading(identity: list[Applied], policy: list[Applied]) -> tuple[Applied, ...]:
    """The allowing statements of a principal and a key that one request can meet; none where no two do."""
    ours = [one for one in identity if one.statement.effect == "Allow"]
    theirs = [one for one in policy if one.statement.effect == "Allow"]
    delegating = [one for one in theirs if one.named is Named.AS_ACCOUNT]
    pairs = [(own, one) for own in ours for one in delegating if compatible(own.conditions, one.conditions)]
    others = [one for one in theirs if one.named is not Named.AS_ACCOUNT]
    return tuple(dict.fromkeys([*others, *(own for own, _ in pairs), *(one for _, one in pairs)]))


def _allows(applied: Iterable[Applied], as_named: Named | None = None) -> Truth:
    return either(
        one.answer for one in applied if one.statement.effect == "Allow" and (as_named is None or one.named is as_named)
    )


def _applied(
    policies: Policies | None, request: Request, resource: str, context: Context, *, by_principal: bool = False
) -> list[Applied]:
    found = []
    for statement, covered in policies.about(request.action) if policies else ():
        answer, how = covered, None
        if by_principal:
            principal, how = named(statement, request.who)
            answer = both(answer, principal)
        covers = _covers_resource(statement, resource, context) if answer else Truth.NO
        answer = both(answer, covers)
        if answer:
            conditions = [_filled(one, context) for one in statement.conditions]
            answer = both(answer, *(holds(one, context) for one in conditions))
            open_ = unsettled(conditions, context) if answer is Truth.MAYBE else ()
            texts = (*statement.resources, *statement.not_resources) if covers is Truth.MAYBE else ()
            found += [Applied(statement, answer, how, open_, texts)] if answer else []
    return found


def _covers_resource(statement: PolicyStatement, resource: str, context: Context) -> Truth:
    """A trust policy has no resources: it is about its role."""
    if statement.not_resources:
        return negated(either(matches(_with(one, context), resource) for one in statement.not_resources))
    if not statement.resources:
        return Truth.YES
    return either(matches(_with(one, context), resource) for one in statement.resources)


def _filled(condition: Condition, context: Context) -> Condition:
    if not any("${" in value for value in condition.values):
        return condition
    return Condition(condition.operator, condition.key, tuple(_with(value, context) for value in condition.values))


def _with(text: str, context: Context) -> str:
    """A text with its variables (IAM User Guide, "Policy variables") filled in, as far as they are known."""
    if "${" not in text:
        return text

    def value(match: re.Match[str]) -> str:
        key = match[1].partition(",")[0].strip().lower()
        given = context.get(key)
        return given[0] if given and len(given) == 1 else unknown_text(key)

    return _VARIABLE.sub(value, text)
