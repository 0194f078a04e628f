"""GovernedTrail: every management event of the account, in a bucket that nobody can quietly change."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from aws_cdk import aws_cloudtrail as cloudtrail
from aws_cdk import aws_iam as iam
from constructs import Construct

from constructs_lib.kernel.conditions import Policy, conditions_of
from constructs_lib.kernel.errors import invalid
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.storage.bucket import GovernedBucket

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_kms as kms

    from constructs_lib.storage.archive_lifecycle import ArchiveLifecycle

_TRAIL = cloudtrail.CfnTrail
INSIGHTS = ("ApiCallRateInsight", "ApiErrorRateInsight")


class _Given(TypedDict):
    """What a trail records."""

    is_multi_region_trail: bool
    include_global_service_events: bool
    advanced_event_selectors: list[cloudtrail.CfnTrail.AdvancedEventSelectorProperty]
    insight_selectors: list[cloudtrail.CfnTrail.InsightSelectorProperty] | None


class GovernedTrail(Construct):
    """A trail `<env>-<service>-<kind>` with validated files in its own bucket and events in CloudWatch Logs.

    The trail's ARN follows from its name, so bucket policy and role trust admit CloudTrail on behalf of this trail only
    (CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail"). An L1: the L2 has neither advanced event
    selectors nor a role of ours.

    Args:
        kind: last part of the names.
        key: the audit key.
        lifecycle: storage classes and end of the files.
        object_lock_days: nobody may delete a file for so long; None leaves the lock off. Cannot be switched on later.
        retention_days: how long CloudWatch keeps the events.
        multi_region: record every region, and global services.
        s3_data_events: record reads and writes of objects too, but for the trail's own bucket. Charged by event.
        lambda_data_events: record calls of functions too. Charged by event.
        insights: which of `INSIGHTS` CloudTrail looks for. Charged by event.

    Raises:
        ConfigurationError: an unknown insight.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        key: kms.IKey,
        lifecycle: ArchiveLifecycle,
        object_lock_days: int | None = None,
        retention_days: int = 365,
        multi_region: bool = True,
        s3_data_events: bool = False,
        lambda_data_events: bool = False,
        insights: Sequence[str] = (),
    ) -> None:
        super().__init__(scope, id)
        if unknown := [insight for insight in insights if insight not in INSIGHTS]:
            raise invalid(f"{self.node.path}: insights", unknown[0], ", ".join(INSIGHTS))
        stack = GovernedStack.of_construct(self)
        # A trail of every region shows in each of them under its name, which no other trail there may have.
        self.name = stack.names.physical(kind, max_length=128, suffix=stack.region_suffix)
        self.arn = f"arn:aws:cloudtrail:{stack.region}:{stack.account}:trail/{self.name}"
        rules = [lifecycle.rule()]
        self.bucket = GovernedBucket(
            self, "Bucket", kind=kind, key=key, object_lock_days=object_lock_days, lifecycle_rules=rules
        )
        self._admit_cloudtrail(stack.account)
        self.log_group = GovernedLogGroup(self, "Events", kind=kind, retention_days=retention_days, key=key)
        role = self._log_role(kind, stack.region, stack.account)
        self._resource = self._trail(
            key,
            role,
            is_multi_region_trail=multi_region,
            include_global_service_events=multi_region,
            advanced_event_selectors=_selectors(self.bucket.name, s3=s3_data_events, functions=lambda_data_events),
            insight_selectors=[_TRAIL.InsightSelectorProperty(insight_type=insight) for insight in insights] or None,
        )
        self._wait_for_policies(role)

    def comes_after(self, *others: Construct) -> None:
        """Make the trail after other constructs of its stack.

        Its first files are locked in the bucket as soon as it is there. Whatever fails afterwards and rolls the stack
        back leaves the bucket, and its name taken, until the lock ends.
        """
        self._resource.node.add_dependency(*others)

    def _trail(self, key: kms.IKey, role: GovernedRole, **given: Unpack[_Given]) -> cloudtrail.CfnTrail:
        return _TRAIL(
            self,
            "Resource",
            trail_name=self.name,
            is_logging=True,
            enable_log_file_validation=True,
            kms_key_id=key.key_arn,
            s3_bucket_name=self.bucket.bucket_name,
            cloud_watch_logs_log_group_arn=self.log_group.log_group_arn,
            cloud_watch_logs_role_arn=role.role.role_arn,
            **given,
        )

    def _wait_for_policies(self, role: GovernedRole) -> None:
        """CloudTrail tries bucket and log group when the trail is made."""
        self._resource.node.add_dependency(self.bucket.bucket.node.find_child("Policy"))
        self._resource.node.add_dependency(role.role.node.find_child("DefaultPolicy"))

    def _admit_cloudtrail(self, account: str) -> None:
        """Let CloudTrail look at the bucket's ACL and put its files, on behalf of this trail."""
        bucket = f"arn:aws:s3:::{self.bucket.name}"
        owned = {"s3:x-amz-acl": "bucket-owner-full-control"}
        tied = conditions_of("cloudtrail.amazonaws.com", Policy.BUCKET, account=account, source_arn=self.arn)
        for action, resource, condition in (
            ("GetBucketAcl", bucket, {}),
            ("PutObject", f"{bucket}/AWSLogs/{account}/*", owned),
        ):
            self.bucket.add_to_resource_policy(
                iam.PolicyStatement(
                    sid=f"CloudTrail{action}",
                    principals=[iam.ServicePrincipal("cloudtrail.amazonaws.com")],
                    actions=[f"s3:{action}"],
                    resources=[resource],
                    conditions={**tied, "StringEquals": {**tied["StringEquals"], **condition}},
                )
            )

    def _log_role(self, kind: str, region: str, account: str) -> GovernedRole:
        """What CloudTrail writes its log group as. It takes on no role whose trust has a condition on the source."""
        streams = (
            f"arn:aws:logs:{region}:{account}:log-group:{self.log_group.name}:log-stream:{account}_CloudTrail_{region}*"
        )
        role = GovernedRole(
            self,
            "Role",
            kind=f"{kind}-logs",
            assumed_by="cloudtrail.amazonaws.com",
            description=f"CloudTrail writes events of {self.name} to CloudWatch Logs",
            statements=[allow("logs:CreateLogStream", "logs:PutLogEvents", on=streams)],
        )
        by_design(
            role,
            f"AwsSolutions::AwsSolutions-IAM5[Resource::{streams}]",
            reason="CloudTrail numbers its log streams after this prefix, which CloudTrail's guide prescribes",
        )
        return role


def _selectors(
    own_bucket: str, *, s3: bool, functions: bool
) -> list[cloudtrail.CfnTrail.AdvancedEventSelectorProperty]:
    """Management events, and data events where wanted, but not those of the trail's own deliveries: they would loop."""

    def only(name: str, **fields: str) -> cloudtrail.CfnTrail.AdvancedEventSelectorProperty:
        tests = [
            _TRAIL.AdvancedFieldSelectorProperty(field=field.replace("__", "."), equal_to=[value])
            for field, value in fields.items()
        ]
        if fields.get("resources__type") == "AWS::S3::Object":
            own = f"arn:aws:s3:::{own_bucket}/"
            tests.append(_TRAIL.AdvancedFieldSelectorProperty(field="resources.ARN", not_starts_with=[own]))
        return _TRAIL.AdvancedEventSelectorProperty(name=name, field_selectors=tests)

    return [
        only("Management events", eventCategory="Management"),
        *([only("Objects", eventCategory="Data", resources__type="AWS::S3::Object")] if s3 else []),
        *([only("Functions", eventCategory="Data", resources__type="AWS::Lambda::Function")] if functions else []),
    ]
