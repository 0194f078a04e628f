"""Whom a key must admit so that a type can use it: the services' names as KMS has them.

A name is that of `kms:ViaService` where the caller's credentials reach KMS, else the encryption context, or the
principal, by which the service calls itself (`KeySpec.admitted`). What no key admits is said in words. Sources: as of
`constructs_lib.kernel.keys` and `constructs_lib.kernel.service_uses`.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from aspects.judge.catalogue.purposes import usual
from constructs_lib.kernel.keys import KEYS

if TYPE_CHECKING:
    from constructs_lib.kernel.data_class import DataClass
    from constructs_lib.kernel.keys import KeyPurpose

_OTHER_REGION = ("the service in the other Region",)
_MANAGED_RESULTS = ("encryption.athena.amazonaws.com",)
_SECRET = ("secretsmanager",)
_ZERO_ETL = ("redshift.amazonaws.com",)

# By service, by type, or by a name in the path of a property of a type; the longest that matches holds. Who is not
# here is admitted by the name of the service in CloudFormation: `sqs` for AWS::SQS.
SERVICES: dict[str, tuple[str, ...]] = {
    "AWS::AmazonMQ": ("mq",),
    "AWS::Athena": ("athena", "s3"),
    "AWS::Athena::WorkGroup.CustomerContentEncryptionConfiguration": ("the roles of its notebooks",),
    "AWS::Athena::WorkGroup.ManagedLoggingConfiguration": _MANAGED_RESULTS,
    "AWS::Athena::WorkGroup.ManagedQueryResultsConfiguration": _MANAGED_RESULTS,
    "AWS::Backup::LogicallyAirGappedBackupVault": ("logically air-gapped vaults",),
    "AWS::CloudTrail": ("aws:cloudtrail:arn",),
    # Its calls name neither account nor store (CloudTrail User Guide, as of TRAILS).
    "AWS::CloudTrail::EventDataStore": ("event data stores of every account",),
    "AWS::Config": ("config.amazonaws.com",),
    "AWS::DLM": _OTHER_REGION,
    "AWS::DMS::Endpoint.ServerSideEncryptionKmsKeyId": ("s3",),
    "AWS::DSQL": ("dsql.amazonaws.com",),
    "AWS::DocDB": ("rds",),
    "AWS::DocDB::DBCluster.MasterUserSecretKmsKeyId": _SECRET,
    "AWS::DocDBElastic": ("docdb-elastic",),
    "AWS::EC2::VerifiedAccessEndpoint": ("Verified Access",),
    "AWS::EC2::VerifiedAccessGroup": ("Verified Access",),
    "AWS::EC2::VerifiedAccessTrustProvider": ("Verified Access",),
    "AWS::ECS": ("ec2",),
    "AWS::ECS::Cluster.ExecuteCommandConfiguration": ("the roles of its tasks, who decrypt by themselves",),
    "AWS::ECS::Service.ServiceConnectConfiguration": ("the role of its certificates",),
    "AWS::EFS": ("elasticfilesystem",),
    "AWS::ElastiCache": ("elasticache", "dax"),
    "AWS::Elasticsearch": ("es",),
    "AWS::Events": ("events", "aws:events:event-bus:arn"),
    # The service's role asks for the tag EventBridgeApiDestinations on the key as well.
    "AWS::Events::Connection": ("the secrets of connections",),
    "AWS::EventsV2": ("events", "aws:events:event-busv2:arn"),
    "AWS::EventsV2::EventSource": ("buses of partners",),
    "AWS::Glue": ("Glue's jobs, connections and integrations",),
    "AWS::Glue::DataCatalogEncryptionSettings": ("glue",),
    "AWS::Glue::SecurityConfiguration.CloudWatchEncryption": ("aws:logs:arn",),
    "AWS::Glue::SecurityConfiguration.S3Encryptions": ("s3",),
    "AWS::GuardDuty": ("guardduty.amazonaws.com",),
    "AWS::Kinesis::Channel": ("channels of Kinesis",),
    "AWS::KinesisFirehose": ("s3",),
    "AWS::KinesisFirehose::DeliveryStream.DeliveryStreamEncryptionConfigurationInput": ("firehose",),
    "AWS::Lambda::CapacityProvider": ("capacity providers of Lambda",),
    "AWS::Lambda::EventSourceMapping": ("lambda", "aws:lambda:FunctionArn"),
    "AWS::Lambda::Function.DurableConfig": ("durable executions",),
    "AWS::Lambda::WebFunctionRevision": ("web functions",),
    "AWS::Logs": ("aws:logs:arn",),
    "AWS::Logs::Integration": ("integrations of CloudWatch Logs with OpenSearch",),
    "AWS::Logs::LogAnomalyDetector": ("anomaly detectors of CloudWatch Logs",),
    "AWS::MSK": ("kafka",),
    "AWS::MSK::Channel": ("channels of MSK",),
    "AWS::Neptune": ("rds",),
    "AWS::NeptuneGraph": ("neptune-graph",),
    "AWS::OpenSearchServerless": ("aoss",),
    "AWS::OpenSearchService": ("es",),
    "AWS::OpenSearchService::Application": ("applications of OpenSearch",),
    "AWS::Pipes": ("aws:pipe:arn",),
    "AWS::RDS::CustomDBEngineVersion": ("the hosts of RDS Custom",),
    "AWS::RDS::DBCluster.MasterUserSecret": _SECRET,
    "AWS::RDS::DBInstance.AutomaticBackupReplicationKmsKeyId": _OTHER_REGION,
    "AWS::RDS::DBInstance.MasterUserSecret": _SECRET,
    "AWS::RDS::Integration": _ZERO_ETL,
    "AWS::Redshift::Cluster.MasterPasswordSecretKmsKeyId": _SECRET,
    "AWS::Redshift::Integration": _ZERO_ETL,
    "AWS::RedshiftServerless": ("redshift-serverless",),
    "AWS::RedshiftServerless::Namespace.AdminPasswordSecretKmsKeyId": _SECRET,
    "AWS::RedshiftServerless::Namespace.SnapshotCopyConfigurations": _OTHER_REGION,
    "AWS::S3::Bucket.MetadataConfiguration": ("s3", "aws:s3:arn"),
    "AWS::S3::Bucket.ReplicationConfiguration": _OTHER_REGION,
    "AWS::S3::StorageLens": ("storage-lens.s3.amazonaws.com",),
    "AWS::S3Tables": ("s3", "aws:s3:arn"),
    "AWS::S3Vectors": ("s3vectors", "indexing.s3vectors.amazonaws.com"),
    "AWS::SSM": ("those who read what Systems Manager writes",),
    "AWS::Scheduler": ("aws:scheduler:schedule:arn", "scheduler"),
    "AWS::Serverless": ("lambda",),
    "AWS::Serverless::CapacityProvider": ("capacity providers of Lambda",),
    "AWS::Serverless::Function.DurableConfig": ("durable executions",),
    "AWS::Serverless::Function.Events": ("lambda", "aws:lambda:FunctionArn"),
    "AWS::Serverless::SimpleTable": ("dynamodb",),
    "AWS::Serverless::StateMachine": ("aws:scheduler:schedule:arn", "scheduler"),
    "AWS::Serverless::WebFunction": ("web functions",),
    "AWS::StepFunctions::StateMachine": ("aws:states:stateMachineArn", "SourceArn", "states"),
    "AWS::Timestream::Table": ("s3",),
    "AWS::WorkspacesInstances": ("workspaces-instances",),
}


@functools.lru_cache(maxsize=1024)
def services(type_: str, path: tuple[str, ...]) -> tuple[str, ...]:
    """Whom a key of this property must admit, as KMS names it; in words where no key of the contract does."""
    namespace = type_.rpartition("::")[0]
    for name in (*(f"{type_}.{part}" for part in reversed(path)), type_, namespace):
        if (found := SERVICES.get(name)) is not None:
            return found
    return (namespace.rpartition("::")[2].lower(),)


def admits(purpose: KeyPurpose, type_: str, path: tuple[str, ...]) -> bool:
    """Whether the policy of a purpose's key admits everybody who uses this property's key."""
    return KEYS[purpose].admitted.issuperset(services(type_, path))


@functools.lru_cache(maxsize=1024)
def filling(type_: str, path: tuple[str, ...], data_class: DataClass | None) -> KeyPurpose | None:
    """The key to fill in: the usual one, or None where that key would not work."""
    purpose = usual(type_, path, data_class)
    return purpose if admits(purpose, type_, path) else None
