"""Whether the account's policies of CloudFormation's role allow what the stacks need: asked, before a resource fails.

Only what no policy allows at all is a finding. Where one allows it under conditions of its own, nobody here decides; a
role without managed policies is somebody else's work.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from governed_cdk.deploy_policy.needs import needs_of
from governed_cdk.preflight.additions import Said
from governed_cdk.preflight.policies import ABSENT, allowed, allowing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aspects.judge.template import Template
    from governed_cdk.deploy_policy.needs import Need
    from governed_cdk.preflight.account import Account

_SHOWN = 3


def asked(stacks: Sequence[Template], account: Account, app: Sequence[Template] = ()) -> Said:
    """A line for each role whose policies lack an action.

    `app` has the stacks that the policies were printed for: which ARNs an action is allowed on follows from all names.
    """
    said = Said()
    by_role: dict[tuple[str, str], list[Template]] = {}
    for stack in stacks:
        role = role_of(stack)
        if role:
            by_role.setdefault((role, stack.region or account.region), []).append(stack)
    for (role, region), deployed in sorted(by_role.items(), key=lambda one: one[0]):
        statements, code = _statements(account, region, role)
        if code not in ("", ABSENT):  # the bootstrap is missing, which the reads of every stack say
            said.unknown.append(f"whether {role} may do what the stacks need: {code}")
        elif statements:
            together = [one for one in app or stacks if one.account == deployed[0].account]
            missing = sorted(_missing(needs_of(together, deployed).needs, statements))
            if missing:  # unless they were printed for a part of the app, and are narrower
                missing = sorted(_missing(needs_of(deployed).needs, statements).intersection(missing))
            if missing:
                more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
                what = f"{', '.join(missing[:_SHOWN])}{more}"
                said.findings.append(f"{role} may not {what}; renew its policies: governed-cdk deploy-policy")
    return said


def role_of(stack: Template) -> str:
    """The role that CloudFormation works as on a stack, as the assembly says it; nothing where it does not."""
    manifest = stack.path.parent / "manifest.json"
    if not manifest.is_file():
        return ""
    artifacts = json.loads(manifest.read_text(encoding="utf-8")).get("artifacts", {}).values()
    said = [one.get("properties") or {} for one in artifacts]
    mine = (one for one in said if one.get("templateFile") == stack.path.name)
    return next((str(one.get("cloudFormationExecutionRoleArn", "")).rpartition("/")[2] for one in mine), "")


def _statements(account: Account, region: str, role: str) -> tuple[list[dict[str, Any]], str]:
    """What the managed policies of a role allow, or the code of the error."""
    attached, code = account.ask("iam", region, "list_attached_role_policies", RoleName=role)
    found: list[dict[str, Any]] = []
    for one in attached.get("AttachedPolicies", ()):
        given, refused = allowing(account, region, one["PolicyArn"])
        if refused:
            return [], refused
        found += given
    return found, code


def _missing(needs: Iterable[Need], statements: Sequence[dict[str, Any]]) -> set[str]:
    arns: dict[str, set[str]] = {}
    for need in needs:
        arns.setdefault(need.action, set()).add(need.arn)
    return {action for action, wanted in arns.items() if not allowed(action, wanted, statements)}
