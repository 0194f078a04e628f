"""Service principals have conditions.

Judged is every statement that allows something to a service of AWS in the policy of a topic, queue, bucket, key, log
group or function, as far as AWS documents what the service sends. The condition has to say on whose behalf the service
calls: `aws:SourceAccount`, `aws:SourceArn`, `aws:SourceOrgID` and the like, or the encryption context of a key that
names the owner; `...IfExists` will do, for a service that does not always say it. A service that says nothing, or of
which nobody knows, is left alone.

A condition on what a service does not send is a finding too, in the trust of a role as well: it never matches, so that
the service is kept out. Of several services in a statement each is judged by itself: an encryption context is a
condition on those that send it. Who may take on a role without a condition is a rule of its own.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from aspects.judge.catalogue.policies import TRUST_POLICIES
from aspects.judge.readings.confused_deputy import POLICIES, unconditioned, unmeetable
from aspects.judge.readings.mending import fixed
from aspects.judge.readings.policies import is_spelled, resource_statements, trust_statements
from aspects.judge.readings.statement_fixes import meetable, tied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.rule import Breach
    from aspects.judge.template import Resource

TYPES = tuple(POLICIES)
SINCE = "0.1.0"
WHY = "Without a condition a stranger can send a service to our resource; on a wrong one it never gets there itself."
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
    policy = POLICIES[resource.type]
    trusts = resource.type in TRUST_POLICIES
    for statement in trust_statements(resource) if trusts else resource_statements(resource):
        if statement.allows:
            mend = functools.partial(meetable, resource, statement, policy)
            yield from fixed(resource, unmeetable(statement, policy), mend)
            if not trusts:
                tie = functools.partial(tied, resource, statement, policy)
                yield from fixed(resource, unconditioned(statement, policy), tie, fits=not is_spelled(resource.type))
