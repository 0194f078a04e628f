"""What to do about a broken lock: keep the id, take the resource along by `cdk refactor`, or let it go on purpose.

Source of the mapping: AWS CDK CLI 2.1148, `cdk refactor --override-file`; its README says `mappings`, its code reads
`environments`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aspects.judge.lock.file import below_stack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.lock.compare import BrokenLock

UPDATE = "governed-cdk lock"
REFACTOR = "cdk refactor --unstable=refactor --override-file refactor.json"

# AWS CDK CLI, README, "cdk refactor".
_REFACTOR_CANNOT = "works in one known account and region, not with nested stacks, and leaves no stack empty"

_OWN_IDS = ("Resource", "Default")


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
    lines = [f"{one.stack}: {one.logical_id} ({_what(one)}) {_fate(one)}", f"  keep it: {_keep(one)}"]
    if mapping := refactor_mapping([one]):
        lines += [
            f"  take it along: {REFACTOR}, with this in refactor.json, then {UPDATE}",
            f"    {json.dumps(mapping)}",
        ]
    elif one.to_id:
        lines.append(f"  take it along: not by cdk refactor, which {_REFACTOR_CANNOT}")
    lines.append(f"  let it go, on purpose: {UPDATE}")
    return "\n".join(lines)


def _what(one: BrokenLock) -> str:
    return f"{one.was.type}, {one.was.path}" if one.was.path else one.was.type


def _fate(one: BrokenLock) -> str:
    match one.kind:
        case "renamed":
            return f"would be replaced: its logical id is now {one.to_id}."
        case "moved":
            return f"would be replaced: it is now {one.to_id} in {one.to_stack}."
        case "changed":
            return f"would be replaced: its type is now {one.new_type}."
        case "stack-gone":
            return "would be left behind: its stack is no longer made."
        case _:
            return "would be dropped: it is no longer in its stack."


def _keep(one: BrokenLock) -> str:
    match one.kind:
        case "renamed":
            if line := override_line(one):
                return line
            return f'name it "{one.logical_id}" again'
        case "moved":
            return f"make it in {one.stack} again"
        case "changed":
            return f"give the new {one.new_type} another construct id"
        case "stack-gone":
            return f"make {one.stack} again"
        case _:
            return f"make it at {one.was.path or one.logical_id} again"


def override_line(one: BrokenLock) -> str:
    """The Python line, for the constructor of the stack, that gives a renamed resource its old id.

    Nothing, where CDK did not make the template.
    """
    parts = below_stack(one.to_path, one.to_stack)
    if not parts:
        return ""
    last = ".node.default_child" if parts[-1] in _OWN_IDS and len(parts) > 1 else ""
    found = "".join(f'.node.find_child("{part}")' for part in (parts[:-1] if last else parts))
    return f'self{found}{last}.override_logical_id("{one.logical_id}")'
