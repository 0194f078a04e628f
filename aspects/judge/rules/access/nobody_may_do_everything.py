"""Nobody may do everything.

Judged is every statement that allows something, wherever IAM takes a policy: roles, users, groups, managed policies,
permission sets, sessions, and the policies of resources. Every action (`*`, `*:*`, or all but a few by `NotAction`) on
every resource (`*`, or all but a few by `NotResource`) is a finding, under a condition too. So is `iam:*` on all of
IAM, unless a condition demands a permissions boundary: whoever writes policies gives himself the rest. A managed policy
of AWS (AdministratorAccess, PowerUserAccess, IAMFullAccess) is judged as if its text stood there. In a key's policy,
where `*` means the key alone, say `kms:*`.

Not judged: VPC endpoints, whose policies grant nothing; permissions boundaries and the policies of an organisation,
which only take away.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue.policies import MANAGED_POLICIES
from aspects.judge.parts import Part, in_parts
from aspects.judge.readings.aws_managed_policies import by_managed_policies, unknown_managed_policies
from aspects.judge.readings.broad_statements import all_of_service, every_action, every_resource
from aspects.judge.readings.mending import Amendment, fixed
from aspects.judge.readings.policies import (
    IDENTITY_TYPES,
    RESOURCE_TYPES,
    identity_statement_places,
    resource_statements,
)
from aspects.judge.readings.statement_fixes import found_at, named_actions, named_resources
from aspects.judge.rule import Breach
from aspects.judge.template import OPAQUE, Reference, Unknown, describe, text_of
from aspects.judge.template.policies import read_statement
from constructs_lib.kernel.broad_access import is_every_action, is_every_resource, is_whole_service, service_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Place, Resource
    from aspects.judge.template.policies import Statement

TYPES = tuple(sorted({*RESOURCE_TYPES, *IDENTITY_TYPES, *MANAGED_POLICIES}))
SINCE = "0.1.0"
WHY = "Whoever takes over such an identity takes over the account."
FIX = 'allow("s3:GetObject", on=bucket.arn_for_objects("*")): named actions on named resources'

_KEYS = {"AWS::KMS::Key", "AWS::KMS::ReplicaKey"}
_BOUNDARY = "iam:permissionsboundary"

BAD = """
Role:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument:
      Statement: {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
    Policies:
      - PolicyName: all
        PolicyDocument:
          Statement: {Effect: Allow, Action: "*", Resource: "*"}
"""
GOOD = """
Role:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument:
      Statement: {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
    Policies:
      - PolicyName: read
        PolicyDocument:
          Statement: {Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::connectly-prod-data/*"}
"""


@in_parts
def check(resource: Resource) -> Iterator[Part]:
    """Judge each statement that allows something, and the managed policies that are named."""
    for place in identity_statement_places(resource):
        yield Part(_of_identity, place.value, place.path)
    yield Part(_of_resource)
    yield Part(by_managed_policies, _of_an_identity)
    yield Part(unknown_managed_policies)


def _of_identity(resource: Resource, given: Any, at: str) -> Iterator[Breach]:
    for statement in read_statement(resource.template, given, at):
        named = functools.partial(_named, resource, statement, identity=True)
        yield from fixed(resource, _judged(statement), named)
        if statement.allows:
            rest = _gives_himself_the_rest(statement)
            yield from fixed(resource, rest, functools.partial(_named_of_iam, statement))


def _of_resource(resource: Resource) -> Iterator[Breach]:
    for statement in resource_statements(resource):
        named = functools.partial(_named, resource, statement, identity=False)
        yield from fixed(resource, _judged(statement), named)


def _named(resource: Resource, statement: Statement, breach: Breach, *, identity: bool) -> Iterator[Amendment]:
    """Named actions, of an identity on named resources; of a key all that KMS knows, as its administrators need it."""
    del breach
    action = ("kms:*",) if resource.type in _KEYS else ()
    yield from named_actions(resource, statement, is_every_action, *action)
    if identity:
        yield from named_resources(resource, statement, is_every_resource)


def _named_of_iam(statement: Statement, breach: Breach) -> Iterator[Amendment]:
    yield Amendment(breach.at, "<iam action>", found_at(breach, statement.actions).value)


def _of_an_identity(statement: Statement) -> Iterator[Breach]:
    yield from _judged(statement)
    yield from _gives_himself_the_rest(statement)


def _judged(statement: Statement) -> Iterator[Breach]:
    if statement.unknown:
        yield Breach(f"The statement is {statement.unknown}.", at=statement.path, unknown=True)
        return
    if not statement.allows:
        return
    action, resource = every_action(statement), every_resource(statement)
    if action and resource:
        what = "all actions but some" if action in statement.not_actions else f"the action {action.value}"
        where = "all resources but some" if resource in statement.not_resources else f"the resource {resource.value}"
        unknown = isinstance(statement.effect, Unknown)
        yield Breach(f"It allows {what} on {where}.", at=action.path, unknown=unknown)
        return
    hidden = _unknown(statement.actions) if resource else _unknown(statement.resources) if action else None
    if hidden is not None:
        yield Breach(
            f"It allows {describe(hidden.value)} on every resource, or every action on it.",
            at=hidden.path,
            unknown=True,
        )


def _gives_himself_the_rest(statement: Statement) -> Iterator[Breach]:
    where = all_of_service(statement, "iam")
    if not where or any(condition.key == _BOUNDARY for condition in statement.conditions):
        return
    for place in statement.actions:
        action = text_of(place.value) or ""
        if is_whole_service(action) and service_of(action) == "iam":
            found = f"It allows {action} on {where}, and so everything: whoever writes policies gives himself the rest."
            yield Breach(found, at=place.path, unknown=isinstance(statement.effect, Unknown))


def _unknown(places: tuple[Place, ...]) -> Place | None:
    unknown = (place for place in places if isinstance(place.value, OPAQUE) and not isinstance(place.value, Reference))
    return next(unknown, None)
