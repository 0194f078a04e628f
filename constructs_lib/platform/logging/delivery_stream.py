"""GovernedDeliveryStream: log events to a bucket, compressed, by log group and day, with errors that are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_logs as logs
from constructs import Construct, DependencyGroup, IDependable

from constructs_lib.kernel.errors import bounded
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.observability.telemetry.alarms import DELIVERY_STREAM
from constructs_lib.platform.logging.stream_errors import GovernedStreamErrors
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

    from constructs_lib.kernel.data_class import DataClass
    from constructs_lib.storage.bucket import GovernedBucket

_STREAM = firehose.CfnDeliveryStream
_ERRORS = "S3Delivery"
# !{partitionKeyFromQuery} and !{timestamp} are Firehose's own placeholders ("Amazon S3 object name format").
_PREFIX = "logs/!{partitionKeyFromQuery:log_group}/!{timestamp:yyyy/MM/dd}/"
_ERROR_PREFIX = "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/"


class GovernedDeliveryStream(Construct):
    """A stream `<env>-<service>-<kind>` that CloudWatch Logs subscriptions write to and that fills a bucket.

    CloudWatch Logs sends gzip; the stream unpacks it, reads the log group's name with jq, and writes gzip objects below
    `logs/<log group>/<year>/<month>/<day>/`, one JSON record a line. What cannot be processed goes below `errors/`.
    An L1: the L2's role may do more to the bucket than Firehose needs.

    Args:
        kind: last part of the names.
        bucket: where the objects go; its key encrypts stream and objects.
        data_class: class of the events, when another than the stack's.
        buffer_seconds: longest wait before an object is written, 60 to 900 (Firehose quota).
        buffer_mebibytes: size at which one is written, 64 to 128 (dynamic partitioning needs 64 or more).

    Raises:
        ConfigurationError: buffers outside Firehose's bounds.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        bucket: GovernedBucket,
        data_class: DataClass | None = None,
        buffer_seconds: int = 300,
        buffer_mebibytes: int = 64,
    ) -> None:
        super().__init__(scope, id)
        bounded(self.node.path, 60, 900, buffer_seconds=buffer_seconds)
        bounded(self.node.path, 64, 128, buffer_mebibytes=buffer_mebibytes)
        stack = GovernedStack.of_construct(self)
        self.name = stack.names.physical(kind)
        self.arn = f"arn:aws:firehose:{stack.region}:{stack.account}:deliverystream/{self.name}"
        errors = GovernedLogGroup(self, "Errors", kind=f"{kind}-errors")
        logs.LogStream(self, "ErrorStream", log_group=errors.log_group, log_stream_name=_ERRORS)
        role = GovernedRole(
            self,
            "Role",
            kind=kind,
            assumed_by="firehose.amazonaws.com",
            source_arn=self.arn,
            description=f"Firehose writes {self.name} to {bucket.name}",
            statements=_statements(bucket, errors, stack.region),
        )
        resource = self._stream(bucket, role, errors, (buffer_seconds, buffer_mebibytes))
        # Firehose checks the role's rights when the stream is made, so the policy must be there first.
        resource.node.add_dependency(role.role.node.find_child("DefaultPolicy"))
        self._accept_findings(role, bucket)
        if data_class:
            cdk.Tags.of(resource).add("DataClass", data_class)
        self.subscription_role = self._subscription_role(kind, stack.region, stack.account)
        # CloudWatch Logs sends a test record when a subscription filter is made: add this as its dependency.
        self.ready: IDependable = DependencyGroup(resource, self.subscription_role.node.find_child("DefaultPolicy"))
        self._alarm(kind, errors)

    def _alarm(self, kind: str, errors: GovernedLogGroup) -> None:
        dimensions = {"DeliveryStreamName": self.name}
        GovernedAlarms(self, "Alarms", specs=DELIVERY_STREAM, subject=kind, dimensions=dimensions)
        GovernedStreamErrors(self, "ProcessingErrors", kind=kind, log_group=errors)

    @staticmethod
    def _accept_findings(role: GovernedRole, bucket: GovernedBucket) -> None:
        objects = f"arn:aws:s3:::{bucket.name}"
        by_design(
            role,
            f"AwsSolutions::AwsSolutions-IAM5[Resource::{objects}/logs/*]",
            f"AwsSolutions::AwsSolutions-IAM5[Resource::{objects}/errors/*]",
            reason="Firehose names the objects itself, by log group and time, below these two prefixes",
        )

    def _subscription_role(self, kind: str, region: str, account: str) -> iam.IRole:
        """What a subscription filter of this account and region writes as (CloudWatch Logs, "Subscription filters")."""
        return GovernedRole(
            self,
            "SubscriptionRole",
            kind=f"{kind}-subscription",
            assumed_by="logs.amazonaws.com",
            source_arn=f"arn:aws:logs:{region}:{account}:*",
            description=f"CloudWatch Logs writes log events to {self.name}",
            statements=[allow("firehose:PutRecord", "firehose:PutRecordBatch", on=self.arn)],
        ).role

    def _stream(
        self, bucket: GovernedBucket, role: GovernedRole, errors: GovernedLogGroup, buffer: tuple[int, int]
    ) -> firehose.CfnDeliveryStream:
        seconds, mebibytes = buffer
        return _STREAM(
            self,
            "Resource",
            delivery_stream_name=self.name,
            delivery_stream_type="DirectPut",
            delivery_stream_encryption_configuration_input=_STREAM.DeliveryStreamEncryptionConfigurationInputProperty(
                key_type="CUSTOMER_MANAGED_CMK", key_arn=bucket.key.key_arn
            ),
            extended_s3_destination_configuration=_STREAM.ExtendedS3DestinationConfigurationProperty(
                bucket_arn=bucket.bucket.bucket_arn,
                role_arn=role.role.role_arn,
                prefix=_PREFIX,
                error_output_prefix=_ERROR_PREFIX,
                compression_format="GZIP",
                file_extension=".json.gz",
                buffering_hints=_STREAM.BufferingHintsProperty(interval_in_seconds=seconds, size_in_m_bs=mebibytes),
                encryption_configuration=_STREAM.EncryptionConfigurationProperty(
                    kms_encryption_config=_STREAM.KMSEncryptionConfigProperty(awskms_key_arn=bucket.key.key_arn)
                ),
                cloud_watch_logging_options=_STREAM.CloudWatchLoggingOptionsProperty(
                    enabled=True, log_group_name=errors.name, log_stream_name=_ERRORS
                ),
                dynamic_partitioning_configuration=_STREAM.DynamicPartitioningConfigurationProperty(enabled=True),
                processing_configuration=_STREAM.ProcessingConfigurationProperty(
                    enabled=True, processors=_processors()
                ),
            ),
        )


