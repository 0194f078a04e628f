"""accept(): one finding, on one construct, for a reason that an auditor would accept, until a date."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import aws_cdk as cdk

from constructs_lib.errors import invalid

if TYPE_CHECKING:
    from constructs import IConstruct

_SHORTEST_REASON = 20


def accept(construct: IConstruct, *findings: str, reason: str, owner: str, until: str) -> None:
    """Accept findings on one construct.

    Args:
        construct: the one that the finding names, not its parent.
        findings: as the report spells them, such as `AwsSolutions::AwsSolutions-IAM5[Resource::*]`.
        reason: why it is right here; 20 characters or more.
        owner: who answers for it: a team or an e-mail address.
        until: last day of the acceptance, `YYYY-MM-DD`.

    Raises:
        ConfigurationError: a finding without its pack, too short a reason, no owner, or no such date.
    """
    if len(reason) < _SHORTEST_REASON:
        raise invalid(f"{construct.node.path}: reason", reason, f"a reason of {_SHORTEST_REASON} characters or more")
    if not owner:
        raise invalid(f"{construct.node.path}: owner", owner, "a team or an e-mail address")
    try:
        datetime.date.fromisoformat(until)
    except ValueError:
        raise invalid(f"{construct.node.path}: until", until, "a date as YYYY-MM-DD") from None
    for finding in findings:
        if "::" not in finding:
            raise invalid(f"{construct.node.path}: finding", finding, "<pack>::<rule>, as the report spells it")
        cdk.Validations.of(construct).acknowledge(
            cdk.Acknowledgment(id=finding, reason=f"{reason} (owner: {owner}; until: {until})")
        )


def wildcard_finding(scope: IConstruct, resource: str) -> str:
    """How cdk-nag spells its finding on a resource ARN with a star: references stand in angle brackets."""
    return f"AwsSolutions::AwsSolutions-IAM5[Resource::{_flat(cdk.Stack.of(scope).resolve(resource))}]"


def _flat(value: object) -> str:
    match value:
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(_flat(part) for part in parts)
        case {"Ref": name}:
            return f"<{name}>"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"<{name}.{attribute}>"
        case _:
            return str(value)
