"""Service principals have conditions.

Judged is every statement of a resource's own policy that allows something to a service of AWS, and
`AWS::Lambda::Permission`. The condition has to say on whose behalf the service calls: `aws:SourceAccount`,
`aws:SourceArn`, `aws:SourceOrgID` and the like, or the encryption context of a key that names the owner; `...IfExists`
will do, for a service that does not always say it. Who may take on a role is a rule of its own, since not every
service says there for whom it acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.confused_deputy import unconditioned
from aspects.judge.readings.policies import RESOURCE_TYPES, resource_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.rule import Breach
    from aspects.judge.template import Resource

# The permissions of an endpoint service take no conditions, and it accepts each connection by itself.
TYPES = tuple(sorted(RESOURCE_TYPES - {"AWS::EC2::VPCEndpointServicePermissions"}))
SINCE = "0.1.0"
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
