"""A lock made current: what is new enters, what is lost stays until somebody lifts it by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aspects.judge.lock.compare import broken
from aspects.judge.lock.stacks import locked, stacks_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Mapping, Sequence

    from aspects.judge.lock.broken import BrokenLock
    from aspects.judge.lock.file import Lock, Locked
    from aspects.judge.lock.replacement import Replacement
    from aspects.judge.template import Template


@dataclass(frozen=True, slots=True)
class Renewal:
    """A renewed lock, one line for each change in it (`+ prod-rds Database AWS::RDS::DBInstance`), and what is broken.

    `lifted` was broken and is so no longer; `left` is broken still, and where there is any, nothing has entered.
    """

    lock: Lock
    changes: list[str]
    lifted: list[BrokenLock]
    left: list[BrokenLock]


def renewed(
    lock: Lock,
    synths: Mapping[str, Sequence[Template]],
    lift: Collection[str] = (),
    *,
    meant: Replacement | None = None,
    today: datetime.date | None = None,
) -> Renewal:
    """The lock made current by the templates of some environments; what others have locked stays as it is.

    `synths` are templates by the environment that they were made for, empty for those whose tags say it. `lift` are the
    addresses (`<stack>/<logical id>`) of what may be lost, `meant` why a deploy may replace what is in their place. A
    replacement that was meant stays in the lock until its last day is over.
    """
    found = [one for environment, templates in synths.items() for one in broken(lock, templates, environment)]
    lifted = [one for one in found if one.address in lift]
    left = [one for one in found if one.address not in lift]
    new = _without(lock, lifted, synths) if left else {**lock, **_now(synths)}
    new = _with_meant(new, lock, {one.address: meant for one in lifted}, today=today)
    kept = {name: {stack: there for stack, there in stacks.items() if there} for name, stacks in new.items()}
    kept = {name: stacks for name, stacks in kept.items() if stacks}
    return Renewal(kept, _changes(lock, kept), lifted, left)


def _with_meant(new: Lock, old: Lock, meant: Mapping[str, Replacement | None], *, today: datetime.date | None) -> Lock:
    """A lock with the replacements that are meant: those of what was lifted, and those that were there and go on."""

    def one_of(environment: str, stack: str, name: str, now: Locked) -> Locked:
        if (address := f"{stack}/{name}") in meant:
            return replace(now, replacement=meant[address])
        was = old.get(environment, {}).get(stack, {}).get(name)
        there = was.replacement if was else None
        return replace(now, replacement=None if there and there.ended(today) else there)

    return {
        environment: {
            stack: {name: one_of(environment, stack, name, now) for name, now in resources.items()}
            for stack, resources in stacks.items()
        }
        for environment, stacks in new.items()
    }


def _now(synths: Mapping[str, Sequence[Template]]) -> Lock:
    now: Lock = {}
    for environment, templates in synths.items():
        now |= ({environment: {}} if environment else {}) | locked(templates)
    return now


def _without(lock: Lock, lifted: list[BrokenLock], synths: Mapping[str, Sequence[Template]]) -> Lock:
    """The lock without what was lifted, or with what is in its place under its id."""
    there = {
        (environment or stack.environment, stack.name): stack
        for environment, templates in synths.items()
        for stack in stacks_of(templates)
    }
    new = {name: {stack: dict(resources) for stack, resources in stacks.items()} for name, stacks in lock.items()}
    for one in lifted:
        resources = new[one.environment][one.stack]
        del resources[one.logical_id]
        stack = there.get((one.environment, one.stack))
        if now := stack.lockable().get(one.logical_id) if stack else None:
            resources[one.logical_id] = now
    return new


def _changes(old: Lock, new: Lock) -> list[str]:
    before, after = _flat(old), _flat(new)
    return [
        f"{sign} {stack} {name} {(after if sign != '-' else before)[environment, stack, name].type}"
        for environment, stack, name in sorted(before.keys() | after.keys())
        if (sign := _sign(before.get((environment, stack, name)), after.get((environment, stack, name))))
    ]


def _sign(before: Locked | None, after: Locked | None) -> str:
    if before == after:
        return ""
    if before is None:
        return "+"
    return "-" if after is None else "~"


def _flat(lock: Lock) -> dict[tuple[str, str, str], Locked]:
    return {
        (environment, stack, name): one
        for environment, stacks in lock.items()
        for stack, resources in stacks.items()
        for name, one in resources.items()
    }
