"""What mends a statement of a policy: named actions and resources in place of all, a principal, a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from aspects.judge.patch import GONE, steps
from aspects.judge.readings.confused_deputy import never_sent, rows_for, services
from aspects.judge.readings.mending import Amendment
from aspects.judge.readings.narrowing import SOURCE, Narrowing, narrowing
from aspects.judge.readings.policies import is_spelled, spelled_condition
from aspects.judge.readings.rewrite_target import BranchGuard
from aspects.judge.template import ABSENT, Place, text_of
from aspects.judge.template.policies import Principal, statements_of
from constructs_lib.kernel.conditions import CONTEXT, SOURCE_ACCOUNT, SOURCE_ARN, Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from aspects.judge.readings.rewrite_target import Step
    from aspects.judge.rule import Breach
    from aspects.judge.template import Resource
    from aspects.judge.template.policies import PolicyCondition, Statement
    from constructs_lib.kernel.conditions import ConditionRow, Policy

_Said = TypeVar("_Said", Place, Principal)

ACTION, RESOURCE, PRINCIPAL = "<action>", "<resource arn>", "<principal arn>"
"""What only the reader of a fix knows."""

_OF_KIND = {"Service": "<service principal>", "Federated": "<identity provider arn>", "CanonicalUser": "<user id>"}
_ACCOUNT = {"Ref": "AWS::AccountId"}


def named_actions(
    resource: Resource, statement: Statement, broad: Callable[[str], bool], action: str = ACTION
) -> Iterator[Amendment]:
    """An action in place of each that is too broad, and of all but some."""
    yield from _narrower(statement.actions, broad, action)
    if statement.not_actions:
        yield in_statement(resource, statement, "NotAction", value=GONE)
        yield in_statement(resource, statement, "Action", value=[action], given=ABSENT)


def named_resources(resource: Resource, statement: Statement, broad: Callable[[str], bool]) -> Iterator[Amendment]:
    """A resource in place of each that is all of them, and of all but some."""
    yield from _narrower(statement.resources, broad, RESOURCE)
    if statement.not_resources:
        yield in_statement(resource, statement, "NotResource", value=GONE)
        yield in_statement(resource, statement, "Resource", value=[RESOURCE], given=ABSENT)


def _narrower(places: Iterable[Place], broad: Callable[[str], bool], to: str) -> Iterator[Amendment]:
    for place in places:
        if (text := text_of(place.value)) is not None and broad(text):
            yield Amendment(place.path, to, place.value)


def found_at(breach: Breach, places: Iterable[_Said]) -> _Said:
    """That of some places which a breach speaks of; another branch may say something else at the same one."""
    there = [one for one in places if one.path == breach.at]
    return next((one for one in there if str(one.value) in breach.found), there[0])


def named_principal(resource: Resource, statement: Statement, breach: Breach) -> Iterator[Amendment]:
    """A principal in place of everybody, or of all but some."""
    if statement.not_principals and breach.at.endswith(".NotPrincipal"):
        yield in_statement(resource, statement, "NotPrincipal", value=GONE)
        yield in_statement(resource, statement, "Principal", value={"AWS": PRINCIPAL}, given=ABSENT)
        return
    found = found_at(breach, statement.principals)
    yield Amendment(breach.at, _instead(resource, found), found.value)


def _instead(resource: Resource, principal: Principal) -> Any:
    if is_spelled(resource.type):
        return PRINCIPAL if resource.type == "AWS::EC2::VPCEndpointServicePermissions" else "<account id>"
    if principal.kind in ("*", ""):
        return {"AWS": PRINCIPAL}
    return _OF_KIND.get(principal.kind, PRINCIPAL)


def conditioned(resource: Resource, statement: Statement, wanted: tuple[str, str, Any]) -> Amendment:
    """A condition more (operator, key, value), or the property that states it where the type has such properties."""
    operator, key, value = wanted
    if name := spelled_condition(resource.type, key):
        return Amendment(name, value)
    return in_statement(resource, statement, "Condition", operator, key, value=value)


def in_statement(resource: Resource, statement: Statement, *path: Step, value: Any, **given: Any) -> Amendment:
    """A change at a path below a statement, and of no other statement that another branch has in its place."""
    at = (*steps(statement.path), *path)
    return Amendment(at, value, guard=BranchGuard(len(path), lambda node: _is(resource, statement, node)), **given)


def _is(resource: Resource, statement: Statement, node: Any) -> bool:
    """Whether a mapping is the statement: whom it means, and what they may do."""
    return any(
        one.effect == statement.effect
        and all(_values(getattr(one, name)) >= _values(getattr(statement, name)) for name in ("actions", "principals"))
        for one in statements_of(resource.template, Place("", {"Statement": node}))
    )


def _values(places: Iterable[Place | Principal]) -> set[str]:
    return {str(place.value) for place in places}


def tied(resource: Resource, statement: Statement, policy: Policy, breach: Breach) -> Iterator[Amendment]:
    """A condition that says on whose behalf a service calls. With `IfExists` where others are admitted too."""
    name = found_at(breach, [principal for principal, _ in services(statement)]).value
    alone = "" if len(statement.principals) == 1 else "IfExists"
    if wanted := tie(rows_for(statement, name, policy)):
        operator, key, value = wanted
        yield conditioned(resource, statement, (f"{operator}{alone}", key, value))


def tie(rows: list[ConditionRow]) -> tuple[str, str, Any] | None:
    """The condition on a service's calls that holds them to us: operator, key, value. None where it says nothing."""
    if all(row.says(SOURCE_ACCOUNT) is Sent.YES for row in rows):
        return "StringEquals", SOURCE_ACCOUNT, _ACCOUNT
    if all(row.says(SOURCE_ARN) is Sent.YES for row in rows):
        return "ArnLike", SOURCE_ARN, "<arn of what the service acts for>"
    key = next((key for row in rows for key in row.sent if key.startswith(CONTEXT)), None)
    return ("ArnLike", key, "<arn of what is encrypted>") if key else None


def meetable(resource: Resource, statement: Statement, policy: Policy, breach: Breach) -> Iterator[Amendment]:
    """The conditions away that a service never meets, and in their place one that it does, where there is any.

    Where it is one of several, it goes itself: what others encrypt is a condition on them, which stays.
    """
    principal = found_at(breach, [principal for principal, _ in services(statement)])
    name = principal.value
    unmet = [one for one in statement.conditions if one.key and never_sent(statement, name, policy, one.key)]
    if len(statement.principals) > 1 and any(one.key.startswith(CONTEXT.lower()) for one in unmet):
        yield Amendment(breach.at, GONE, name)
        return
    kept = [one for one in statement.conditions if one not in unmet]
    yield from _without(resource, statement, unmet, kept)
    if narrowing(kept, SOURCE) is not Narrowing.REAL:
        yield from tied(resource, statement, policy, breach)


def _without(
    resource: Resource, statement: Statement, unmet: list[PolicyCondition], kept: list[PolicyCondition]
) -> Iterator[Amendment]:
    """Some conditions away, and no block left behind that says nothing."""
    if not kept and not is_spelled(resource.type):
        yield in_statement(resource, statement, "Condition", value=GONE)
        return
    for one in unmet:
        alone = not any(other.operator == one.operator for other in kept)
        if name := spelled_condition(resource.type, one.key):
            yield Amendment(name, GONE)
        else:
            yield in_statement(
                resource, statement, "Condition", one.operator, *(() if alone else (one.key,)), value=GONE
            )
