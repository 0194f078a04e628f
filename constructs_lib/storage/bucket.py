"""GovernedBucket: private, encrypted with the right key, TLS only, versioned, logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, cast

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3

from constructs_lib.kernel import contract
from constructs_lib.kernel.data_class import check_data_class
from constructs_lib.kernel.errors import bounded, invalid, switched
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.naming import pascal
from constructs_lib.security.key import key_alias
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.storage.access_log_bucket import BUCKET_PREFIX
from constructs_lib.storage.bucket_events import BucketEvents, admit_events, check_events, notifications
from constructs_lib.storage.bucket_parts import LockMode, cors_rule, deny_other_encryption, housekeeping, locked_for
from constructs_lib.storage.dr_region import dr_companion
from constructs_lib.storage.granted_bucket import GrantedBucket
from constructs_lib.storage.replication import GovernedReplication
from constructs_lib.storage.scanned import be_scanned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_kms as kms
    from constructs import Construct

    from constructs_lib.compute.function import GovernedFunction
    from constructs_lib.kernel.data_class import DataClass
    from constructs_lib.messaging.queue import GovernedQueue
    from constructs_lib.network.cors import Cors

# S3 takes retention up to 100 years (API reference, PutObjectLockConfiguration).
_MOST_DAYS = 36_500


class _Kept(TypedDict):
    """What of a bucket its copy in the DR region has as well."""

    data_class: DataClass | None
    lifecycle_rules: Sequence[s3.LifecycleRule]
    noncurrent_days: int


class GovernedBucket(GrantedBucket):
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
        object_lock_mode: `compliance`: nobody at all; `governance`: nobody without s3:BypassGovernanceRetention.
        access_logs: False only for a bucket in another region than the access-log bucket.
        cors: whom browsers let in from other origins.
        replicated: keep a copy of every object in the DR region, in a bucket of the same kind in the companion
            `<env>-<service>-dr`, on a key of that region. An alarm tells of what was not copied.
        scanned: let the secrets stack look at every new object for secrets (its setting `secret_scan.buckets` names
            the bucket), and deny what it puts in quarantine, in a copy as well.

    Raises:
        ConfigurationError: a number of days out of bounds, CORS that S3 does not have, or a lock on what is replicated.
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
        object_lock_mode: LockMode = "compliance",
        access_logs: bool = True,
        cors: Sequence[Cors] = (),
        replicated: bool = False,
        scanned: bool = False,
    ) -> None:
        super().__init__(scope, id)
        switched(self.node.path, access_logs=access_logs, replicated=replicated, scanned=scanned)
        self._check(noncurrent_days, object_lock_days, data_class, replicated=replicated)
        stack = GovernedStack.of_construct(self)
        self.name = stack.names.bucket(kind, suffix=stack.region_suffix)
        self.key = key or stack.key(purpose)
        self._accepted: set[tuple[str, str]] = set()
        self._told: list[BucketEvents] = []
        rules = [*housekeeping(noncurrent_days), *lifecycle_rules]
        browsers = [cors_rule(self.node.path, one) for one in cors]
        lock = locked_for(self.node.path, object_lock_days, object_lock_mode)
        self.bucket = self._bucket(rules, browsers, lock, stack.retain)
        if access_logs:
            self._log_access(stack.lookup(contract.LOGGING_ACCESS_LOG_BUCKET_NAME))
        self.bucket.add_to_resource_policy(deny_other_encryption(self.bucket.arn_for_objects("*")))
        self._every = be_scanned(self) if scanned else None
        if data_class:
            cdk.Tags.of(self).add("DataClass", data_class)
        if replicated:
            kept = _Kept(data_class=data_class, lifecycle_rules=lifecycle_rules, noncurrent_days=noncurrent_days)
            self.replication = self._replicate(kind, kept, scanned=scanned)

    def _check(self, noncurrent: int, locked: int | None, data_class: DataClass | None, *, replicated: bool) -> None:
        bounded(self.node.path, 1, _MOST_DAYS, "days", noncurrent_days=noncurrent, object_lock_days=locked)
        check_data_class(data_class, self.node.path)
        if replicated and locked is not None:
            raise invalid(f"{self.node.path}: replicated", replicated, "False with object_lock_days")

    def _bucket(
        self,
        rules: list[s3.LifecycleRule],
        cors: list[s3.CorsRule],
        lock: s3.ObjectLockRetention | None,
        retain: cdk.RemovalPolicy,
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
            cors=cors or None,
            object_lock_enabled=lock is not None,
            object_lock_default_retention=lock,
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

    def notify(
        self,
        target: GovernedQueue | GovernedFunction,
        *,
        events: Sequence[str] = ("s3:ObjectCreated:*",),
        prefix: str = "",
        suffix: str = "",
    ) -> None:
        """Tell a queue or a function of this stack of objects whose key begins and ends so; of every one when absent.

        Its policy admits S3 for this bucket; a queue's key has to as well, as the messaging key does.

        Raises ConfigurationError for events that S3 does not know, and where one object could be told to two.
        """
        told = BucketEvents(
            target=target,
            events=(events,) if isinstance(events, str) else tuple(events),
            prefix=prefix,
            suffix=suffix,
        )
        check_events(self, told, self._told)
        resource = cast("s3.CfnBucket", self.bucket.node.default_child)
        if target not in [one.target for one in self._told]:
            resource.node.add_dependency(admit_events(self, target))
        self._told.append(told)
        resource.notification_configuration = notifications(self._told, self._every)

    def _replicate(self, kind: str, given: _Kept, *, scanned: bool) -> GovernedReplication:
        dr = dr_companion(GovernedStack.of_construct(self))
        copy = GovernedBucket(dr, pascal(kind), kind=kind, scanned=scanned, **given)
        return GovernedReplication(
            self,
            "Replication",
            kind=f"{kind}-replication",
            source=self,
            destination=copy.name,
            region=dr.region_name,
            key_alias=key_alias(dr, KeyPurpose.S3_DATA),
        )
