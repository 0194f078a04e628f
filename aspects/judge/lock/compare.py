"""The lock on what must not change by accident: logical ids of stateful resources, and what would replace resources.

CloudFormation knows a resource by its logical id. A changed one makes a new, empty resource, and the old one leaves the
stack. So does another value of a property that can be set at creation only. The lock says, for each environment and
stack, which ids hold data and which values they have; whoever changes one is told before a deploy. It also has what was
given a physical name: nothing replaces that while it keeps its name, so that the deploy would fail.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import facts
from aspects.judge.lock.broken import BrokenLock, Change
from aspects.judge.lock.create_only import is_keyed, is_said
from aspects.judge.lock.heirs import New, found_again, heirs
from aspects.judge.lock.stacks import LockedStack, stacks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aspects.judge.lock.file import Lock, Locked
    from aspects.judge.template import Template


def broken(lock: Lock, templates: Iterable[Template], environment: str = "") -> list[BrokenLock]:
    """What of the lock the templates would drop, rename, move, change or replace.

    `environment` is the one that they were made for; without it, those that their tags name. What other environments
    have locked is not looked at.
    """
    stacks = list(stacks_of(templates))
    found: list[BrokenLock] = []
    for name in sorted({environment} if environment else {stack.environment for stack in stacks}):
        present = {stack.name: stack for stack in stacks if environment or stack.environment == name}
        found += _broken(name, lock.get(name, {}), present)
    return found


def _broken(
    environment: str, lock: Mapping[str, Mapping[str, Locked]], present: dict[str, LockedStack]
) -> list[BrokenLock]:
    gone: list[BrokenLock] = []
    changed: list[BrokenLock] = []
    for stack, resources in lock.items():
        there = present.get(stack)
        for name, was in resources.items():
            one = BrokenLock("dropped" if there else "stack-gone", environment, stack, name, was)
            if there is None or name not in there.template.resources:
                gone += [] if was.named else [one]
                changed += _taken(one, there)
            elif found := (_named if was.named else _changed)(one, there):
                changed.append(found)
    come = [
        New(stack, name, now)
        for stack in present.values()
        for name, now in stack.lockable().items()
        if not now.named and name not in lock.get(stack.name, {})
    ]
    where = heirs(gone, come)
    return [*changed, *(found_again(one, where.get(one), present.get(one.stack)) for one in gone)]


def _changed(one: BrokenLock, stack: LockedStack) -> BrokenLock | None:
    """A resource that is still there, where it is another type, in another place, or would be replaced."""
    resource = stack.template.resources[one.logical_id]
    if resource.type != one.was.type:
        return replace(one, kind="changed", new_type=resource.type)
    now = stack.locked(resource)
    if one.was.at and now.at and one.was.at != now.at:
        return replace(one, kind="elsewhere", at=now.at)
    changes = _changes(one.was, now)
    if not changes:
        return None
    policy = str(resource.body.get("UpdateReplacePolicy", "Delete"))
    return replace(one, kind="replaced", changes=changes, named=_kept_name(one.was, now), old_one=policy)


def _named(one: BrokenLock, stack: LockedStack) -> BrokenLock | None:
    """A resource without data that would be replaced and keeps its name, so that the deploy would fail."""
    now = stack.locked(stack.template.resources[one.logical_id])
    if (now.type, now.at or one.was.at, now.named) != (one.was.type, one.was.at or now.at, one.was.named):
        return None
    changes = _changes(one.was, now)
    return replace(one, kind="replaced", changes=changes, named=one.was.named) if changes else None


def _taken(one: BrokenLock, stack: LockedStack | None) -> Iterator[BrokenLock]:
    """Where the name of one that is gone is again in its stack: under another id, which is made before it goes."""
    was = one.was
    for name, now in stack.lockable().items() if stack and was.named else ():
        if (now.type, now.named) == (was.type, was.named):
            yield replace(one, kind="taken", to_stack=one.stack, to_id=name, to_path=now.path, named=was.named)


def _changes(was: Locked, now: Locked) -> tuple[Change, ...]:
    if was.create_only is None:  # a lock of a version that did not know them
        return ()
    return what_replaces(was.create_only, now.create_only or {})


def what_replaces(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """The changes that replace a resource, from what `create_only` says of it before and after."""
    return tuple(
        Change(place, old.get(place), new.get(place))
        for place in sorted(old.keys() | new.keys())
        if old.get(place) != new.get(place) and _counts(place, old, new)
    )


def _counts(place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a difference is one: an item that comes or goes is none, nor is what only one side knows of."""
    if is_keyed(place):
        return place in old and place in new
    return is_said(place, old) and is_said(place, new)


def _kept_name(was: Locked, now: Locked) -> str:
    """The physical name that a resource was given and keeps.

    CloudFormation replaces none that keeps it: the new one is made before the old one goes. Source: CloudFormation
    User Guide, "Name type".
    """
    fact = facts(was.type).name
    place = ".".join(fact.path) if fact else ""
    old, new = (was.create_only or {}).get(place), (now.create_only or {}).get(place)
    return old if isinstance(old, str) and old == new else ""
