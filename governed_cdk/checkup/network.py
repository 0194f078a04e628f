"""Security groups that nothing is in, and rules that nothing has used as long as the flow logs know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governed_cdk.checkup.said import CannotTellError, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.checkup.reader import CheckupReader
    from governed_cdk.checkup.said import Sentence

_ANY = -1
_OF_A_STACK = "aws:cloudformation:stack-name"  # CloudFormation User Guide, "Resource tag"
_DAYS = 90
_USED = 'filter action = "ACCEPT" | stats count(*) as hits by dstPort'


def unused_groups(read: CheckupReader) -> Iterator[Sentence]:
    """Groups that no interface is in and that no other group names, made by hand or left behind.

    One of a stack may be for tasks that run at times: whether it is needed shows in its code.
    """
    ours = [one for one in _groups(read) if _OF_A_STACK not in {tag["Key"] for tag in one.get("Tags", ())}]
    used = set(read.every("ec2", "describe_network_interfaces", "NetworkInterfaces[].Groups[].GroupId"))
    named = set(
        read.every("ec2", "describe_security_groups", "SecurityGroups[].IpPermissions[].UserIdGroupPairs[].GroupId")
    )
    for group in ours:
        if group["GroupId"] not in used | named and group["GroupName"] != "default":
            yield said("group-unused", group=f"{group['GroupName']} ({group['GroupId']})")


def unused_rules(read: CheckupReader) -> Iterator[Sentence]:
    """Rules of ours for ports that no accepted connection of the flow logs went to.

    The flow logs are kept for less than 90 days where the environment keeps logs for less: the sentence says how many.
    """
    groups = [
        one
        for one in read.every("logs", "describe_log_groups", "logGroups[]", logGroupNamePattern="flow-logs")
        if f"/{read.environment.name}/" in one["logGroupName"] or one["logGroupName"].startswith(read.prefix)
    ]
    if not groups:
        raise CannotTellError(said("no-flow-logs"))
    days = min(_DAYS, *(one.get("retentionInDays", _DAYS) for one in groups))
    ports = {int(row["dstPort"]) for row in read.query([one["logGroupName"] for one in groups], _USED, days=days)}
    for group in _groups(read):
        for rule in group.get("IpPermissions", ()):
            first, last = rule.get("FromPort", _ANY), rule.get("ToPort", _ANY)
            if first != _ANY and not any(first <= port <= last for port in ports):
                name = f"{group['GroupName']} ({group['GroupId']})"
                yield said("rule-unused", group=name, ports=first if first == last else f"{first}-{last}", days=days)


def _groups(read: CheckupReader) -> list[dict[str, Any]]:
    filters = [{"Name": "tag:Environment", "Values": [read.environment.name]}]
    return read.every("ec2", "describe_security_groups", "SecurityGroups[]", Filters=filters)
