"""What Atlantis may do itself: reach the Terraform state, and assume roles that may do more. Nothing of IAM."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk

from constructs_lib.kernel import contract
from constructs_lib.kernel.cdk_roles import DEPLOYING, cdk_role_arn
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.regions import GLOBAL_REGION
from constructs_lib.security.role import allow
from constructs_lib.stack.acceptance import by_design, wildcard_finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_iam as iam

    from constructs_lib.stack.governed_stack import GovernedStack


def atlantis_statements(stack: GovernedStack, terraform_roles: Sequence[str]) -> list[iam.PolicyStatement]:
    """The task role's statements; every change to the account passes through a role that it assumes.

    Args:
        stack: whose contract names the state bucket and the lock table.
        terraform_roles: ARNs of the roles that Terraform works as.
    """
    return [*_state(stack), _roles(stack, terraform_roles)]


def accept_state_objects(stack: GovernedStack, role: iam.Role) -> None:
    """Accept, on the role that got these statements, that it reaches every object of the state bucket."""
    by_design(
        role,
        wildcard_finding(stack, f"{_state_bucket(stack)}/*"),
        reason="The state bucket holds one object for each Terraform project; their names are not known here",
    )


def _state_bucket(stack: GovernedStack) -> str:
    return f"arn:{cdk.Aws.PARTITION}:s3:::{stack.lookup(contract.BOOTSTRAP_STATE_BUCKET_NAME)}"


def _state(stack: GovernedStack) -> list[iam.PolicyStatement]:
    table = (
        f"arn:{cdk.Aws.PARTITION}:dynamodb:{stack.region}:{stack.account}"
        f":table/{stack.lookup(contract.BOOTSTRAP_LOCK_TABLE_NAME)}"
    )
    through = [f"{service}.{stack.region}.amazonaws.com" for service in ("s3", "dynamodb")]
    return [
        allow("s3:GetBucketVersioning", "s3:ListBucket", on=_state_bucket(stack)),
        # DeleteObject: Terraform removes its lock file. The state's old versions stay.
        allow("s3:DeleteObject", "s3:GetObject", "s3:PutObject", on=f"{_state_bucket(stack)}/*"),
        allow("dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", on=table),
        allow(
            "kms:Decrypt",
            "kms:GenerateDataKey",
            on=stack.key(KeyPurpose.TERRAFORM_STATE).key_arn,
            when={"StringEquals": {"kms:ViaService": through}},
        ),
    ]


def _roles(stack: GovernedStack, terraform_roles: Sequence[str]) -> iam.PolicyStatement:
    """CDK's roles of this account in every region that has stacks: home, DR, and that of global services."""
    settings = stack.environment_settings
    ours = [
        cdk_role_arn(kind, account=stack.account, region=region, partition=cdk.Aws.PARTITION)
        for region in dict.fromkeys((settings.region, settings.dr_region, GLOBAL_REGION))
        for kind in DEPLOYING
    ]
    return allow("sts:AssumeRole", on=[*ours, *terraform_roles])
