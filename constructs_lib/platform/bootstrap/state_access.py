"""Statements on the Terraform state: each repository reads and writes below its own prefix, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk

from constructs_lib.security.role import allow

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam


@dataclass(frozen=True, kw_only=True)
class StateAccess:
    """One repository's part of the state: objects below `<repository>/`, in small letters.

    S3 takes `s3:prefix` on ListBucket, and DynamoDB `dynamodb:LeadingKeys` on items, which Terraform calls
    `<bucket>/<key of the state>` (Service Authorization Reference; Terraform's S3 back end, "DynamoDB State Locking").

    Attributes:
        bucket, table: names.
        key_arn: of the key that both are on.
        region, account: where they are.
        repository: whose.
    """

    bucket: str
    table: str
    key_arn: str
    region: str
    account: str
    repository: str

    @property
    def objects_arn(self) -> str:
        """What it reaches."""
        return f"{self._bucket_arn}/{self.prefix}*"

    @property
    def prefix(self) -> str:
        """Where its states lie."""
        return f"{self.repository.lower()}/"

    @property
    def _bucket_arn(self) -> str:
        return f"arn:{cdk.Aws.PARTITION}:s3:::{self.bucket}"

    def reading(self) -> list[iam.PolicyStatement]:
        """What a plan without a lock needs."""
        below = {"StringLike": {"s3:prefix": [self.prefix, f"{self.prefix}*"]}}
        return [
            allow("s3:ListBucket", on=self._bucket_arn, when=below),
            allow("s3:GetObject", on=self.objects_arn),
            self._through("s3", "kms:Decrypt"),
        ]

    def writing(self) -> list[iam.PolicyStatement]:
        """What an apply needs beside: write the state, hold the lock (in the table, or as a file beside the state).

        Nothing deletes a version, so that a lost state can always be brought back.
        """
        table = f"arn:{cdk.Aws.PARTITION}:dynamodb:{self.region}:{self.account}:table/{self.table}"
        own = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [f"{self.bucket}/{self.prefix}*"]}}
        return [
            allow("s3:PutObject", "s3:DeleteObject", on=self.objects_arn),
            allow("dynamodb:DescribeTable", on=table),
            allow("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem", on=table, when=own),
            self._through("s3", "kms:GenerateDataKey"),
            self._through("dynamodb", "kms:Decrypt", "kms:GenerateDataKey"),
        ]

    def _through(self, service: str, *actions: str) -> iam.PolicyStatement:
        via = {"StringEquals": {"kms:ViaService": f"{service}.{self.region}.amazonaws.com"}}
        return allow(*actions, on=self.key_arn, when=via)
