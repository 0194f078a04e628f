"""Where copies of what held a secret are kept, with the journal of the cases: locked, and read by security alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_iam as iam

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.storage.bucket import GovernedBucket
from constructs_lib.storage.scanned import RESPONDER

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.platform.secrets.scan_settings import SecretScanSettings


def quarantine_of(scan: Construct, settings: SecretScanSettings) -> GovernedBucket:
    """The bucket of a scan. Nobody reads a copy but the function that made it and the roles in the settings."""
    stack = GovernedStack.of_construct(scan)
    bucket = GovernedBucket(
        scan,
        "Quarantine",
        kind="quarantine",
        purpose=KeyPurpose.SECRETS,
        data_class=DataClass.HIGHLY_CONFIDENTIAL,
        object_lock_days=settings.kept_days,
        object_lock_mode="governance",
    )
    roles = [stack.names.physical(f"{RESPONDER}-function"), *settings.readers]
    readers = [f"arn:aws:iam::{stack.account}:role/{role}" for role in roles]
    bucket.bucket.add_to_resource_policy(
        iam.PolicyStatement(
            sid="ReadBySecurityOnly",
            effect=iam.Effect.DENY,
            principals=[iam.AnyPrincipal()],
            actions=["s3:GetObject", "s3:GetObjectVersion"],
            resources=[bucket.bucket.arn_for_objects("copies/*")],
            conditions={"ArnNotLike": {"aws:PrincipalArn": readers}},
        )
    )
    return bucket
