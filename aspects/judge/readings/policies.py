"""The statements of a resource by what they say: who may use it, what it may do, who may take it on."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue.policies import (
    IDENTITY_POLICIES,
    MANAGED_POLICIES,
    RESOURCE_POLICIES,
    SERVERLESS_POLICIES,
    TRUST_POLICIES,
)
from aspects.judge.template import ABSENT, Place, given
from aspects.judge.template.json_text import from_json
from aspects.judge.template.places import EVERY
from aspects.judge.template.policies import (
    PolicyCondition,
    Principal,
    Statement,
    items,
    statement_places,
    statements,
    statements_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

# Types that spell a statement by properties of their own: the property with the principals, and the properties that
# are conditions by another name. Source: CloudFormation Template Reference Guide, page of each type; Lambda Developer
# Guide, "Resource-based policies", for the keys.
_SPELLED: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
    "AWS::ACMPCA::Permission": ("Principal", {"SourceAccount": ("stringequals", "aws:sourceaccount")}),
    "AWS::EC2::VPCEndpointServicePermissions": ("AllowedPrincipals", {}),
    "AWS::Events::EventBusPolicy": ("Principal", {}),
    "AWS::Lambda::LayerVersionPermission": ("Principal", {"OrganizationId": ("stringequals", "aws:principalorgid")}),
    "AWS::Lambda::Permission": (
        "Principal",
        {
            "EventSourceToken": ("stringequals", "lambda:eventsourcetoken"),
            "PrincipalOrgID": ("stringequals", "aws:principalorgid"),
            "SourceAccount": ("stringequals", "aws:sourceaccount"),
            "SourceArn": ("arnlike", "aws:sourcearn"),
        },
    ),
}

RESOURCE_TYPES = frozenset({*RESOURCE_POLICIES, *_SPELLED})
"""The types that `resource_statements` knows."""

IDENTITY_TYPES = frozenset({*IDENTITY_POLICIES, *SERVERLESS_POLICIES})
"""The types that `identity_statements` knows."""


def resource_statements(resource: Resource) -> Iterator[Statement]:
    """Who may use a resource."""
    yield from _from(resource, RESOURCE_POLICIES)
    if resource.type == "AWS::Events::EventBusPolicy":
        for place in resource.places("Statement"):
            yield from statements_of(resource.template, Place("", {"Statement": from_json(place.value)}))
    if resource.type in _SPELLED:
        yield from _spelled(resource, *_SPELLED[resource.type])


def identity_statements(resource: Resource) -> Iterator[Statement]:
    """What a resource may do, or whoever has it."""
    yield from _from(resource, IDENTITY_POLICIES)
    for place in _serverless_policies(resource):
        if isinstance(place.value, dict):
            yield from statements_of(resource.template, place)


def identity_statement_places(resource: Resource) -> Iterator[Place]:
    """The statements of `identity_statements` as they stand, for `read_statement`."""
    documents = (resource.places(*path.split(".")) for path in IDENTITY_POLICIES.get(resource.type, ()))
    inline = (place for place in _serverless_policies(resource) if isinstance(place.value, dict))
    for document in itertools.chain(*documents, inline):
        yield from statement_places(resource.template, document)


def trust_statements(resource: Resource) -> Iterator[Statement]:
    """Who may take on a role."""
    yield from _from(resource, TRUST_POLICIES)


def managed_policies(resource: Resource) -> Iterator[Place]:
    """The managed policies that a resource names."""
    for path in MANAGED_POLICIES.get(resource.type, ()):
        yield from resource.places(*path.split("."))
    for place in _serverless_policies(resource):
        if not isinstance(place.value, dict):
            yield place


def is_spelled(type_: str) -> bool:
    """Whether a type spells its one statement by properties of its own."""
    return type_ in _SPELLED


def spelled_condition(type_: str, key: str) -> str:
    """The property by which such a type states a condition on a key; empty where it has none."""
    names = _SPELLED[type_][1].items() if type_ in _SPELLED else ()
    return next((name for name, (_, stated) in names if stated == key.lower()), "")


def _serverless_policies(resource: Resource) -> Iterator[Place]:
    """SAM takes names of policies and policy documents in one list, or one of them without a list."""
    if resource.type in SERVERLESS_POLICIES:
        yield from items(resource.template, given(resource.properties, "Policies"), "Policies")


def _from(resource: Resource, table: dict[str, tuple[str, ...]]) -> Iterator[Statement]:
    for path in table.get(resource.type, ()):
        yield from statements(resource, *path.split("."))


def _spelled(resource: Resource, named: str, keys: dict[str, tuple[str, str]]) -> Iterator[Statement]:
    conditions = [
        PolicyCondition(operator, key, tuple(values))
        for name, (operator, key) in keys.items()
        if (values := [value for value in resource.values(name) if value is not ABSENT])
        and len(values) == len(resource.values(name))
    ]
    conditions += _bus_condition(resource)
    principals = [
        Principal(_kind(place.value), place.value, place.path)
        for place in resource.places(named, "*")
        if place.value is not ABSENT
    ]
    actions = tuple(place for place in resource.places("Action", EVERY) if place.value is not ABSENT)
    yield Statement(named, "Allow", actions=actions, principals=tuple(principals), conditions=tuple(conditions))


def _bus_condition(resource: Resource) -> list[PolicyCondition]:
    """The condition of an event bus's policy: `Type`, `Key` and `Value`."""
    operators, keys = resource.values("Condition", "Type"), resource.values("Condition", "Key")
    values = [value for value in resource.values("Condition", "Value") if value is not ABSENT]
    texts = [str(value).lower() for value in (*operators, *keys) if isinstance(value, str)]
    return [PolicyCondition(texts[0], texts[1], tuple(values))] if len(texts) == 2 and values else []


def _kind(principal: Any) -> str:
    if principal == "*":
        return "*"
    is_service = isinstance(principal, str) and principal.endswith(
        (".amazonaws.com", ".amazon.com", ".amazonaws.com.cn")
    )
    return "Service" if is_service else "AWS"
