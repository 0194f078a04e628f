"""Who asks an account: whoever deploys, where they may read, else the role that CDK bootstraps for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.deployment.artifacts import artifacts

if TYPE_CHECKING:
    from pathlib import Path

    from governed_cdk.preflight.account import Account

_NO_STACK = "ValidationError"


def reader(account: Account, assembly: Path, region: str) -> Account:
    """The account as it is, or as the look-up role of an assembly where its credentials may not even read a stack.

    Roles that deploy (GitHub's, Atlantis's) may assume CDK's roles and nothing else.
    """
    for one in artifacts(assembly).values():
        _, code = account.ask("cloudformation", region, "describe_stacks", StackName=one.name)
        return account if code in ("", _NO_STACK) or not one.lookup else account.as_role(one.lookup, region)
    return account
