"""GovernedWorkgroup: Athena queries with encrypted results, a limit on what one may scan, and no way around either."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_athena as athena
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.kernel.errors import bounded
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.storage.bucket import GovernedBucket

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

_GROUP = athena.CfnWorkGroup
_LEAST_SCAN = 10_000_000


class GovernedWorkgroup(Construct):
    """A workgroup `<env>-<service>-<kind>` whose settings override those of its clients, and its results bucket.

    Args:
        kind: last part of the names.
        description: what it is for.
        key: encrypts the results.
        scan_limit_bytes: what one query may read before Athena stops it; 10,000,000 or more (Athena API reference).
        results_days: days until results are deleted, 1 or more.

    Raises:
        ConfigurationError: a limit or a number of days below that.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        description: str,
        key: kms.IKey,
        scan_limit_bytes: int,
        results_days: int = 7,
    ) -> None:
        super().__init__(scope, id)
        bounded(self.node.path, _LEAST_SCAN, scan_limit_bytes=scan_limit_bytes)
        bounded(self.node.path, 1, results_days=results_days)
        self.name = GovernedStack.of_construct(self).names.physical(kind, max_length=128)
        self.results = GovernedBucket(
            self,
            "Results",
            kind=f"{kind}-results",
            key=key,
            noncurrent_days=results_days,
            lifecycle_rules=[s3.LifecycleRule(id="results", expiration=cdk.Duration.days(results_days))],
        )
        self.workgroup = self._workgroup(description, key, scan_limit_bytes)
        self.workgroup.node.add_dependency(self.results.bucket)

    def _workgroup(self, description: str, key: kms.IKey, scan_limit_bytes: int) -> athena.CfnWorkGroup:
        stack = GovernedStack.of_construct(self)
        return _GROUP(
            self,
            "Resource",
            name=self.name,
            description=description,
            recursive_delete_option=not stack.environment_settings.deletion_protection,
            work_group_configuration=_GROUP.WorkGroupConfigurationProperty(
                enforce_work_group_configuration=True,
                publish_cloud_watch_metrics_enabled=True,
                bytes_scanned_cutoff_per_query=scan_limit_bytes,
                requester_pays_enabled=False,
                result_configuration=_GROUP.ResultConfigurationProperty(
                    output_location=f"s3://{self.results.name}/results/",
                    encryption_configuration=_GROUP.EncryptionConfigurationProperty(
                        encryption_option="SSE_KMS", kms_key=key.key_arn
                    ),
                    expected_bucket_owner=stack.account,
                ),
            ),
        )
