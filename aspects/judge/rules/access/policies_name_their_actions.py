"""Policies name their actions.

Judged is what identities may do, wherever IAM takes such a policy: a whole service (`s3:*`) on every resource, and
`iam:PassRole` on every role without `iam:PassedToService`. A warning: it is too much, but not everything, which is a
rule of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.policies import IDENTITY_TYPES, identity_statements
from aspects.judge.rule import Breach
from aspects.judge.template import Unknown, text_of
from constructs_lib.kernel.broad_access import PASSED_TO, is_whole_service, passes_roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource
    from aspects.judge.template.policies import Statement

TYPES = tuple(sorted(IDENTITY_TYPES))
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


def check(resource: Resource) -> Iterator[Breach]:
    """Judge each statement that allows something. What cannot be read, the rule on everything reports."""
    for statement in identity_statements(resource):
        anywhere = any(text_of(place.value) == "*" for place in statement.resources)
        if statement.allows and anywhere:
            yield from _judged(statement)


def _judged(statement: Statement) -> Iterator[Breach]:
    passed_to = any(condition.key == PASSED_TO.lower() for condition in statement.conditions)
    unknown = isinstance(statement.effect, Unknown)
    for place in statement.actions:
        action = text_of(place.value) or ""
        if is_whole_service(action):
            yield Breach(f"It allows {action} on every resource.", at=place.path, unknown=unknown)
        elif passes_roles(action) and not passed_to:
            found = f"It allows {action} on every role, to any service: iam:PassedToService is not given."
            yield Breach(found, at=place.path, unknown=unknown)
