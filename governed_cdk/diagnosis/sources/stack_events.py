"""CloudFormation's events of the last operation on a stack: its first failure, through nested stacks.

The first failure is the cause; what was cancelled for it, and what says that something below failed, is not.
Source: AWS CloudFormation User Guide, "Troubleshooting CloudFormation": the earliest failed event tells the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis.evidence import Evidence, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from governed_cdk.preflight.account import Account

NAME = "cloudformation"
_STACK = "AWS::CloudFormation::Stack"
_BEGINS = ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "IMPORT_IN_PROGRESS")
_CONSEQUENCE = re.compile(
    r"(?:Resource )?(?:creation|update|deletion) cancell?ed|The following resource\(s\) failed|"
    r"Embedded stack .* was not successfully|Nested stack .*(?:failed|not successful)|Rollback requested",
    re.IGNORECASE,
)
_ELSEWHERE = "Call DescribeEvents"
_MOST_PAGES = 20  # of a hundred events each: an operation on the largest stack that CloudFormation takes
_DEEPEST = 5
_SAME = re.compile(r"no changes|didn't contain changes|No updates are to be performed", re.IGNORECASE)


@dataclass(frozen=True)
class FailedEvent:
    """One failed event: which resource of which stack, its type, and the reason."""

    stack: str
    logical_id: str
    type: str
    status: str
    reason: str
    nested: str = ""

    @property
    def is_consequence(self) -> bool:
        """Whether another failure is its reason."""
        return bool(_CONSEQUENCE.search(self.reason))


def collect(account: Account, stack: str, region: str) -> list[Evidence]:
    """What failed in the last operation on a stack, first things first; nothing where nothing did.

    Raises ConfigurationError where the events cannot be read.
    """
    failures = list(_failures(account, stack, region, _DEEPEST))
    first = next((one for one in failures if not one.is_consequence), None)
    found = [_evidence(one, first=one is first) for one in failures]
    if first and _ELSEWHERE in first.reason:
        found[:0] = _validated(account, stack, region)
    return found or list(_change_set(account, stack, region))


def _evidence(one: FailedEvent, *, first: bool) -> Evidence:
    weight = Weight.CAUSE if first else Weight.CONSEQUENCE if one.is_consequence else Weight.FAILURE
    return Evidence(NAME, f"{one.status}: {one.reason}", weight, f"{one.type} {one.stack}/{one.logical_id}")


def _failures(account: Account, stack: str, region: str, deeper: int) -> Iterator[FailedEvent]:
    """Failed events of the last operation, the earliest first; in the place of a nested stack's, those inside it."""
    for event in reversed(_operation(account, stack, region)):
        if not event["ResourceStatus"].endswith("_FAILED"):
            continue
        physical, is_stack = event.get("PhysicalResourceId", ""), event["ResourceType"] == _STACK
        if is_stack and physical and physical != event["StackId"] and deeper:
            inside = list(_failures(account, physical, region, deeper - 1))
            yield from inside
        yield FailedEvent(
            event["StackName"], event["LogicalResourceId"], event["ResourceType"], event["ResourceStatus"],
            event.get("ResourceStatusReason", ""), physical if is_stack else "",
        )  # fmt: skip


def _operation(account: Account, stack: str, region: str) -> Sequence[dict[str, Any]]:
    """The events since the last operation began, the latest first."""
    found: list[dict[str, Any]] = []
    token: dict[str, str] = {}
    for _ in range(_MOST_PAGES):
        answer, code = account.ask("cloudformation", region, "describe_stack_events", StackName=stack, **token)
        if code:
            raise ConfigurationError(f"events of {stack} in {region}: {code}")
        for event in answer["StackEvents"]:
            found.append(event)
            if event["PhysicalResourceId"] == event["StackId"] and event["ResourceStatus"] in _BEGINS:
                return found
        if not answer.get("NextToken"):
            break
        token = {"NextToken": answer["NextToken"]}
    return found


def _validated(account: Account, stack: str, region: str) -> Iterator[Evidence]:
    """What CloudFormation found wrong before it made anything (API reference, DescribeEvents: validation errors)."""
    answer, code = account.ask(
        "cloudformation", region, "describe_events", StackName=stack, Filters={"FailedEvents": True}
    )  # fmt: skip
    if code:
        raise ConfigurationError(f"validation of {stack} in {region}: {code}")
    for one in answer.get("OperationEvents", ()):
        reason = one.get("ValidationStatusReason") or one.get("HookStatusReason")
        if reason:
            resource = f"{one.get('ResourceType', _STACK)} {stack}/{one.get('LogicalResourceId', '')}"
            path = f" ({one['ValidationPath']})" if one.get("ValidationPath") else ""
            yield Evidence(NAME, f"{one.get('ValidationStatus', 'FAILED')}: {reason}{path}", Weight.CAUSE, resource)


def _change_set(account: Account, stack: str, region: str) -> Iterator[Evidence]:
    """Why the last change set could not be made: an operation that never began has no events."""
    answer, code = account.ask("cloudformation", region, "list_change_sets", StackName=stack)
    if code:
        return
    failed = [one for one in answer.get("Summaries", ()) if one.get("Status") == "FAILED" and one.get("StatusReason")]
    failed = [one for one in failed if not _SAME.search(one["StatusReason"])]
    for one in sorted(failed, key=lambda made: str(made.get("CreationTime", "")), reverse=True)[:1]:
        yield Evidence(NAME, f"change set FAILED: {one['StatusReason']}", Weight.CAUSE, f"{_STACK} {stack}")
