"""Buckets of an app under construction that logs are delivered to, which the encryption Aspect leaves without a key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.readings.log_targets import BUCKET, takes_no_key
from aspects.judge.template import Template

if TYPE_CHECKING:
    from collections.abc import Mapping

    import aws_cdk as cdk


def is_log_target(node: cdk.CfnResource, given: Mapping[str, Any], stack: cdk.Stack) -> bool:
    """Whether a bucket takes logs that a customer-managed key would stop, by its canned list or its policy.

    CDK writes one of them where a bucket or a load balancer is told to log there. `given` are the properties as the L1
    class keeps them.
    """
    if node.cfn_resource_type != BUCKET:
        return False
    resources = {"Bucket": {"Type": BUCKET, "Properties": {"AccessControl": stack.resolve(given.get("accessControl"))}}}
    scope = node.node.scope
    policy = scope.node.try_find_child("Policy") if scope else None
    document = getattr(policy, "document", None)
    if document is not None:
        properties = {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": stack.resolve(document)}
        resources["Policy"] = {"Type": "AWS::S3::BucketPolicy", "Properties": properties}
    return takes_no_key(Template(Path(), {"Resources": resources}).resources["Bucket"])
