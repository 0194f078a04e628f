"""GovernedTerraformState: the bucket and the lock table of the Terraform state that is still in use."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from constructs_lib.database.table import GovernedTable
from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.security.role import allow
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.storage.bucket import GovernedBucket


class GovernedTerraformState(Construct):
    """A versioned bucket and a lock table on the terraform-state key, both retained where data is protected.

    A writer that names no encryption gets the bucket's key; one that names KMS is admitted too; AES256 is refused. No
    statement given out here deletes a version, so that a lost state can always be brought back.

    Args:
        noncurrent_days: how long an overwritten state can be brought back, in days.
    """

    def __init__(self, scope: Construct, id: str, *, noncurrent_days: int = 90) -> None:  # noqa: A002 - CDK's own word
        super().__init__(scope, id)
        self._bucket = GovernedBucket(
            self,
            "Bucket",
            kind="terraform-state",
            purpose=KeyPurpose.TERRAFORM_STATE,
            data_class=DataClass.HIGHLY_CONFIDENTIAL,
            noncurrent_days=noncurrent_days,
        )
        self._table = GovernedTable(
            self, "LockTable", kind="terraform-lock", partition_key="LockID", purpose=KeyPurpose.TERRAFORM_STATE
        )
        cdk.Tags.of(self._table).add("DataClass", DataClass.HIGHLY_CONFIDENTIAL)
        self.bucket_name = self._bucket.name
        self.table_name = self._table.name
        self.objects_arn = self._bucket.bucket.arn_for_objects("*")

    def reading(self) -> list[iam.PolicyStatement]:
        """What a plan without a lock needs."""
        return [
            allow("s3:ListBucket", on=self._bucket.bucket.bucket_arn),
            allow("s3:GetObject", on=self.objects_arn),
            self._through("s3", "kms:Decrypt"),
        ]

    def writing(self) -> list[iam.PolicyStatement]:
        """What an apply needs beside: write the state, hold the lock (in the table, or as a file beside the state)."""
        return [
            allow("s3:PutObject", "s3:DeleteObject", on=self.objects_arn),
            allow(
                "dynamodb:DescribeTable",
                "dynamodb:GetItem",
                "dynamodb:PutItem",
                "dynamodb:DeleteItem",
                on=self._table.table.table_arn,
            ),
            self._through("s3", "kms:GenerateDataKey"),
            self._through("dynamodb", "kms:Decrypt", "kms:GenerateDataKey"),
        ]

    def _through(self, service: str, *actions: str) -> iam.PolicyStatement:
        region = GovernedStack.of_construct(self).region
        via = {"StringEquals": {"kms:ViaService": f"{service}.{region}.amazonaws.com"}}
        return allow(*actions, on=self._bucket.key.key_arn, when=via)
