"""Buckets demand TLS.

Judged is every bucket of the template: a bucket policy, there or in another template read with it, has to deny
everybody everything where `aws:SecureTransport` is false. A warning, since the policy may be made elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.rule import Breach
from aspects.judge.template import Reference
from aspects.judge.template.once import once_an_app
from aspects.judge.template.policies import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template
    from aspects.judge.template.policies import Statement

TYPES = ("AWS::S3::Bucket",)
SEVERITY = "warning"
SINCE = "0.1.0"
WHY = "Amazon S3 answers plain HTTP as well, unless the bucket's policy forbids it."
FIX = "GovernedBucket(...), or s3.Bucket(..., enforce_ssl=True)"

BAD = """
Bucket:
  Type: AWS::S3::Bucket
"""
GOOD = """
Bucket:
  Type: AWS::S3::Bucket
Policy:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: !Ref Bucket
    PolicyDocument:
      Statement:
        Effect: Deny
        Principal: "*"
        Action: s3:*
        Resource: [!GetAtt Bucket.Arn, !Sub "${Bucket.Arn}/*"]
        Condition: {Bool: {"aws:SecureTransport": "false"}}
"""


_Bucket = tuple[Any, str]


def check(resource: Resource) -> Iterator[Breach]:
    """Look for the policy of a bucket."""
    named = {(None, name) for name in resource.values("BucketName") if isinstance(name, str)}
    policies = _policies(resource.template)
    for bucket in ((resource.template, resource.logical_id), *named):
        if any(bucket in _buckets(policy) and _protects(policy) for policy in policies.get(bucket, ())):
            return
    yield Breach("No bucket policy denies plain HTTP.")


@once_an_app
def _policies(app: tuple[Template, ...]) -> dict[_Bucket, list[Resource]]:
    """The policies that may be of a bucket."""
    found: dict[_Bucket, list[Resource]] = {}
    for policy in (one for template in app for one in template.of_type("AWS::S3::BucketPolicy")):
        for bucket in _buckets(policy):
            found.setdefault(bucket, []).append(policy)
    return found


def _buckets(policy: Resource) -> Iterator[_Bucket]:
    """The buckets that a policy may be of, by template and logical id, or by name."""
    for bucket in policy.values("Bucket"):
        if isinstance(bucket, Reference):
            yield bucket.template, bucket.logical_id
        elif isinstance(bucket, str):
            yield None, bucket


def _protects(policy: Resource) -> bool:
    return any(_denies(statement) for statement in statements(policy, "PolicyDocument"))


def _denies(statement: Statement) -> bool:
    return (
        statement.effect == "Deny"
        and any(principal.value == "*" for principal in statement.principals)
        and any(action.value in ("*", "s3:*") for action in statement.actions)
        and len(statement.conditions) == 1
        and statement.conditions[0].key == "aws:securetransport"
        and statement.conditions[0].operator in ("bool", "boolifexists")
        and statement.conditions[0].values == ("false",)
    )
