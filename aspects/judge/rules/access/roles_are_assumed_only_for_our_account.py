"""Roles are assumed only for our account.

Judged is who may take on a role: a service that documents `aws:SourceAccount` or `aws:SourceArn` for the trust of its
roles should be held to them. Services that send neither (CloudTrail, for the role of its log group), and those whose
documents are silent or disagree, as those of Lambda, EC2 and AWS Backup, are left alone; a condition that a service
cannot meet is a finding of the rule on service principals. A warning, since whoever hands a role to such a service
needs `iam:PassRole` on it, which by itself keeps strangers out of most of them.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from aspects.judge.catalogue.policies import TRUST_POLICIES
from aspects.judge.readings.confused_deputy import POLICIES, unconditioned
from aspects.judge.readings.mending import fixed
from aspects.judge.readings.policies import trust_statements
from aspects.judge.readings.statement_fixes import tied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.rule import Breach
    from aspects.judge.template import Resource

TYPES = tuple(TRUST_POLICIES)
SEVERITY = "warning"
SINCE = "0.1.0"
MENDED = "0.2.0"
WHY = "A service that another account sends could act with our role."
FIX = 'GovernedRole(..., assumed_by="scheduler.amazonaws.com"), which ties the trust to this account'

BAD = """
Role:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument:
      Statement: {Effect: Allow, Principal: {Service: scheduler.amazonaws.com}, Action: sts:AssumeRole}
"""
GOOD = """
Role:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument:
      Statement:
        Effect: Allow
        Principal: {Service: scheduler.amazonaws.com}
        Action: sts:AssumeRole
        Condition: {StringEquals: {"aws:SourceAccount": !Ref AWS::AccountId}}
Function:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument:
      Statement: {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge each statement of a role's trust that admits a service."""
    for statement in trust_statements(resource):
        if statement.allows:
            policy = POLICIES[resource.type]
            tie = functools.partial(tied, resource, statement, policy)
            yield from fixed(resource, unconditioned(statement, policy), tie)