def _processors() -> list[firehose.CfnDeliveryStream.ProcessorProperty]:
    """Unpack, take the log group's name without its leading slash as partition key, end each record with a newline."""
    steps = {
        "Decompression": {"CompressionFormat": "GZIP"},
        "MetadataExtraction": {
            "JsonParsingEngine": "JQ-1.6",
            "MetadataExtractionQuery": '{log_group: (.logGroup | ltrimstr("/"))}',
        },
        "AppendDelimiterToRecord": {"Delimiter": "\\n"},
    }
    return [
        _STREAM.ProcessorProperty(
            type=step,
            parameters=[
                _STREAM.ProcessorParameterProperty(parameter_name=name, parameter_value=value)
                for name, value in parameters.items()
            ],
        )
        for step, parameters in steps.items()
    ]


def _statements(bucket: GovernedBucket, errors: GovernedLogGroup, region: str) -> list[iam.PolicyStatement]:
    """Firehose Developer Guide, "Grant Firehose access to an Amazon S3 destination"."""
    arn = f"arn:aws:s3:::{bucket.name}"
    return [
        allow("s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads", on=arn),
        allow("s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject", on=[f"{arn}/logs/*", f"{arn}/errors/*"]),
        allow(
            "kms:Decrypt",
            "kms:GenerateDataKey",
            on=bucket.key.key_arn,
            when={"StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"}},
        ),
        allow("logs:PutLogEvents", on=f"{_group_arn(errors)}:log-stream:{_ERRORS}"),
    ]


def _group_arn(log_group: GovernedLogGroup) -> str:
    stack = GovernedStack.of_construct(log_group)
    return f"arn:aws:logs:{stack.region}:{stack.account}:log-group:{log_group.name}"
