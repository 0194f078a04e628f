"""Policies name their principals.

Judged is every statement that allows something, in each policy that says who may use a resource or take on a role: `*`
as the principal, a wildcard in an ARN, `NotPrincipal`. A condition that says who calls, or from where, makes up for
it, when it really does: its values are no wildcards, its networks no wider than /8 (IPv6: /32), and its operator fails
where the request lacks the key (which `...IfExists`, `ForAllValues:` and all that begin with "Not" do not). Demanding
TLS, a referer or an external id says nothing about who calls.

An identity provider that many share (GitHub, GitLab, Terraform, Google, Cognito's pools) is everybody who has a token
of it, unless a condition names the tenant: in `sub` the owner of the repository, in `aud` the pool. `repo:*` names
nobody. Our own account is no stranger, however it is spelled.

Not judged: API Gateway, whose policies let everybody ask and leave the answer to authorizers; VPC endpoints, whose
policies grant nothing; search domains inside a VPC, which only their security groups' peers reach.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue.policies import TRUST_POLICIES
from aspects.judge.readings.mending import Amendment, fixed
from aspects.judge.readings.narrowing import CALLER, OURS, Narrowing, narrowing
from aspects.judge.readings.policies import RESOURCE_TYPES, is_spelled, resource_statements, trust_statements
from aspects.judge.readings.shared_providers import claim_of, is_ours, strangers
from aspects.judge.readings.statement_fixes import conditioned, named_principal
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, Unknown, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource
    from aspects.judge.template.policies import Principal, Statement

_MEANT_FOR_ALL = {"AWS::ApiGateway::DomainNameV2", "AWS::ApiGateway::RestApi", "AWS::Serverless::Api"}
_IN_A_VPC = {"AWS::Elasticsearch::Domain", "AWS::OpenSearchService::Domain"}

TYPES = tuple(sorted({*RESOURCE_TYPES, *TRUST_POLICIES} - _MEANT_FOR_ALL))
SINCE = "0.1.0"
MENDED = "0.2.0"
WHY = "A policy that admits everybody makes the resource public, or open to every account of AWS."
FIX = 'allow(..., on=..., when={"StringEquals": {"aws:SourceAccount": self.account}}), or name the principal'

BAD = """
Policy:
  Type: AWS::SQS::QueuePolicy
  Properties:
    Queues: [!Ref Queue]
    PolicyDocument:
      Statement:
        - Effect: Allow
          Principal: "*"
          Action: sqs:SendMessage
          Resource: "*"
          Condition: {Bool: {"aws:SecureTransport": "true"}}
Queue:
  Type: AWS::SQS::Queue
"""
GOOD = """
Policy:
  Type: AWS::SQS::QueuePolicy
  Properties:
    Queues: [!Ref Queue]
    PolicyDocument:
      Statement:
        - Effect: Allow
          Principal: "*"
          Action: sqs:SendMessage
          Resource: "*"
          Condition: {ArnLike: {"aws:SourceArn": !Ref Topic}}
Queue:
  Type: AWS::SQS::Queue
Topic:
  Type: AWS::SNS::Topic
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge each statement that allows something to somebody."""
    if resource.type in _IN_A_VPC and ABSENT not in resource.values("VPCOptions", "SubnetIds"):
        return
    for statement in (*resource_statements(resource), *trust_statements(resource)):
        if statement.unknown:
            yield Breach(f"The statement is {statement.unknown}.", at=statement.path, unknown=True)
        elif statement.allows:
            named, fits = functools.partial(_named, resource, statement), not is_spelled(resource.type)
            yield from fixed(resource, _judged(statement), named, fits=fits)


def _named(resource: Resource, statement: Statement, breach: Breach) -> Iterator[Amendment]:
    claim = next((claim_of(statement, one) for one in statement.principals if one.path == breach.at), "")
    if claim and breach.fix:  # whose tokens are meant, which alone brings a fix of its own
        yield conditioned(resource, statement, ("StringLike", claim, "<what names your own tenant>"))
    else:
        yield from named_principal(resource, statement, breach)


def _judged(statement: Statement) -> Iterator[Breach]:
    narrowed = narrowing(statement.conditions, CALLER)
    if narrowed is Narrowing.REAL:
        return
    unknown = narrowed is Narrowing.PERHAPS or isinstance(statement.effect, Unknown)
    under = f"under no condition that says who calls{_given(statement)}"
    if statement.not_principals:
        at = statement.not_principals[0].path.partition(".NotPrincipal")[0] + ".NotPrincipal"
        named = " and ".join(str(one.value) for one in statement.not_principals)
        yield Breach(f"It allows all but {named}, {under}.", at=at, unknown=unknown)
    for principal in statement.principals:
        yield from strangers(statement, principal)
        if isinstance(principal.value, Unknown):
            if principal.value.why in OURS or is_ours(statement, principal):
                continue
            yield Breach(f"The principal is {principal.value.why}.", at=principal.path, unknown=True)
        elif _is_everybody(principal):
            yield Breach(f"It allows {principal.value}, {under}.", at=principal.path, unknown=unknown)


def _given(statement: Statement) -> str:
    keys = ", ".join(f"{one.operator} {one.key}" for one in statement.conditions if one.key)
    return f" ({keys} does not)" if keys else ""


def _is_everybody(principal: Principal) -> bool:
    text: Any = text_of(principal.value)
    if text is None:
        return False
    account = text.split(":")[4] if text.startswith("arn:") and text.count(":") >= 5 else text
    return "*" in account or "?" in account
