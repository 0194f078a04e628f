"""What keeps the recovery points of a vault: its lock, and the statement that keeps its access policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_backup as backup
from aws_cdk import aws_iam as iam

from constructs_lib.kernel.cdk_roles import EXECUTING

if TYPE_CHECKING:
    from constructs_lib.stack.governed_stack import GovernedStack

MOST_DAYS = 36_500
"""The longest that AWS Backup keeps a recovery point (AWS Backup API reference, PutBackupVaultLockConfiguration)."""

_A_YEAR = 365


def vault_lock(retention_days: int) -> backup.LockConfiguration:
    """A lock in governance mode: nothing is kept for less, nor for more than a year or that time, if it is longer."""
    longest = min(max(retention_days + 1, _A_YEAR), MOST_DAYS)  # CDK asks for more than the least
    return backup.LockConfiguration(
        min_retention=cdk.Duration.days(retention_days),
        max_retention=cdk.Duration.days(longest) if longest > retention_days else None,
    )


def keep_policy(stack: GovernedStack) -> iam.PolicyStatement:
    """Nobody but CloudFormation changes a vault's policy: else whoever may not delete could first put it away."""
    return iam.PolicyStatement(
        sid="KeepThePolicy",
        effect=iam.Effect.DENY,
        principals=[iam.AnyPrincipal()],
        actions=["backup:DeleteBackupVaultAccessPolicy", "backup:PutBackupVaultAccessPolicy"],
        resources=["*"],
        conditions={
            "ArnNotLike": {"aws:PrincipalArn": f"arn:{cdk.Aws.PARTITION}:iam::{stack.account}:role/{EXECUTING}"}
        },
    )
