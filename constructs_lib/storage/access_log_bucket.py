"""GovernedAccessLogBucket: where buckets and load balancers of one region write their access logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

from constructs_lib.kernel.conditions import Policy
from constructs_lib.kernel.errors import invalid
from constructs_lib.security.role import service_principal
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsBucket

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.kernel.data_class import DataClass

BUCKET_PREFIX = "s3/"
"""Server access logs of buckets stand below `s3/<bucket>/`."""
LOAD_BALANCER_PREFIX = "alb"
"""Access logs of load balancers stand below `alb/<load balancer>/AWSLogs/<account>/`."""


class GovernedAccessLogBucket(IsBucket):
    """A bucket `<env>-<service>-<kind>-<account>` that S3 and Elastic Load Balancing may write access logs to.

    It is the one kind of bucket without a customer-managed key, which the rules know by its policy: "the only
    server-side encryption option that's supported is Amazon S3-managed keys (SSE-S3)" (Application Load Balancers
    guide, "Enable access logs"), and S3's own log delivery writes to no bucket whose default is SSE-KMS (S3 User
    Guide, "Enabling server access logging").

    Args:
        kind: what it holds; part of its name.
        data_class: class of the logs: they name callers and paths, no content.
        infrequent_access_days: days until a log moves to STANDARD_IA, 30 or more (S3's minimum).
        expire_days: days until a log is deleted; later than the move.

    Raises:
        ConfigurationError: days that S3 refuses.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        data_class: DataClass,
        infrequent_access_days: int = 90,
        expire_days: int = 365,
    ) -> None:
        super().__init__(scope, id)
        if infrequent_access_days < 30:
            raise invalid(f"{self.node.path}: infrequent_access_days", infrequent_access_days, "30 or more")
        if expire_days <= infrequent_access_days:
            raise invalid(f"{self.node.path}: expire_days", expire_days, f"more than {infrequent_access_days}")
        stack = GovernedStack.of_construct(self)
        self.name = stack.names.bucket(kind, suffix=stack.region_suffix)
        self.bucket = s3.Bucket(
            self,
            "Resource",
            bucket_name=self.name,
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            versioned=True,
            lifecycle_rules=_lifecycle(infrequent_access_days, expire_days),
            removal_policy=stack.retain,
        )
        for statement in self._writers(stack.environment_settings.name, stack.region, stack.account):
            self.bucket.add_to_resource_policy(statement)
        cdk.Tags.of(self).add("DataClass", data_class)

    def _writers(self, environment: str, region: str, account: str) -> list[iam.PolicyStatement]:
        """S3 for the environment's buckets, Elastic Load Balancing for its load balancers, each below its prefix."""
        buckets = service_principal(
            "logging.s3.amazonaws.com",
            account=account,
            source_arn=f"arn:aws:s3:::{environment}-*",
            policy=Policy.BUCKET,
        )
        balancers = f"arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/*"
        return [
            iam.PolicyStatement(
                sid="BucketAccessLogs",
                principals=[buckets],
                actions=["s3:PutObject"],
                resources=[self.bucket.arn_for_objects(f"{BUCKET_PREFIX}*")],
            ),
            iam.PolicyStatement(
                sid="LoadBalancerAccessLogs",
                principals=[
                    service_principal(
                        "logdelivery.elasticloadbalancing.amazonaws.com",
                        account=account,
                        source_arn=balancers,
                        policy=Policy.BUCKET,
                    )
                ],
                actions=["s3:PutObject"],
                resources=[self.bucket.arn_for_objects(f"{LOAD_BALANCER_PREFIX}/*/AWSLogs/{account}/*")],
            ),
        ]


def _lifecycle(infrequent_access_days: int, expire_days: int) -> list[s3.LifecycleRule]:
    return [
        s3.LifecycleRule(id="abort-uploads", abort_incomplete_multipart_upload_after=cdk.Duration.days(7)),
        s3.LifecycleRule(
            id="expire-old-versions",
            noncurrent_version_expiration=cdk.Duration.days(30),
            expired_object_delete_marker=True,
        ),
        s3.LifecycleRule(
            id="expire-logs",
            transitions=[
                s3.Transition(
                    storage_class=s3.StorageClass.INFREQUENT_ACCESS,
                    transition_after=cdk.Duration.days(infrequent_access_days),
                )
            ],
            expiration=cdk.Duration.days(expire_days),
        ),
    ]
