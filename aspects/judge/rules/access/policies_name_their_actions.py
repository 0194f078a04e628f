"""Policies name their actions.

Judged is what identities may do, wherever IAM takes such a policy: a whole service (`s3:*`) on every resource, and
`iam:PassRole` on every role without `iam:PassedToService`, however it is spelled: by wildcards, by `NotAction` and
`NotResource`, by the ARN of all that a service has, and by a managed policy of AWS that says so. A warning: it is too
much, but not everything, which is a rule of its own.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue.policies import MANAGED_POLICIES
from aspects.judge.parts import Part, in_parts
from aspects.judge.readings.aws_managed_policies import by_managed_policies
from aspects.judge.readings.broad_statements import (
    all_roles,
    every_action,
    every_resource,
    passing_roles,
    whole_services,
)
from aspects.judge.readings.mending import Amendment, fixed
from aspects.judge.readings.narrowing import PASSED, Narrowing, narrowing
from aspects.judge.readings.policies import IDENTITY_TYPES, identity_statement_places
from aspects.judge.readings.statement_fixes import ACTION, RESOURCE, conditioned
from aspects.judge.rule import Breach
from aspects.judge.template import Unknown
from aspects.judge.template.policies import read_statement
from constructs_lib.kernel.broad_access import PASSING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource
    from aspects.judge.template.policies import Statement

TYPES = tuple(sorted({*IDENTITY_TYPES, *MANAGED_POLICIES}))
SEVERITY = "warning"
SINCE = "0.1.0"
WHY = "A whole service on every resource can also delete, share and hand on what nobody meant."
FIX = 'allow("s3:GetObject", "s3:PutObject", on=bucket.arn_for_objects("*"))'

BAD = """
Policy:
  Type: AWS::IAM::ManagedPolicy
  Properties:
    PolicyDocument:
      Statement: {Effect: Allow, Action: "dynamodb:*", Resource: "*"}
"""
GOOD = """
Policy:
  Type: AWS::IAM::ManagedPolicy
  Properties:
    PolicyDocument:
      Statement:
        - {Effect: Allow, Action: "dynamodb:*", Resource: "arn:aws:dynamodb:*:111122223333:table/prod-orders"}
        - {Effect: Allow, Action: "ecr:GetAuthorizationToken", Resource: "*"}
"""


@in_parts
def check(resource: Resource) -> Iterator[Part]:
    """Judge each statement that allows something. What cannot be read, the rule on everything reports."""
    for place in identity_statement_places(resource):
        yield Part(_of_statement, place.value, place.path)
    yield Part(by_managed_policies, _judged)


def _of_statement(resource: Resource, given: Any, at: str) -> Iterator[Breach]:
    for statement in read_statement(resource.template, given, at):
        if statement.allows:
            yield from fixed(resource, _judged(statement), functools.partial(_named, resource, statement))


def _named(resource: Resource, statement: Statement, breach: Breach) -> Iterator[Amendment]:
    """A named action or resource; roles only for one service, and what else the statement allows as it was."""
    for place, what in whole_services(statement):
        if place.path == breach.at and what in breach.found:
            yield Amendment(breach.at, RESOURCE if place in statement.resources else ACTION, place.value)
            return
    alone = len(statement.actions) == 1 and str(statement.actions[0].value).lower() == PASSING.lower()
    operator = "StringEquals" if alone else "StringEqualsIfExists"
    yield conditioned(resource, statement, (operator, "iam:PassedToService", "<service principal>"))


def _judged(statement: Statement) -> Iterator[Breach]:
    if every_action(statement) and every_resource(statement):
        return  # everything, which is another rule's
    unknown = isinstance(statement.effect, Unknown)
    whole = dict(whole_services(statement))
    for place, what in whole.items():
        yield Breach(f"It allows {what}.", at=place.path, unknown=unknown)
    roles = all_roles(statement)
    if not roles or narrowing(statement.conditions, PASSED, always=PASSED) is not Narrowing.NONE:
        return
    for place, what in passing_roles(statement):
        if place not in whole:
            found = f"It allows {what} on {roles}, to any service: no iam:PassedToService names one."
            yield Breach(found, at=place.path, unknown=unknown)
