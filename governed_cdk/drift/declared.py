"""What CloudFormation's own drift detection finds: declared properties that differ, and resources that are gone.

Which types it reads is a fact of the schemas: those with a read handler that says what it may call (CloudFormation CLI
User Guide, "Resource type schema", handlers; the catalogue keeps them). Of others it says nothing: `watching.py` reads
what counts of them.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue.permissions import handler_actions
from governed_cdk.drift.found import Drift, DriftKind, Unread, told
from governed_cdk.drift.meaning import is_meant
from governed_cdk.drift.severities import severity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from governed_cdk.drift.deployed import DeployedStack, RegionStacks

_MOST_SECONDS = 900
"""AWS takes seconds for a stack of a hundred resources; what takes longer is told."""
_POLL_S = 3.0
_RUNNING = "DETECTION_IN_PROGRESS"
_UNKNOWN = "UNKNOWN"


def reads(type_: str) -> bool:
    """Whether drift detection reads a type."""
    return any("r" in operations for operations in (handler_actions(type_) or {}).values())


def declared(
    stacks: RegionStacks,
    unread: list[Unread],
    *,
    wait: Callable[[float], None] = time.sleep,
) -> Iterator[Drift]:
    """Detect drift in each of our stacks of a region. What cannot be detected goes to `unread`."""
    detections = {stack.id: started for stack in stacks.ours if (started := _start(stacks, stack, unread))}
    for stack in stacks.ours:
        if stack.id in detections:
            if why := _awaited(stacks, detections[stack.id], wait):
                unread.append(Unread(stack.place, "drift detection", told("", why)))
            yield from _found(stacks, stack, unread)


def _start(stacks: RegionStacks, stack: DeployedStack, unread: list[Unread]) -> str:
    if not stack.settled:
        unread.append(Unread(stack.place, "drift detection", f"a deploy is under way: {stack.status}"))
        return ""
    answer, code = stacks.reader.now("cloudformation", "detect_stack_drift", StackName=stack.id)
    if code:
        unread.append(Unread(stack.place, "cloudformation detect_stack_drift", code))
    return str(answer.get("StackDriftDetectionId", ""))


def _awaited(stacks: RegionStacks, detection: str, wait: Callable[[float], None]) -> str:
    """Why a detection has not come to its end; nothing where it has."""
    status: dict[str, Any] = {}
    for _ in range(int(_MOST_SECONDS / _POLL_S)):
        status, code = stacks.reader.now(
            "cloudformation", "describe_stack_drift_detection_status", StackDriftDetectionId=detection
        )
        if code:
            return code
        if status["DetectionStatus"] != _RUNNING:
            break
        wait(_POLL_S)
    if status["DetectionStatus"] == "DETECTION_COMPLETE":
        return ""
    return str(status.get("DetectionStatusReason") or f"not done after {_MOST_SECONDS} s")


def _found(stacks: RegionStacks, stack: DeployedStack, unread: list[Unread]) -> Iterator[Drift]:
    answer, code = stacks.reader.ask("cloudformation", "describe_stack_resource_drifts", StackName=stack.id)
    if code:
        unread.append(Unread(stack.place, "cloudformation describe_stack_resource_drifts", code))
    for one in answer.get("StackResourceDrifts", ()):
        status, type_, name = one["StackResourceDriftStatus"], one["ResourceType"], one["LogicalResourceId"]
        physical = one.get("PhysicalResourceId", "")
        if status == _UNKNOWN:
            why = told("", one.get("DriftStatusReason", _UNKNOWN))
            unread.append(Unread(stack.place, f"drift detection of {name} ({type_})", why))
        elif status == "DELETED":
            severity = severity_of(type_, "", DriftKind.DELETED)
            yield Drift(
                place=stack.place,
                kind=DriftKind.DELETED,
                type=type_,
                resource=name,
                physical=physical,
                severity=severity,
            )
        elif status == "MODIFIED":
            yield from _modified(stacks, stack, one)


def _modified(stacks: RegionStacks, stack: DeployedStack, one: Mapping[str, Any]) -> Iterator[Drift]:
    type_, name = one["ResourceType"], one["LogicalResourceId"]
    resource = next((there for there in stack.resources if there.logical_id == name), None)
    by_property: dict[str, list[Mapping[str, Any]]] = {}
    for difference in one.get("PropertyDifferences", ()):
        path, actual = difference["PropertyPath"], difference.get("ActualValue")
        if resource is None or not is_meant(stacks, resource, path, actual):
            by_property.setdefault(difference["PropertyPath"].split("/")[1], []).append(difference)
    for property_, differences in sorted(by_property.items()):
        yield Drift(
            place=stack.place,
            kind=DriftKind.CHANGED,
            type=type_,
            resource=name,
            physical=one.get("PhysicalResourceId", ""),
            path=property_,
            expected=_side(differences, "ExpectedValue"),
            actual=_side(differences, "ActualValue"),
            severity=severity_of(type_, property_, DriftKind.CHANGED),
        )


def _side(differences: list[Mapping[str, Any]], side: str) -> str:
    return "; ".join(
        f"{re.sub('^/[^/]+/?', '', one['PropertyPath'])} {told(one['PropertyPath'], one.get(side))}".strip()
        for one in differences
    )
