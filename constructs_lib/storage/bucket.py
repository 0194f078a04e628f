"""GovernedBucket: private, encrypted with the right key, TLS only, versioned, logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.kernel import contract
from constructs_lib.kernel.errors import bounded
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.security.grants import grant, works_as
from constructs_lib.stack.acceptance import by_design, wildcard_finding
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsBucket
from constructs_lib.storage.access_log_bucket import BUCKET_PREFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_kms as kms

    from constructs_lib.kernel.data_class import DataClass

# S3 takes retention up to 100 years (API reference, PutObjectLockConfiguration).
_MOST_DAYS = 36_500


class GovernedBucket(IsBucket):
    """A bucket `<env>-<service>-<kind>-<account>` without public access or ACLs. It is an `s3.IBucket`.

    Objects that arrive without an encryption header get the bucket's key; a request that names another encryption is
    refused. Server access logs go to the central access-log bucket under the bucket's name.

    Args:
        kind: what it holds; part of its name.
        purpose: the key; data buckets use `s3-data`.
        key: a key of this stack instead.
        data_class: class of the objects, when another than the stack's.
        lifecycle_rules: beside the two that every bucket has: abort uploads after 7 days, expire old versions
            after `noncurrent_days`.
        noncurrent_days: how long an overwritten or deleted object can be brought back, 1 to 36,500 days.
        object_lock_days: nobody may delete an object for so long (compliance mode), 1 to 36,500 days; None leaves the
            lock off. Can be switched on only when the bucket is made.
        access_logs: False only for a bucket in another region than the access-log bucket.

    Raises:
        ConfigurationError: a number of days out of bounds.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        purpose: KeyPurpose = KeyPurpose.S3_DATA,
        key: kms.IKey | None = None,
        data_class: DataClass | None = None,
        lifecycle_rules: Sequence[s3.LifecycleRule] = (),
        noncurrent_days: int = 90,
        object_lock_days: int | None = None,
        access_logs: bool = True,
    ) -> None:
        super().__init__(scope, id)
        days = {"noncurrent_days": noncurrent_days, "object_lock_days": object_lock_days}
        bounded(self.node.path, 1, _MOST_DAYS, "days", **days)
        stack = GovernedStack.of_construct(self)
        self.name = stack.names.bucket(kind, suffix=stack.region_suffix)
        self.key = key or stack.key(purpose)
        self._accepted: set[tuple[str, str]] = set()
        rules = [*_housekeeping(noncurrent_days), *lifecycle_rules]
        self.bucket = self._bucket(rules, object_lock_days, stack.retain)
        if access_logs:
            self._log_access(stack.lookup(contract.LOGGING_ACCESS_LOG_BUCKET_NAME))
        self.bucket.add_to_resource_policy(_deny_other_encryption(self.bucket.arn_for_objects("*")))
        if data_class:
            cdk.Tags.of(self).add("DataClass", data_class)

    def _bucket(
        self, rules: list[s3.LifecycleRule], object_lock_days: int | None, retain: cdk.RemovalPolicy
    ) -> s3.Bucket:
        return s3.Bucket(
            self,
            "Resource",
            bucket_name=self.name,
            encryption=s3.BucketEncryption.KMS,
            encryption_key=self.key,
            bucket_key_enabled=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            versioned=True,
            lifecycle_rules=rules,
            object_lock_enabled=object_lock_days is not None,
            object_lock_default_retention=_locked_for(object_lock_days),
            removal_policy=retain,
        )

    def _log_access(self, logs: s3.IBucket) -> None:
        """Not by the L2's parameter: it warns that it cannot write the policy of a bucket in another stack.

        GovernedAccessLogBucket has that policy for every bucket of the environment.
        """
        resource = cast("s3.CfnBucket", self.bucket.node.default_child)
        resource.logging_configuration = s3.CfnBucket.LoggingConfigurationProperty(
            destination_bucket_name=logs.bucket_name, log_file_prefix=f"{BUCKET_PREFIX}{self.name}/"
        )

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


def _locked_for(days: int | None) -> s3.ObjectLockRetention | None:
    return None if days is None else s3.ObjectLockRetention.compliance(cdk.Duration.days(days))


def _housekeeping(noncurrent_days: int) -> list[s3.LifecycleRule]:
    return [
        s3.LifecycleRule(id="abort-uploads", abort_incomplete_multipart_upload_after=cdk.Duration.days(7)),
        s3.LifecycleRule(
            id="expire-old-versions",
            noncurrent_version_expiration=cdk.Duration.days(noncurrent_days),
            expired_object_delete_marker=True,
        ),
    ]


def _deny_other_encryption(objects: str) -> iam.PolicyStatement:
    """Refuse a stated encryption other than KMS. A request that states none is fine: the bucket's default applies."""
    return iam.PolicyStatement(
        sid="DenyOtherEncryption",
        effect=iam.Effect.DENY,
        principals=[iam.AnyPrincipal()],
        actions=["s3:PutObject"],
        resources=[objects],
        conditions={
            "StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"},
            "Null": {"s3:x-amz-server-side-encryption": "false"},
        },
    )
