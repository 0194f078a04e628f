"""Which keys fit which services.

The usual key of a service stands first: an absent key is filled in with it, where its policy admits the service
(`services.py`). A service that is not here takes any key; the default key of the resource's data class is usual then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.keys import KEYS, KeyPurpose

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATABASE = (KeyPurpose.RDS,)
_DATA = (KeyPurpose.S3_DATA, KeyPurpose.AUDIT)
_FILES = (KeyPurpose.EFS,)
_LOGS = (KeyPurpose.LOGS, KeyPurpose.AUDIT)
_MESSAGES = (KeyPurpose.MESSAGING, KeyPurpose.AUDIT)
_SECRETS = (KeyPurpose.SECRETS,)
_VOLUMES = (KeyPurpose.EBS,)
_BACKUPS = (KeyPurpose.EFS, KeyPurpose.RDS, KeyPurpose.EBS, KeyPurpose.S3_DATA)

# By service, by type, or by the last name of a property of a type; the longest that matches holds.
PURPOSES: dict[str, tuple[KeyPurpose, ...]] = {
    "AWS::APS": _LOGS,
    "AWS::AmazonMQ": _MESSAGES,
    "AWS::Athena": _DATA,
    "AWS::Backup": _BACKUPS,
    "AWS::Cassandra": _DATABASE,
    "AWS::CloudTrail": (KeyPurpose.AUDIT,),
    "AWS::Config": (KeyPurpose.AUDIT, KeyPurpose.S3_DATA),
    "AWS::DLM": _VOLUMES,
    "AWS::DMS": _DATABASE,
    "AWS::DMS::Endpoint.ServerSideEncryptionKmsKeyId": _DATA,
    "AWS::DSQL": _DATABASE,
    "AWS::DocDB": _DATABASE,
    "AWS::DocDB::DBCluster.MasterUserSecretKmsKeyId": (KeyPurpose.SECRETS, KeyPurpose.RDS),
    "AWS::DocDBElastic": _DATABASE,
    "AWS::DynamoDB": (KeyPurpose.RDS, KeyPurpose.TERRAFORM_STATE),
    "AWS::EC2": _VOLUMES,
    "AWS::EC2::VerifiedAccessEndpoint": _SECRETS,
    "AWS::EC2::VerifiedAccessGroup": _SECRETS,
    "AWS::EC2::VerifiedAccessTrustProvider": _SECRETS,
    "AWS::ECR": (KeyPurpose.ECR,),
    "AWS::ECS": _VOLUMES,
    "AWS::ECS::Cluster.KmsKeyId": (KeyPurpose.LOGS, KeyPurpose.EBS, KeyPurpose.AUDIT),
    "AWS::ECS::Service.KmsKey": _SECRETS,
    "AWS::EFS": _FILES,
    "AWS::EKS": _SECRETS,
    "AWS::ElastiCache": _DATABASE,
    "AWS::Elasticsearch": (KeyPurpose.RDS, KeyPurpose.LOGS, KeyPurpose.S3_DATA),
    "AWS::Events": _MESSAGES,
    "AWS::Events::Connection": _SECRETS,
    "AWS::EventsV2": _MESSAGES,
    "AWS::FSx": _FILES,
    "AWS::Glue": _DATA,
    "AWS::Glue::Connection": _SECRETS,
    "AWS::Glue::SecurityConfiguration.CloudWatchEncryption": (*_LOGS, KeyPurpose.S3_DATA),
    "AWS::GuardDuty": (KeyPurpose.AUDIT, KeyPurpose.S3_DATA),
    "AWS::Kinesis": (KeyPurpose.MESSAGING, KeyPurpose.S3_DATA, KeyPurpose.LOGS, KeyPurpose.AUDIT),
    "AWS::KinesisFirehose": (KeyPurpose.S3_DATA, KeyPurpose.LOGS, KeyPurpose.AUDIT),
    "AWS::Lambda": _SECRETS,
    "AWS::Logs": (KeyPurpose.LOGS, KeyPurpose.RDS, KeyPurpose.AUDIT),
    "AWS::MSK": (KeyPurpose.MESSAGING, KeyPurpose.S3_DATA),
    "AWS::MemoryDB": _DATABASE,
    "AWS::Neptune": _DATABASE,
    "AWS::NeptuneGraph": _DATABASE,
    "AWS::OpenSearchServerless": (KeyPurpose.RDS, KeyPurpose.LOGS, KeyPurpose.S3_DATA),
    "AWS::OpenSearchService": (KeyPurpose.RDS, KeyPurpose.LOGS, KeyPurpose.S3_DATA),
    "AWS::Pipes": _MESSAGES,
    "AWS::QLDB": _DATABASE,
    "AWS::RDS": _DATABASE,
    "AWS::RDS::DBCluster.MasterUserSecret": (KeyPurpose.SECRETS, KeyPurpose.RDS),
    "AWS::RDS::DBInstance.MasterUserSecret": (KeyPurpose.SECRETS, KeyPurpose.RDS),
    "AWS::Redshift": _DATABASE,
    "AWS::Redshift::Cluster.MasterPasswordSecretKmsKeyId": (KeyPurpose.SECRETS, KeyPurpose.RDS),
    "AWS::RedshiftServerless": _DATABASE,
    "AWS::RedshiftServerless::Namespace.AdminPasswordSecretKmsKeyId": (KeyPurpose.SECRETS, KeyPurpose.RDS),
    "AWS::S3": (KeyPurpose.S3_DATA, KeyPurpose.AUDIT, KeyPurpose.TERRAFORM_STATE, KeyPurpose.LOGS),
    "AWS::S3Express": _DATA,
    "AWS::S3Files": (KeyPurpose.EFS, KeyPurpose.S3_DATA),
    "AWS::S3Tables": _DATA,
    "AWS::S3Vectors": _DATA,
    "AWS::SNS": _MESSAGES,
    "AWS::SQS": _MESSAGES,
    "AWS::Scheduler": _MESSAGES,
    "AWS::SecretsManager": _SECRETS,
    "AWS::SecurityLake": (KeyPurpose.AUDIT, KeyPurpose.S3_DATA),
    "AWS::Serverless": _SECRETS,
    "AWS::Serverless::SimpleTable": (KeyPurpose.RDS, KeyPurpose.TERRAFORM_STATE),
    "AWS::Serverless::StateMachine": _MESSAGES,
    "AWS::Timestream": _DATABASE,
    "AWS::WorkSpaces": _VOLUMES,
    "AWS::WorkspacesInstances": _VOLUMES,
}

DEFAULTS: dict[DataClass, KeyPurpose] = {
    DataClass.PUBLIC: KeyPurpose.LOGS,
    DataClass.INTERNAL: KeyPurpose.LOGS,
    DataClass.CONFIDENTIAL: KeyPurpose.S3_DATA,
    DataClass.HIGHLY_CONFIDENTIAL: KeyPurpose.SECRETS,
}


def fitting(type_: str, path: Sequence[str]) -> tuple[KeyPurpose, ...]:
    """The purposes that fit a key property of a type, the usual one first; none where any key does."""
    for name in reversed(path):
        if (found := PURPOSES.get(f"{type_}.{name}")) is not None:
            return found
    return PURPOSES.get(type_) or PURPOSES.get(type_.rpartition("::")[0], ())


def usual(type_: str, path: Sequence[str], data_class: DataClass | None) -> KeyPurpose:
    """The key to use: the first that fits and whose class is enough, else the default of the class."""
    fits = fitting(type_, path)
    if data_class is None:
        return fits[0] if fits else DEFAULTS[DataClass.CONFIDENTIAL]
    return next((one for one in fits if KEYS[one].data_class.covers(data_class)), DEFAULTS[data_class])
