"""What every bucket has: rules that tidy up, a lock, whom browsers let in, and what it refuses to store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

from constructs_lib.kernel.errors import invalid

if TYPE_CHECKING:
    from constructs_lib.network.cors import Cors

LockMode = Literal["compliance", "governance"]
# S3 API reference, CORSRule: AllowedMethods.
_METHODS = {"GET", "PUT", "HEAD", "POST", "DELETE"}


def locked_for(where: str, days: int | None, mode: LockMode) -> s3.ObjectLockRetention | None:
    """How long nobody may delete an object. Raises ConfigurationError for another mode."""
    if mode not in get_args(LockMode):
        raise invalid(f"{where}: object_lock_mode", mode, ", ".join(get_args(LockMode)))
    if days is None:
        return None
    lock = s3.ObjectLockRetention.governance if mode == "governance" else s3.ObjectLockRetention.compliance
    return lock(cdk.Duration.days(days))


def housekeeping(noncurrent_days: int) -> list[s3.LifecycleRule]:
    """The rules that every bucket has."""
    return [
        s3.LifecycleRule(id="abort-uploads", abort_incomplete_multipart_upload_after=cdk.Duration.days(7)),
        s3.LifecycleRule(
            id="expire-old-versions",
            noncurrent_version_expiration=cdk.Duration.days(noncurrent_days),
            expired_object_delete_marker=True,
        ),
    ]


def cors_rule(where: str, cors: Cors) -> s3.CorsRule:
    """What S3 tells browsers. Raises ConfigurationError for what it lacks: credentials, since it reads no cookies."""
    if cors.credentials:
        raise invalid(f"{where}: cors: credentials", cors.credentials, "False: S3 reads no cookies")
    for method in cors.methods:
        if method not in _METHODS:
            raise invalid(f"{where}: cors: methods", method, ", ".join(sorted(_METHODS)))
    return s3.CorsRule(
        allowed_origins=list(cors.origins),
        allowed_methods=[s3.HttpMethods[method] for method in cors.methods],
        allowed_headers=list(cors.headers),
        exposed_headers=list(cors.exposed_headers),
        max_age=cors.max_age_seconds,
    )


def deny_other_encryption(objects: str) -> iam.PolicyStatement:
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
