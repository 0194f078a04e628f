"""Whether the account has the boundary of the platform's roles, and allows in it what these do: asked before a deploy.

Without it IAM makes no role; with less in it, roles are made that cannot do their work, which nobody would be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.traits import stack_environment
from governed_cdk.deploy_policy.arns import partition_of
from governed_cdk.deploy_policy.boundary import boundaries
from governed_cdk.preflight.additions import Said
from governed_cdk.preflight.policies import ABSENT, allowed, allowing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aspects.judge.template import Template
    from governed_cdk.preflight.account import Account

_SHOWN = 3


def asked(stacks: Sequence[Template], account: Account) -> Said:
    """A line for a boundary that is not there, or that lacks something."""
    said = Said()
    region = stacks[0].region or account.region
    number = stacks[0].account or account.number(region)
    for name, document in boundaries(stacks, stack_environment(stacks[0])).items():
        statements, code = allowing(account, region, f"arn:{partition_of(region)}:iam::{number}:policy/{name}")
        if code == ABSENT:
            said.findings.append(
                f"{name} is not in {number}, and no role is made without it: governed-cdk deploy-policy"
            )
        elif code:
            said.unknown.append(f"whether {name} allows what the roles do: {code}")
        elif statements:
            missing = [
                action for one in document["Statement"] for action in one["Action"]
                if not allowed(action, _resources(one["Resource"]), statements)
            ]  # fmt: skip
            if missing:
                more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
                what = f"{', '.join(missing[:_SHOWN])}{more}"
                said.findings.append(f"{name} does not allow the roles {what}; renew it: governed-cdk deploy-policy")
    return said


def _resources(given: str | list[str]) -> list[str]:
    return [given] if isinstance(given, str) else given
