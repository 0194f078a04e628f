"""Whose a stack is that a deploy would change: CloudFormation asks nobody, and takes out what the app does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governed_cdk.contract.project import project_of
from governed_cdk.preflight.additions import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aspects.judge.template import Template
    from governed_cdk.preflight.account import Account

_TAG = "Project"
_NO_STACK = "ValidationError"  # CloudFormation API Reference, DescribeStacks: what does not exist
_NOTHING_THERE = "REVIEW_IN_PROGRESS"  # of a stack that has a change set and nothing else


def asked(stacks: Sequence[Template], account: Account) -> Said:
    """Hold the tag Project of each stack that exists against the one that the deploy would give it."""
    said = Said()
    for stack in stacks:
        region = stack.region or account.region
        answer, code = account.ask("cloudformation", region, "describe_stacks", StackName=stack.stack_name)
        there = next(iter(answer.get("Stacks", ())), None)
        where = f"{stack.stack_name} in {stack.account or account.number(region)}/{region}"
        if code not in ("", _NO_STACK):
            said.unknown.append(f"{where}: whose it is: {code}")
        elif there and there.get("StackStatus") != _NOTHING_THERE:
            _compare(where, there, stack.tags.get(_TAG) or project_of(stack.app or stacks), said)
    return said


def _compare(where: str, there: dict[str, Any], ours: str, said: Said) -> None:
    theirs = next((tag["Value"] for tag in there.get("Tags", ()) if tag["Key"] == _TAG), "")
    if not theirs or not ours:
        said.unknown.append(f"{where}: whose it is, {'it' if not theirs else 'the app'} has no tag {_TAG}")
    elif theirs != ours:
        allowed = f"a stack of {ours}, or a name that nobody has"
        said.findings.append(f"{where} is of the project {theirs}, and the app of {ours}; allowed: {allowed}")
