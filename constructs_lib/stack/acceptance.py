"""accept(): one finding, on one construct, for a reason that an auditor would accept, until a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk

from constructs_lib.kernel.accepted import MARK, check_acceptance
from constructs_lib.kernel.errors import invalid
from constructs_lib.stack.source_lines import user_line

if TYPE_CHECKING:
    from constructs import IConstruct


def accept(construct: IConstruct, *findings: str, reason: str, owner: str, until: str, at: str = "") -> None:
    """Accept findings on one construct. The build fails when the acceptance has expired or accepts nothing any more.

    Args:
        construct: the one that the finding names, or with `at` one above it, such as the stack.
        findings: as the report spells them, such as `AwsSolutions::AwsSolutions-IAM5[Resource::*]`.
        reason: why it is right here; 20 characters or more.
        owner: who answers for it: a team or an e-mail address.
        until: last day of the acceptance, `YYYY-MM-DD`.
        at: path from `construct` down to the one that the finding names, such as `Data/Resource`.

    Raises:
        ConfigurationError: a finding without its pack, too short a reason, no owner, no such date or construct.
    """
    for part in filter(None, at.split("/")):
        child = construct.node.try_find_child(part)
        if child is None:
            below = ", ".join(child.node.id for child in construct.node.children) or "no construct at all"
            raise invalid(f"{construct.node.path}: at", at, f"a construct below it; it holds {below}")
        construct = child
    where = user_line()
    for finding in findings:
        check_acceptance(construct.node.path, finding=finding, reason=reason, owner=owner, until=until)
        acknowledgment = cdk.Acknowledgment(id=finding, reason=f"{reason} (owner: {owner}; until: {until})")
        cdk.Validations.of(construct).acknowledge(acknowledgment)
        entry = {"finding": finding, "reason": reason, "owner": owner, "until": until, "where": where}
        construct.node.add_metadata(MARK, entry)


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
