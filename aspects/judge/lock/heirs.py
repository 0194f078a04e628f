"""Where resources went that are no longer under their logical id: the new ones of their type, told by their paths."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from aspects.judge.lock.stacks import OWN_IDS, below_stack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.lock.broken import BrokenLock
    from aspects.judge.lock.file import Locked
    from aspects.judge.lock.stacks import LockedStack


@dataclass(frozen=True, slots=True)
class New:
    """A stateful resource that is not in the lock."""

    stack: LockedStack
    logical_id: str
    locked: Locked


def heirs(gone: list[BrokenLock], come: list[New]) -> dict[BrokenLock, New]:
    """Where resources went; the clear ones first, after which the others may be clear as well."""
    found: dict[BrokenLock, New] = {}
    while True:
        left = [one for one in gone if one not in found]
        free = [new for new in come if new not in found.values()]
        more = {one: heir for one in left if (heir := _heir(one, left, free))}
        if not more:
            return found
        found.update(more)


def found_again(one: BrokenLock, new: New | None, old_stack: LockedStack | None) -> BrokenLock:
    """A resource that is gone, with where it went."""
    if new is None:
        return one
    there = new.stack.template
    # AWS CDK CLI, README, "cdk refactor": it compares top-level stacks of one account and region, and empties none.
    along = old_stack is not None and "/" not in one.stack + new.stack.name and old_stack.at == new.stack.at != ""
    return replace(
        one,
        kind="renamed" if new.stack.name == one.stack else "moved",
        to_stack=new.stack.name,
        to_id=new.logical_id,
        to_path=new.locked.path,
        account=there.account if along else "",
        region=there.region if along else "",
    )


def _heir(one: BrokenLock, gone: list[BrokenLock], come: list[New]) -> New | None:
    """Where a resource went: the new one of its type whose path is most like its own, when no other fits as well."""
    rivals = [other for other in gone if other.was.type == one.was.type and other is not one]
    ranked = sorted(
        ((_likeness(one, new), new) for new in come if new.locked.type == one.was.type),
        key=lambda pair: pair[0],
        reverse=True,
    )
    if not ranked:
        return None
    best, new = ranked[0]
    alone = len(ranked) == 1 and not rivals
    clear = best > (0, True) and all(score < best for score, _ in ranked[1:])
    return new if alone or (clear and all(_likeness(other, new) < best for other in rivals)) else None


def _likeness(one: BrokenLock, new: New) -> tuple[int, bool]:
    """How many parts of two paths agree, from either end; of two as much alike, the one in the same stack is more."""
    old, now = _parts(one.was.path, one.stack), _parts(new.locked.path, new.stack.name)
    agreeing = sum(_agreeing(pair) for pair in (zip(old, now, strict=False), zip(old[::-1], now[::-1], strict=False)))
    return agreeing, new.stack.name == one.stack


def _agreeing(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _parts(path: str, stack: str) -> list[str]:
    """The parts of a construct path below its stack, without the ids that CDK gives to the resource itself."""
    return [part for part in below_stack(path, stack) if part not in OWN_IDS]
