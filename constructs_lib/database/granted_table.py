"""GrantedTable: a table whose key grants reach through DynamoDB only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.kernel.errors import invalid
from constructs_lib.security.grants import grant, works_as
from constructs_lib.stack.acceptance import by_design, wildcard_finding
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsTable

if TYPE_CHECKING:
    from aws_cdk import aws_dynamodb as dynamodb
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms

# DynamoDB Developer Guide, "DynamoDB API permissions: actions, resources, and conditions reference".
_READS = (
    "dynamodb:BatchGetItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DescribeTable",
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
)
_WRITES = (
    "dynamodb:BatchWriteItem",
    "dynamodb:DeleteItem",
    "dynamodb:DescribeTable",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
)


class GrantedTable(IsTable):
    """A table whose grants reach its key through DynamoDB only. CDK's own would open the key by itself, with stars."""

    table: dynamodb.Table
    _key: kms.IKey

    def grant_read_data(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let somebody read items of this table and its indexes, through its key."""
        return self._grant(grantee, *_READS)

    def grant_write_data(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let somebody write and delete items of this table, through its key."""
        return self._grant(grantee, *_WRITES)

    def grant_read_write_data(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let somebody read, write and delete items of this table, through its key."""
        return self._grant(grantee, *dict.fromkeys((*_READS, *_WRITES)))

    def _grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant:
        """Decrypt is all that a caller needs of the key. Raises ConfigurationError for who has no policy of its own."""
        arn, region = self.table.table_arn, GovernedStack.of_construct(self).region
        given = grant(grantee, *actions, on=[arn, f"{arn}/index/*"])
        if not given.success:
            allowed = "a role, user or group of this account, or what works as one"
            raise invalid(f"{self.node.path}: grant", type(grantee).__name__, allowed)
        principal = works_as(grantee).grant_principal
        if isinstance(principal, Construct):
            by_design(
                principal,
                wildcard_finding(self, f"{arn}/index/*"),
                reason="The indexes of this one table, which hold nothing but its items",
            )
        through = {"StringEquals": {"kms:ViaService": f"dynamodb.{region}.amazonaws.com"}}
        return given.combine(grant(grantee, "kms:Decrypt", on=self._key.key_arn, when=through))
