"""What makes a bucket demand TLS: a statement in its policy, or a policy where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.patch import new
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.plain_http import policies_of
from aspects.judge.readings.rewrite_target import NEXT

if TYPE_CHECKING:
    from aspects.judge.patch import Patch
    from aspects.judge.template import Resource


def demanding_tls(bucket: Resource) -> tuple[Patch, ...]:
    """The changes by which a bucket denies plain HTTP. None where its policy stands in another template.

    Amazon S3 User Guide, "Examples of Amazon S3 bucket policies": a bucket has one policy.
    """
    policies = policies_of(bucket)
    if not policies:
        return (_policy(bucket),)
    added = Amendment(("PolicyDocument", "Statement", NEXT), _statement(bucket.logical_id))
    own = [policy for policy in policies if policy.template is bucket.template]
    return mended(own[0], added) if own else ()


def _policy(bucket: Resource) -> Patch:
    body: dict[str, Any] = {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {
            "Bucket": {"Ref": bucket.logical_id},
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [_statement(bucket.logical_id)]},
        },
    }
    if "Condition" in bucket.body:  # there just where the bucket is
        body = {"Type": body["Type"], "Condition": bucket.body["Condition"], "Properties": body["Properties"]}
    name = f"{bucket.logical_id}Policy"
    while name in bucket.template.resources:
        name += "Tls"
    return new(name, body)


def _statement(bucket: str) -> dict[str, Any]:
    return {
        "Sid": "DenyPlainHttp",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [{"Fn::GetAtt": [bucket, "Arn"]}, {"Fn::Sub": f"${{{bucket}.Arn}}/*"}],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
