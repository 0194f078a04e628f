"""Nobody may do everything.

Judged is every statement that allows something, wherever IAM takes a policy: roles, users, groups, managed policies,
permission sets, sessions, and the policies of resources. Every action (`*`, `*:*`, or all but a few by `NotAction`) on
every resource (`*`, or all but a few by `NotResource`) is a finding, under a condition too, and so is the managed
policy AdministratorAccess. In a key's policy, where `*` means the key alone, say `kms:*`.

Not judged: VPC endpoints, whose policies grant nothing; permissions boundaries and the policies of an organisation,
which only take away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.catalogue.policies import MANAGED_POLICIES
from aspects.judge.readings.policies import (
    IDENTITY_TYPES,
    RESOURCE_TYPES,
    identity_statements,
    managed_policies,
    resource_statements,
)
from aspects.judge.rule import Breach
from aspects.judge.template import Place, Unknown, text_of
from constructs_lib.kernel.broad_access import is_every_action, is_every_resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aspects.judge.template import Resource
    from aspects.judge.template.policies import Statement

TYPES = tuple(sorted({*RESOURCE_TYPES, *IDENTITY_TYPES, *MANAGED_POLICIES}))
SINCE = "0.1.0"
WHY = "Whoever takes over such an identity takes over the account."
FIX = 'allow("s3:GetObject", on=bucket.arn_for_objects("*")): named actions on named resources'

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


def check(resource: Resource) -> Iterator[Breach]:
    """Judge each statement that allows something, and the managed policies that are named."""
    for statement in (*identity_statements(resource), *resource_statements(resource)):
        if statement.unknown:
            yield Breach(f"The statement is {statement.unknown}.", at=statement.path, unknown=True)
        elif statement.allows:
            yield from _judged(statement)
    for place in managed_policies(resource):
        name = text_of(place.value)
        if name is not None and name.rsplit("/", 1)[-1] == "AdministratorAccess":
            yield Breach("It has the managed policy AdministratorAccess.", at=place.path)
        elif isinstance(place.value, Unknown):
            yield Breach(f"The managed policy is {place.value.why}.", at=place.path, unknown=True)


def _judged(statement: Statement) -> Iterator[Breach]:
    actions = [place for place in statement.actions if _is(place, is_every_action)]
    actions += statement.not_actions[:1]
    resources = [place for place in statement.resources if _is(place, is_every_resource)]
    resources += statement.not_resources[:1]
    if actions and resources:
        what = "all actions but some" if statement.not_actions else f"the action {actions[0].value}"
        where = "all resources but some" if statement.not_resources else f"the resource {resources[0].value}"
        unknown = isinstance(statement.effect, Unknown)
        yield Breach(f"It allows {what} on {where}.", at=actions[0].path, unknown=unknown)
        return
    hidden = _unknown(statement.actions) if resources else _unknown(statement.resources) if actions else None
    if hidden is not None:
        yield Breach(
            f"It allows {hidden.value.why} on every resource, or every action on it.", at=hidden.path, unknown=True
        )


def _unknown(places: tuple[Place, ...]) -> Place | None:
    return next((place for place in places if isinstance(place.value, Unknown)), None)


def _is(place: Place, broad: Callable[[str], bool]) -> bool:
    text = text_of(place.value)
    return text is not None and broad(text)
