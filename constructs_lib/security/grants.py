"""grant(): rights for whoever can be granted some, narrow as `allow` demands, with CDK's record of what was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from aws_cdk import aws_iam as iam
from constructs import Construct

from constructs_lib.security.role import refuse_broad

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def grant(
    grantee: iam.IGrantable,
    *actions: str,
    on: str | Sequence[str],
    when: Mapping[str, Mapping[str, Any]] | None = None,
) -> iam.Grant:
    """Give a role, user, group, function or service of containers the right to some actions, as `allow` would say it.

    It has no success with whoever has no policy of its own here, a service of AWS or a role of another account: the
    resource's own policy must admit these.

    Raises ConfigurationError for what `allow` refuses.
    """
    resources = [on] if isinstance(on, str) else list(on)
    conditions = {operator: dict(keys) for operator, keys in (when or {}).items()}
    refuse_broad(actions, resources, conditions)
    return iam.Grant.add_to_principal(
        grantee=works_as(grantee), actions=list(actions), resource_arns=resources, conditions=conditions or None
    )


def works_as(grantee: iam.IGrantable) -> iam.IGrantable:
    """Who really gets the rights: around the L2 of a governed function stands what knows its role.

    The L2 itself was given that role without policy updates, so that CDK does not widen it, and would drop ours too.
    """
    around = grantee.node.scope if isinstance(grantee, Construct) else None
    return cast("iam.IGrantable", around) if hasattr(around, "grant_principal") else grantee
