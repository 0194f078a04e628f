"""Service principals have conditions.

Judged is every statement of a resource's own policy that allows something to a service of AWS, and
`AWS::Lambda::Permission`. The condition has to say on whose behalf the service calls: `aws:SourceAccount`,
`aws:SourceArn`, `aws:SourceOrgID` and the like, or the encryption context of a key that names the owner; `...IfExists`
will do, for a service that does not always say it. Who may take on a role is a rule of its own, since not every
service says there for whom it acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.narrowing import SOURCE, Narrowing, narrowing
from aspects.judge.readings.policies import RESOURCE_TYPES, resource_statements
from aspects.judge.rule import Breach
from aspects.judge.template import Unknown, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource
    from aspects.judge.template.policies import Statement

# The permissions of an endpoint service take no conditions, and it accepts each connection by itself.
TYPES = tuple(sorted(RESOURCE_TYPES - {"AWS::EC2::VPCEndpointServicePermissions"}))
WHY = "A service acts for every account of AWS: without a condition, a stranger can send it to our resource."
FIX = 'allow(..., on=..., when={"StringEquals": {"aws:SourceAccount": self.account}})'

BAD = """
Permission:
  Type: AWS::Lambda::Permission
  Properties:
    FunctionName: resize
    Action: lambda:InvokeFunction
    Principal: s3.amazonaws.com
"""
GOOD = """
Permission:
  Type: AWS::Lambda::Permission
  Properties:
    FunctionName: resize
    Action: lambda:InvokeFunction
    Principal: s3.amazonaws.com
    SourceAccount: !Ref AWS::AccountId
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge each statement that allows something to a service. What cannot be read, the rule on principals reports."""
    for statement in resource_statements(resource):
        if statement.allows:
            yield from unconditioned(statement)


def unconditioned(statement: Statement, services: frozenset[str] | None = None) -> Iterator[Breach]:
    """The services that a statement admits for whomever they act; just some services, where they are given."""
    narrowed = narrowing(statement.conditions, SOURCE)
    if narrowed is Narrowing.REAL:
        return
    unknown = narrowed is Narrowing.PERHAPS or isinstance(statement.effect, Unknown)
    for principal in statement.principals:
        name = text_of(principal.value)
        if principal.kind == "Service" and name is not None and (services is None or _bare(name) in services):
            found = f"It allows {name}, for whichever account it acts: no condition says on whose behalf."
            yield Breach(found, at=principal.path, unknown=unknown)


def _bare(service: str) -> str:
    """The service without region and suffix: `logs` of `logs.ap-northeast-2.amazonaws.com`."""
    name, _, _ = service.partition(".amazonaws.com")
    head, _, tail = name.rpartition(".")
    return head if head and tail.count("-") >= 2 and tail[-1:].isdecimal() else name
