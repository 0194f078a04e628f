"""accept() for people: one finding, on one construct, for a reason that an auditor would accept, until a date.

by_design() for this library alone: what its constructs are, and nobody has to look at again.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk

from constructs_lib.kernel.accepted import MARK, NO_DAY, check_acceptance, check_finding, check_reason
from constructs_lib.kernel.day import day_of
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.project import NAME, version
from constructs_lib.stack.source_lines import library_line, user_line

if TYPE_CHECKING:
    from constructs import IConstruct

_SAID = "_governed_cdk_accepted"
_RECORDED = "_governed_cdk_recorded"
_DESIGNED = "_governed_cdk_by_design"


def accept(construct: IConstruct, *findings: str, reason: str, owner: str, until: str, at: str = "") -> None:
    """Accept findings on one construct. The build fails when the acceptance has expired or accepts nothing any more.

    The synth has to know the day: `cdk synth -c today=$(date +%F)`.

    Args:
        construct: the one that the finding names, or with `at` one above it, such as the stack.
        findings: as the report spells them, such as `AwsSolutions::AwsSolutions-IAM5[Resource::*]`.
        reason: why it is right here, in words; 20 characters or more.
        owner: who answers for it: a team or an e-mail address.
        until: last day of the acceptance, `YYYY-MM-DD`; at most a year after the day of the synth.
        at: path from `construct` down to the one that the finding names, such as `Data/Resource`.

    Raises:
        ConfigurationError: a finding without its pack, too short a reason or none in words, no owner, no such date or
            construct, too late an end, or a synth that was not told the day.
    """
    construct, where, today = _below(construct, at), user_line(), day_of(construct)
    place = f"{where}: {construct.node.path}"
    if not findings:
        raise invalid(f"{place}: findings", "none", "<pack>::<rule>, as the report spells it")
    for finding in findings:
        check_acceptance(place, finding=finding, reason=reason, owner=owner, until=until, today=today)
        if today is None:
            raise ConfigurationError(f"{place}: {NO_DAY}")
        _record(
            construct,
            {"finding": finding, "reason": reason, "owner": owner, "until": until, "where": where},
            f"{reason} (owner: {owner}; until: {until})",
        )
        said_in(construct.node.root).append((where, construct.node.path, finding))


def by_design(construct: IConstruct, *findings: str, reason: str) -> None:
    """Accept findings on a construct of this library, for as long as its version says so.

    The ledger lists them apart, at the library's own line. One that accepts nothing is left out of it: whether a
    construct is still like that is for our tests to ask, not for those who use it. Said twice, it stands once.

    Args:
        construct: the one that the findings name.
        findings: as the report spells them.
        reason: why the construct is like that; true wherever it is used.

    Raises:
        ConfigurationError: a call from outside of this library, whose acceptances have an owner and an end.
    """
    where = library_line()
    if not where:
        raise ConfigurationError("by_design() is this library's own; use accept(), with an owner and an end")
    check_reason(where, reason)
    by, known = _version(), construct.__dict__.setdefault(_DESIGNED, set())
    for finding in findings:
        check_finding(where, finding)
        if finding not in known:
            known.add(finding)
            entry = {"finding": finding, "reason": reason, "version": by, "where": where}
            _record(construct, entry, f"{reason} (by design of {by})")


def said_in(app: Any) -> list[tuple[str, str, str]]:
    """What people have accepted in an app so far: file and line, construct path, finding."""
    said: list[tuple[str, str, str]] = app.__dict__.setdefault(_SAID, [])
    return said


def recorded_in(app: Any) -> set[tuple[str, str]]:
    """Construct path and finding of all that `accept()` and `by_design()` wrote down. Metadata alone is anybody's."""
    recorded: set[tuple[str, str]] = app.__dict__.setdefault(_RECORDED, set())
    return recorded


def _below(construct: IConstruct, at: str) -> IConstruct:
    for part in filter(None, at.split("/")):
        child = construct.node.try_find_child(part)
        if child is None:
            below = ", ".join(child.node.id for child in construct.node.children) or "no construct at all"
            raise invalid(f"{construct.node.path}: at", at, f"a construct below it; it holds {below}")
        construct = child
    return construct


def _record(construct: IConstruct, entry: dict[str, str], reason: str) -> None:
    """Tell CDK, which then leaves the finding out, and write it down for the ledger."""
    cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id=entry["finding"], reason=reason))
    node = construct.node
    node.add_metadata(MARK, entry)
    recorded_in(node.root).add((node.path, entry["finding"]))


@functools.cache
def _version() -> str:
    return f"{NAME} {version()}"


def wildcard_finding(scope: IConstruct, resource: str) -> str:
    """How cdk-nag spells its finding on a resource ARN with a star: references stand in angle brackets."""
    return f"AwsSolutions::AwsSolutions-IAM5[Resource::{flat(cdk.Stack.of(scope).resolve(resource))}]"


def flat(value: object) -> str:
    """A resolved value as cdk-nag spells it: `<Function.Arn>:*`."""
    match value:
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(flat(part) for part in parts)
        case {"Ref": name}:
            return f"<{name}>"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"<{name}.{attribute}>"
        case _:
            return str(value)
