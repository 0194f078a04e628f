"""What plans and applies of one repository may do: everything passes through roles that the task's role assumes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk

from constructs_lib.kernel import contract
from constructs_lib.kernel.cdk_roles import DEPLOYING, READING, cdk_role_arn
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.regions import GLOBAL_REGION
from constructs_lib.platform.atlantis.runs import Rights
from constructs_lib.platform.bootstrap.state_access import StateAccess
from constructs_lib.security.role import allow
from constructs_lib.stack.acceptance import wildcard_finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_iam as iam

    from constructs_lib.stack.governed_stack import GovernedStack


def cdk_rights(stack: GovernedStack, *, qualifier: str) -> Rights:
    """Plans look up, applies deploy, by the roles that `cdk bootstrap` made for this qualifier."""
    # A session that takes away what a failed creation left says so by a tag: bootstrap/template.yaml.
    deploying = _assuming(stack, DEPLOYING, qualifier, "sts:TagSession")
    return Rights(plan=[_assuming(stack, READING, qualifier)], apply=[deploying])


def terraform_rights(
    stack: GovernedStack, repository: str, *, plan_roles: Sequence[str], apply_roles: Sequence[str]
) -> Rights:
    """Plans read the repository's own part of the state, applies write it.

    Args:
        stack: whose contract names the state bucket and the lock table.
        repository: whose part.
        plan_roles: ARNs of the roles that Terraform reads the account as.
        apply_roles: ARNs of the roles that it makes resources as.
    """
    state = StateAccess(
        bucket=stack.lookup(contract.BOOTSTRAP_STATE_BUCKET_NAME),
        table=stack.lookup(contract.BOOTSTRAP_LOCK_TABLE_NAME),
        key_arn=stack.key(KeyPurpose.TERRAFORM_STATE).key_arn,
        region=stack.region,
        account=stack.account,
        repository=repository,
    )
    reading = state.reading()
    return Rights(
        plan=[*reading, *_as(plan_roles)],
        apply=[*state.reading(), *state.writing(), *_as(apply_roles)],
        wildcards=[wildcard_finding(stack, state.objects_arn)],
    )


def _as(roles: Sequence[str]) -> list[iam.PolicyStatement]:
    return [allow("sts:AssumeRole", on=roles)] if roles else []


def _assuming(stack: GovernedStack, kinds: Sequence[str], qualifier: str, *also: str) -> iam.PolicyStatement:
    """CDK's roles of this account in every region that has stacks: home, DR, and that of global services."""
    settings = stack.environment_settings
    regions = dict.fromkeys((settings.region, settings.dr_region, GLOBAL_REGION))
    return allow(
        "sts:AssumeRole",
        *also,
        on=[
            cdk_role_arn(kind, account=stack.account, region=region, partition=cdk.Aws.PARTITION, qualifier=qualifier)
            for region in regions
            for kind in kinds
        ],
    )
