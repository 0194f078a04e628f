"""GovernedTerraformState: the bucket and the lock table of the Terraform state that is still in use."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from constructs_lib.database.table import GovernedTable
from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.platform.bootstrap.state_access import StateAccess
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

    def of(self, repository: str) -> StateAccess:
        """What one repository may do: below its own prefix, and nowhere else."""
        stack = GovernedStack.of_construct(self)
        return StateAccess(
            bucket=self.bucket_name,
            table=self.table_name,
            key_arn=self._bucket.key.key_arn,
            region=stack.region,
            account=stack.account,
            repository=repository,
        )
