"""GovernedReplication: a bucket's objects, copied to a bucket in another region, encrypted there with its own key."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.kernel.errors import invalid
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import REPLICATION
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from constructs_lib.storage.bucket import GovernedBucket

_RULE = "everything"


class GovernedReplication(Construct):
    """Replicate every new object of a bucket, deletions (markers) included, and raise an alarm when one fails.

    Nothing is read from the other region: the bucket's name and the key's alias are deterministic. S3 takes "the key
    ARN or the alias ARN" as replica key (S3 API reference, EncryptionConfiguration); KMS resolves the alias within
    this account, which owns both buckets.

    Args:
        kind: last part of the names of role and alarm.
        source: the bucket of this stack.
        destination: name of the bucket in the other region. It must exist, versioned, before this stack deploys.
        region: the other region.
        key_alias: alias of the key in that region, `alias/<env>-<purpose>`.

    Raises:
        ConfigurationError: the same region, or an alias that is none.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        source: GovernedBucket,
        destination: str,
        region: str,
        key_alias: str,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        if region == stack.region:
            raise invalid(f"{self.node.path}: region", region, f"another region than {stack.region}")
        if not key_alias.startswith("alias/"):
            raise invalid(f"{self.node.path}: key_alias", key_alias, "alias/<env>-<purpose>")
        statements = _statements(source, destination, region=region, account=stack.account, key_alias=key_alias)
        role = self._role(kind, f"S3 copies {source.name} to {destination}", statements)
        resource = cast("s3.CfnBucket", source.bucket.node.default_child)
        resource.replication_configuration = _configuration(
            role.role.role_arn, destination, f"arn:aws:kms:{region}:{stack.account}:{key_alias}"
        )
        by_design(
            role,
            f"AwsSolutions::AwsSolutions-IAM5[Resource::arn:aws:s3:::{source.name}/*]",
            f"AwsSolutions::AwsSolutions-IAM5[Resource::arn:aws:s3:::{destination}/*]",
            f"AwsSolutions::AwsSolutions-IAM5[Resource::arn:aws:kms:{region}:{stack.account}:key/*]",
            reason="Every object of these two buckets is copied; the key in the other region is named by its alias",
        )
        GovernedAlarms(
            self,
            "Alarms",
            specs=REPLICATION,
            subject=kind,
            dimensions={"SourceBucket": source.name, "DestinationBucket": destination, "RuleId": _RULE},
        )

    def _role(self, kind: str, description: str, statements: list[iam.PolicyStatement]) -> GovernedRole:
        return GovernedRole(
            self,
            "Role",
            kind=kind,
            assumed_by="s3.amazonaws.com",
            description=description,
            statements=statements,
        )


def _statements(
    source: GovernedBucket, destination: str, *, region: str, account: str, key_alias: str
) -> list[iam.PolicyStatement]:
    """What the S3 User Guide lists for replication of objects encrypted with KMS, on these two buckets only."""
    bucket, home = f"arn:aws:s3:::{source.name}", GovernedStack.of_construct(source).region
    copy = f"arn:aws:s3:::{destination}"
    return [
        allow("s3:GetReplicationConfiguration", "s3:ListBucket", on=bucket),
        allow(
            "s3:GetObjectVersionForReplication",
            "s3:GetObjectVersionAcl",
            "s3:GetObjectVersionTagging",
            on=f"{bucket}/*",
        ),
        allow("s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags", on=f"{copy}/*"),
        allow(
            "kms:Decrypt",
            on=source.key.key_arn,
            when={
                "StringEquals": {"kms:ViaService": f"s3.{home}.amazonaws.com"},
                "StringLike": {"kms:EncryptionContext:aws:s3:arn": [bucket, f"{bucket}/*"]},
            },
        ),
        allow(
            "kms:Encrypt",
            "kms:GenerateDataKey",
            on=f"arn:aws:kms:{region}:{account}:key/*",
            when={
                # The key's id is not known here; its alias is.
                "ForAnyValue:StringEquals": {"kms:ResourceAliases": key_alias},
                "StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"},
            },
        ),
    ]


def _configuration(role_arn: str, destination: str, key_arn: str) -> s3.CfnBucket.ReplicationConfigurationProperty:
    enabled = "Enabled"
    return s3.CfnBucket.ReplicationConfigurationProperty(
        role=role_arn,
        rules=[
            s3.CfnBucket.ReplicationRuleProperty(
                id=_RULE,
                status=enabled,
                priority=1,
                filter=s3.CfnBucket.ReplicationRuleFilterProperty(prefix=""),
                delete_marker_replication=s3.CfnBucket.DeleteMarkerReplicationProperty(status=enabled),
                source_selection_criteria=s3.CfnBucket.SourceSelectionCriteriaProperty(
                    sse_kms_encrypted_objects=s3.CfnBucket.SseKmsEncryptedObjectsProperty(status=enabled)
                ),
                destination=s3.CfnBucket.ReplicationDestinationProperty(
                    bucket=f"arn:aws:s3:::{destination}",
                    encryption_configuration=s3.CfnBucket.EncryptionConfigurationProperty(replica_kms_key_id=key_arn),
                    # Without an event threshold, which S3 takes with Replication Time Control only and refuses
                    # otherwise (https://github.com/crossplane-contrib/provider-aws/issues/1117); metrics alone are
                    # fine (https://github.com/aws/aws-cdk/issues/35772).
                    metrics=s3.CfnBucket.MetricsProperty(status=enabled),
                ),
            )
        ],
    )
