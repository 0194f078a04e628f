"""The roles that `cdk bootstrap` makes in an account, by their names; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Of `cdk bootstrap` where nobody chose another (CDK Developer Guide, "Customize bootstrapping").
QUALIFIER = "hnb659fds"
SERVICES = "services"
"""The qualifier of the second bootstrap: its CloudFormation role is bounded, and deploys service repositories."""
DEPLOYING = ("deploy", "file-publishing", "image-publishing", "lookup")
READING = ("lookup",)
EXECUTING = "cdk-*-cfn-exec-role-*"
"""The name of the role that CloudFormation works as, of any qualifier. Nobody else assumes it."""


def cdk_role_arn(kind: str, *, account: str, region: str, partition: str = "aws", qualifier: str = QUALIFIER) -> str:
    """ARN of one bootstrap role: `deploy`, `file-publishing`, `image-publishing` or `lookup`.

    Raises ConfigurationError for another kind; `cfn-exec` is CloudFormation's alone.
    """
    if kind not in DEPLOYING:
        raise invalid("CDK bootstrap role", kind, ", ".join(DEPLOYING))
    return f"arn:{partition}:iam::{account}:role/cdk-{qualifier}-{kind}-role-{account}-{region}"


def cdk_role_arns(
    kinds: Sequence[str], *, accounts: Iterable[str], regions: Iterable[str], qualifier: str = QUALIFIER
) -> list[str]:
    """ARNs of bootstrap roles of these kinds in every account and region, sorted."""
    places = {(account, region) for account in accounts for region in regions}
    return sorted(
        cdk_role_arn(kind, account=account, region=region, qualifier=qualifier)
        for kind in kinds
        for account, region in places
    )
