"""GrantedBucket: a bucket whose key grants reach through S3 only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from constructs_lib.security.grants import grant, works_as
from constructs_lib.stack.acceptance import by_design, wildcard_finding
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsBucket

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_s3 as s3


class GrantedBucket(IsBucket):
    """A bucket whose grants reach its key through S3 only. CDK's own would open the key by itself, with stars."""

    bucket: s3.Bucket
    key: kms.IKey
    name: str
    _accepted: set[tuple[str, str]]

    def grant_read_write(self, identity: iam.IGrantable, objects_key_pattern: str | None = None) -> iam.Grant:
        """Let somebody list, read, write and delete the objects of this bucket, through its key.

        `objects_key_pattern` narrows it to some objects, such as `reports/*`; every one when absent.
        """
        actions = ("s3:DeleteObject", "s3:GetObject", "s3:PutObject")
        given = self._grant(identity, objects_key_pattern, *actions)
        return given or self.bucket.grant_read_write(identity, objects_key_pattern)

    def grant_read(self, identity: iam.IGrantable, objects_key_pattern: str | None = None) -> iam.Grant:
        """Let somebody list and read the objects of this bucket, or some of them, through its key."""
        given = self._grant(identity, objects_key_pattern, "s3:GetObject")
        return given or self.bucket.grant_read(identity, objects_key_pattern)

    def _grant(self, identity: iam.IGrantable, pattern: str | None, *actions: str) -> iam.Grant | None:
        """None for whom the bucket's policy must admit, as CDK knows how to."""
        bucket = f"arn:{cdk.Aws.PARTITION}:s3:::{self.name}"
        objects = f"{bucket}/{pattern or '*'}"
        uses_key = ("kms:Decrypt", *(("kms:GenerateDataKey",) if "s3:PutObject" in actions else ()))
        through = {"StringEquals": {"kms:ViaService": f"s3.{GovernedStack.of_construct(self).region}.amazonaws.com"}}
        listing = grant(identity, "s3:ListBucket", on=bucket)
        if not listing.success:
            return None
        principal = works_as(identity).grant_principal
        finding = wildcard_finding(self, objects)
        if "*" in objects and isinstance(principal, Construct) and (principal.node.path, finding) not in self._accepted:
            self._accepted.add((principal.node.path, finding))
            by_design(principal, finding, reason="Objects of this one bucket: their keys are made at run time")
        given = grant(identity, *actions, on=objects)
        return listing.combine(given).combine(grant(identity, *uses_key, on=self.key.key_arn, when=through))
