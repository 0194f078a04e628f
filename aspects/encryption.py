"""The encryption Aspect: the right customer-managed key where a resource has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import jsii
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_efs as efs
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from constructs_lib.errors import ConfigurationError
from constructs_lib.governed_stack import GovernedStack
from constructs_lib.keys import KeyPurpose

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import IConstruct


@dataclass(frozen=True)
class _Fill:
    """How a type takes its key: the attribute to look at, the purpose, and the values to set."""

    attribute: str
    purpose: KeyPurpose
    values: Callable[[str], dict[str, Any]]


def _plain(attribute: str, purpose: KeyPurpose, **switches: object) -> _Fill:
    return _Fill(attribute, purpose, lambda arn: {attribute: arn, **switches})


def _bucket_encryption(arn: str) -> dict[str, Any]:
    default = s3.CfnBucket.ServerSideEncryptionByDefaultProperty(sse_algorithm="aws:kms", kms_master_key_id=arn)
    rule = s3.CfnBucket.ServerSideEncryptionRuleProperty(
        bucket_key_enabled=True, server_side_encryption_by_default=default
    )
    return {"bucket_encryption": s3.CfnBucket.BucketEncryptionProperty(server_side_encryption_configuration=[rule])}


def _table_encryption(arn: str) -> dict[str, Any]:
    return {
        "sse_specification": dynamodb.CfnTable.SSESpecificationProperty(
            sse_enabled=True, sse_type="KMS", kms_master_key_id=arn
        )
    }


def _repository_encryption(arn: str) -> dict[str, Any]:
    return {
        "encryption_configuration": ecr.CfnRepository.EncryptionConfigurationProperty(
            encryption_type="KMS", kms_key=arn
        )
    }


_FILLS: dict[type, _Fill] = {
    s3.CfnBucket: _Fill("bucket_encryption", KeyPurpose.S3_DATA, _bucket_encryption),
    dynamodb.CfnTable: _Fill("sse_specification", KeyPurpose.RDS, _table_encryption),
    ecr.CfnRepository: _Fill("encryption_configuration", KeyPurpose.ECR, _repository_encryption),
    efs.CfnFileSystem: _plain("kms_key_id", KeyPurpose.EFS, encrypted=True),
    logs.CfnLogGroup: _plain("kms_key_id", KeyPurpose.LOGS),
    rds.CfnDBInstance: _plain("kms_key_id", KeyPurpose.RDS, storage_encrypted=True),
    secretsmanager.CfnSecret: _plain("kms_key_id", KeyPurpose.SECRETS),
    sns.CfnTopic: _plain("kms_master_key_id", KeyPurpose.MESSAGING),
    sqs.CfnQueue: _plain("kms_master_key_id", KeyPurpose.MESSAGING),
}


@jsii.implements(cdk.IAspect)
class Encryption:
    """Fills in a key that is absent, and never touches one that is stated, right or wrong.

    A stack that does not read the key of the purpose keeps its resource as it is: the rule
    `encryption-uses-a-customer-managed-key` then says which output to add to `reads`.
    """

    def visit(self, node: IConstruct) -> None:
        """Give the resource its key if it takes one and has none."""
        fill = _FILLS.get(type(node))
        if fill is None or getattr(node, fill.attribute) is not None:
            return
        stack = cdk.Stack.of(node)
        if not isinstance(stack, GovernedStack):
            return
        try:
            arn = stack.key(fill.purpose).key_arn
        except ConfigurationError:
            return
        for attribute, value in fill.values(arn).items():
            setattr(node, attribute, value)
