"""The lock on what must not change by accident: the logical ids of stateful resources.

CloudFormation knows a resource by its logical id. A changed one makes a new, empty resource, and the old one leaves the
stack. The lock says, for each environment and stack, which ids hold data; whoever changes one is told before a deploy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from aspects.judge.catalogue import facts
from aspects.judge.lock.file import Lock, Locked, below_stack
from aspects.judge.traits import template_environments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aspects.judge.template import Template


@dataclass(frozen=True, slots=True)
class BrokenLock:
    """A locked resource that the templates no longer have as it was.

    `kind` is dropped, renamed, moved (to another stack), changed (to another type) or stack-gone. `to_stack`, `to_id`
    and `to_path` say where it went, as far as that can be told. `account` and `region` are those in which
    `cdk refactor` can take it along, and empty where it cannot.
    """

    kind: str
    environment: str
    stack: str
    logical_id: str
    was: Locked
    to_stack: str = ""
    to_id: str = ""
    to_path: str = ""
    new_type: str = ""
    account: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class _Stack:
    environment: str
    name: str
    template: Template

    @property
    def place(self) -> tuple[str, str]:
        return self.template.account, self.template.region

    def stateful(self) -> dict[str, Locked]:
        return {
            name: Locked(resource.type, resource.construct_path)
            for name, resource in sorted(self.template.resources.items())
            if facts(resource.type).stateful
        }


@dataclass(frozen=True, slots=True)
class _New:
    stack: _Stack
    logical_id: str
    locked: Locked


def locked(templates: Iterable[Template]) -> Lock:
    """The lock that some templates give: their stateful resources. Stacks without any are left out.

    An environment without any is there, and empty: what it had locked is gone.
    """
    lock: Lock = {}
    for stack in _stacks(templates):
        stacks = lock.setdefault(stack.environment, {})
        if found := stack.stateful():
            stacks[stack.name] = found
    return lock


def broken(lock: Lock, templates: Iterable[Template], environment: str = "") -> list[BrokenLock]:
    """What of the lock the templates would drop, rename, move or change.

    `environment` is the one that they were made for; without it, those that their tags name. What other environments
    have locked is not looked at.
    """
    stacks = list(_stacks(templates))
    found: list[BrokenLock] = []
    for name in sorted({environment} if environment else {stack.environment for stack in stacks}):
        present = {stack.name: stack for stack in stacks if environment or stack.environment == name}
        found += _broken(name, lock.get(name, {}), present)
    return found


def _broken(environment: str, lock: Mapping[str, Mapping[str, Locked]], present: dict[str, _Stack]) -> list[BrokenLock]:
    gone: list[BrokenLock] = []
    changed: list[BrokenLock] = []
    for stack, resources in lock.items():
        there = present[stack].template.resources if stack in present else None
        for name, was in resources.items():
            one = BrokenLock("stack-gone" if there is None else "dropped", environment, stack, name, was)
            if there is None or name not in there:
                gone.append(one)
            elif there[name].type != was.type:
                changed.append(replace(one, kind="changed", new_type=there[name].type))
    come = [
        _New(stack, name, now)
        for stack in present.values()
        for name, now in stack.stateful().items()
        if name not in lock.get(stack.name, {})
    ]
    heirs = _heirs(gone, come)
    return [*changed, *(_found_again(one, heirs.get(one), present.get(one.stack)) for one in gone)]


def _heirs(gone: list[BrokenLock], come: list[_New]) -> dict[BrokenLock, _New]:
    """Where resources went; the clear ones first, after which the others may be clear as well."""
    heirs: dict[BrokenLock, _New] = {}
    while True:
        left = [one for one in gone if one not in heirs]
        free = [new for new in come if new not in heirs.values()]
        found = {one: heir for one in left if (heir := _heir(one, left, free))}
        if not found:
            return heirs
        heirs.update(found)


def _heir(one: BrokenLock, gone: list[BrokenLock], come: list[_New]) -> _New | None:
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


def _found_again(one: BrokenLock, new: _New | None, old_stack: _Stack | None) -> BrokenLock:
    if new is None:
        return one
    there = new.stack.template
    # AWS CDK CLI, README, "cdk refactor": it compares top-level stacks of one account and region, and empties none.
    along = old_stack is not None and "/" not in one.stack + new.stack.name and old_stack.place == new.stack.place
    return replace(
        one,
        kind="renamed" if new.stack.name == one.stack else "moved",
        to_stack=new.stack.name,
        to_id=new.logical_id,
        to_path=new.locked.path,
        account=there.account if along else "",
        region=there.region if along else "",
    )


def _likeness(one: BrokenLock, new: _New) -> tuple[int, bool]:
    """How many parts of two paths agree, from either end; of two as much alike, the one in the same stack is more."""
    old, now = _parts(one.was.path, one.stack), _parts(new.locked.path, new.stack.name)
    agreeing = sum(_agreeing(pair) for pair in (zip(old, now, strict=False), zip(old[::-1], now[::-1], strict=False)))
    return agreeing, new.stack.name == one.stack


def _agreeing(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _parts(path: str, stack: str) -> list[str]:
    """The parts of a construct path below its stack, without the ids that CDK gives to the resource itself."""
    return [part for part in below_stack(path, stack) if part not in ("Resource", "Default")]


def _stacks(templates: Iterable[Template]) -> Iterator[_Stack]:
    for template in templates:
        if template.stack_name:
            yield from _with_nested(template, template.stack_name, _environment(template))


def _with_nested(template: Template, name: str, environment: str) -> Iterator[_Stack]:
    yield _Stack(environment, name, template)
    for logical_id, nested in template.nested.items():
        yield from _with_nested(nested, f"{name}/{logical_id}", environment)


def _environment(template: Template) -> str:
    """The environment that the tags of a stack name, or of all that it was read with; else the stack's first word."""
    found = template_environments(template)
    if len(found) != 1:
        found = frozenset().union(*(template_environments(other) for other in template.app))
    return next(iter(found)) if len(found) == 1 else template.stack_name.partition("-")[0]
