"""Where a customer-managed key goes, for the types that the platform uses, and which purposes fit there."""

from __future__ import annotations

from dataclasses import dataclass

from constructs_lib.keys import KeyPurpose


@dataclass(frozen=True)
class KeyProperty:
    """A property that takes a key.

    `path` is relative to the resource's properties; `*` stands for each item of a list. `purposes` are the keys that
    fit, the usual one first. `when` names a property whose truth makes the key needed; without it, it always is.
    """

    path: tuple[str, ...]
    purposes: tuple[KeyPurpose, ...]
    when: str | None = None


_ANY_DATA = (KeyPurpose.S3_DATA, KeyPurpose.TERRAFORM_STATE, KeyPurpose.AUDIT, KeyPurpose.LOGS)

_BUCKET = (
    "BucketEncryption", "ServerSideEncryptionConfiguration", "*", "ServerSideEncryptionByDefault", "KMSMasterKeyID",
)  # fmt: skip

KEY_PROPERTIES: dict[str, tuple[KeyProperty, ...]] = {
    "AWS::APS::Workspace": (KeyProperty(("KmsKeyArn",), (KeyPurpose.LOGS,)),),
    "AWS::Athena::WorkGroup": (
        KeyProperty(
            ("WorkGroupConfiguration", "ResultConfiguration", "EncryptionConfiguration", "KmsKey"),
            (KeyPurpose.AUDIT, KeyPurpose.S3_DATA),
        ),
    ),
    "AWS::Backup::BackupVault": (KeyProperty(("EncryptionKeyArn",), (KeyPurpose.EFS, KeyPurpose.RDS, KeyPurpose.EBS)),),
    "AWS::CloudTrail::Trail": (KeyProperty(("KMSKeyId",), (KeyPurpose.AUDIT,)),),
    "AWS::DynamoDB::Table": (
        KeyProperty(("SSESpecification", "KMSMasterKeyId"), (KeyPurpose.RDS, KeyPurpose.TERRAFORM_STATE)),
    ),
    "AWS::EC2::Volume": (KeyProperty(("KmsKeyId",), (KeyPurpose.EBS,)),),
    "AWS::ECR::Repository": (KeyProperty(("EncryptionConfiguration", "KmsKey"), (KeyPurpose.ECR,)),),
    "AWS::EFS::FileSystem": (KeyProperty(("KmsKeyId",), (KeyPurpose.EFS,)),),
    "AWS::ElastiCache::ReplicationGroup": (KeyProperty(("KmsKeyId",), (KeyPurpose.RDS,)),),
    "AWS::KinesisFirehose::DeliveryStream": (
        KeyProperty(("DeliveryStreamEncryptionConfigurationInput", "KeyARN"), (KeyPurpose.S3_DATA, KeyPurpose.AUDIT)),
    ),
    "AWS::Lambda::Function": (KeyProperty(("KmsKeyArn",), (KeyPurpose.SECRETS,), when="Environment"),),
    "AWS::Logs::LogGroup": (KeyProperty(("KmsKeyId",), (KeyPurpose.LOGS, KeyPurpose.RDS, KeyPurpose.AUDIT)),),
    "AWS::RDS::DBInstance": (
        KeyProperty(("KmsKeyId",), (KeyPurpose.RDS,)),
        KeyProperty(("PerformanceInsightsKMSKeyId",), (KeyPurpose.RDS,), when="EnablePerformanceInsights"),
    ),
    "AWS::S3::Bucket": (KeyProperty(_BUCKET, _ANY_DATA),),
    "AWS::SNS::Topic": (KeyProperty(("KmsMasterKeyId",), (KeyPurpose.MESSAGING, KeyPurpose.AUDIT)),),
    "AWS::SQS::Queue": (KeyProperty(("KmsMasterKeyId",), (KeyPurpose.MESSAGING, KeyPurpose.AUDIT)),),
    "AWS::SecretsManager::Secret": (KeyProperty(("KmsKeyId",), (KeyPurpose.SECRETS,)),),
}
