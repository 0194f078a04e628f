"""What a bucket has whose objects are looked at for secrets: it tells of new ones, and denies what is in quarantine."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

from constructs_lib.runtime.secret_scan.workflow.responding.quarantine import QUARANTINED, STATEMENT, TAG
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.storage.bucket_events import notifications

if TYPE_CHECKING:
    from constructs_lib.storage.bucket import GovernedBucket

RESPONDER = "secret-response"
"""Kind of the function of the secrets stack that puts away what holds a secret."""


def be_scanned(bucket: GovernedBucket) -> s3.CfnBucket.EventBridgeConfigurationProperty:
    """Let a bucket be scanned: its policy denies what is in quarantine, and every event of it goes to EventBridge."""
    every = s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
    bucket.bucket.add_to_resource_policy(_deny_quarantined(bucket))
    cast("s3.CfnBucket", bucket.bucket.node.default_child).notification_configuration = notifications((), every)
    return every


def _deny_quarantined(bucket: GovernedBucket) -> iam.PolicyStatement:
    """Nobody but that function reads a version that has the tag, or takes the tag off.

    Source: Service Authorization Reference of Amazon S3: `s3:ExistingObjectTag/<key>` of these actions.
    """
    stack = GovernedStack.of_construct(bucket)
    role = stack.environment_settings.names("secrets").physical(f"{RESPONDER}-function")
    return iam.PolicyStatement(
        sid=STATEMENT,
        effect=iam.Effect.DENY,
        principals=[iam.AnyPrincipal()],
        actions=[
            "s3:GetObject",
            "s3:GetObjectVersion",
            "s3:PutObjectTagging",
            "s3:PutObjectVersionTagging",
            "s3:DeleteObjectTagging",
            "s3:DeleteObjectVersionTagging",
        ],
        resources=[bucket.bucket.arn_for_objects("*")],
        conditions={
            "StringEquals": {f"s3:ExistingObjectTag/{TAG}": QUARANTINED},
            "ArnNotLike": {"aws:PrincipalArn": f"arn:aws:iam::{stack.account}:role/{role}"},
        },
    )
