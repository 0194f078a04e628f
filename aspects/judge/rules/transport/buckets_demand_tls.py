"""Buckets demand TLS.

Judged is every bucket of the template: a bucket policy, there or in another template read with it, has to deny
everybody everything where `aws:SecureTransport` is false: each action, on the bucket and on each object in it. Several
statements do that together; one below a prefix, for some principals, or under a further condition does not. A warning,
since the policy may be made elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.iam.truth import Truth
from aspects.judge.readings.plain_http import denies_plain_http
from aspects.judge.readings.tls_policy import demanding_tls
from aspects.judge.rule import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

TYPES = ("AWS::S3::Bucket",)
SEVERITY = "warning"
SINCE = "0.1.0"
MENDED = "0.2.0"
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


def check(resource: Resource) -> Iterator[Breach]:
    """Look for the policy of a bucket."""
    denied = denies_plain_http(resource)
    if denied is Truth.NO:
        found = "No bucket policy denies plain HTTP to everybody, for each action on the bucket and its objects."
        yield Breach(found, patches=demanding_tls(resource))
    elif denied is Truth.MAYBE:
        yield Breach("Whether a bucket policy denies plain HTTP, only the deploy knows.", unknown=True)
