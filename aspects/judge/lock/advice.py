"""What to do about a broken lock: keep what was, take the resource along by `cdk refactor`, or let it go on purpose.

Source of the mapping: AWS CDK CLI 2.1148, `cdk refactor --override-file`; its README says `mappings`, its code reads
`environments`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aspects.judge.lock.create_only import CONDITION
from aspects.judge.lock.stacks import OWN_IDS, below_stack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.lock.broken import BrokenLock, Change

UPDATE = "governed-cdk accept"
RELOCK = "governed-cdk relock"
REFACTOR = "cdk refactor --unstable=refactor --override-file refactor.json"

# AWS CDK CLI, README, "cdk refactor".
_REFACTOR_CANNOT = "works in one known account and region, not with nested stacks, and leaves no stack empty"

_COPY = "give the new one another construct id, copy the data over, then let this one go"
_TWO_APPS = 'each of two in a folder has its own lock: govern(app, environment, lock=Path("other.lock.json"))'

_FATES = {
    "changed": "would be replaced: its type is now {one.new_type}.",
    "dropped": "would be dropped: it is no longer in its stack.",
    "elsewhere": "would be left behind in {one.was.at}: it is made anew, and empty, in {one.at}.",
    "moved": "would be replaced: it is now {one.to_id} in {one.to_stack}.",
    "renamed": "would be replaced: its logical id is now {one.to_id}.",
    "stack-gone": "would be left behind: its stack is no longer made.",
    "taken": "would stand in the way: {one.to_id} takes its name, {one.named}, and is made before this one goes.",
}
_KEEPS = {
    "changed": "give the new {one.new_type} another construct id",
    "dropped": "make it at {path} again",
    "elsewhere": "make {one.stack} in {one.was.at} again",
    "moved": "make it in {one.stack} again",
    "renamed": 'name it "{one.logical_id}" again',
    "stack-gone": "make {one.stack} again",
    "taken": 'name it "{one.logical_id}" again',
}


def refactor_mapping(broken: Iterable[BrokenLock]) -> dict[str, Any]:
    """The mapping for `cdk refactor` for what only changed its id or its stack; empty where nothing did."""
    groups: dict[tuple[str, str], dict[str, str]] = {}
    for one in broken:
        if one.account and one.region:
            resources = groups.setdefault((one.account, one.region), {})
            resources[f"{one.stack}.{one.logical_id}"] = f"{one.to_stack}.{one.to_id}"
    environments = [
        {"account": account, "region": region, "resources": resources}
        for (account, region), resources in sorted(groups.items())
    ]
    return {"environments": environments} if environments else {}


def advice(one: BrokenLock) -> str:
    """One broken lock in words: the resource, what would become of it, and the ways out, each ready to paste."""
    lines = [f"{one.stack}: {one.logical_id} ({_what(one)}) {_fate(one)}"]
    lines += [f"  {change.place}: {_said(change.old)}, now {_said(change.new)}" for change in one.changes]
    lines.append(f"  keep it: {_keep(one)}")
    if one.was.named:
        lines.append(f"  have a new one: give it another name than {one.named}, then {UPDATE}")
        lines.append(f"  where it is not deployed yet: {RELOCK} {one.address}")
        return "\n".join(lines)
    if mapping := refactor_mapping([one]):
        lines += [
            f"  take it along: {REFACTOR}, with this in refactor.json, then {RELOCK} {one.address}",
            f"    {json.dumps(mapping)}",
        ]
    elif one.to_id:
        lines.append(f"  take it along: not by cdk refactor, which {_REFACTOR_CANNOT}")
    elif one.kind in ("replaced", "elsewhere"):
        lines.append(f"  take the data along: {_COPY}")
    elif one.kind == "stack-gone":
        lines.append(f"  another app made it: {_TWO_APPS}")
    lines.append(f"  let it go, on purpose: {RELOCK} {one.address}")
    return "\n".join(lines)


def _what(one: BrokenLock) -> str:
    return f"{one.was.type}, {one.was.path}" if one.was.path else one.was.type


def _fate(one: BrokenLock) -> str:
    return _replacement(one) if one.kind == "replaced" else _FATES[one.kind].format(one=one)


def _replacement(one: BrokenLock) -> str:
    """Source: CloudFormation User Guide, "Name type" and "UpdateReplacePolicy attribute"."""
    if [change.place for change in one.changes] == [CONDITION]:
        return "would be dropped wherever its new condition does not hold."
    if one.named:
        return f"would fail to deploy: CloudFormation replaces nothing that keeps its name, {one.named}."
    old = {"Retain": "left outside the stack", "Snapshot": "deleted after a snapshot"}.get(one.old_one, "deleted")
    return f"would be replaced by a new, empty one, and the old one {old}, by what is set at creation only:"


def _keep(one: BrokenLock) -> str:
    if one.kind == "replaced":
        return "; ".join(_kept(change) for change in one.changes)
    line = override_line(one) if one.kind in ("renamed", "taken") else ""
    return line or _KEEPS[one.kind].format(one=one, path=one.was.path or one.logical_id)


def _kept(change: Change) -> str:
    if change.old is None:
        return f"take {change.place} out again (CloudFormation replaces for a default that appears, too)"
    return f"{change.place} {_said(change.old)} again"


def _said(value: Any) -> str:
    return "absent" if value is None else value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def override_line(one: BrokenLock) -> str:
    """The Python line, for the constructor of the stack, that gives a renamed resource its old id.

    Nothing, where CDK did not make the template.
    """
    parts = below_stack(one.to_path, one.to_stack)
    if not parts:
        return ""
    last = ".node.default_child" if parts[-1] in OWN_IDS and len(parts) > 1 else ""
    found = "".join(f'.node.find_child("{part}")' for part in (parts[:-1] if last else parts))
    return f'self{found}{last}.override_logical_id("{one.logical_id}")'
