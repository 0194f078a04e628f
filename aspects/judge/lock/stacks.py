"""The resources of templates that hold data or have a name, stack by stack, each as the lock keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspects.judge.catalogue import facts
from aspects.judge.lock.create_only import create_only
from aspects.judge.lock.file import Lock, Locked
from aspects.judge.lock.names import fixed_name
from aspects.judge.traits import stack_environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Resource, Template


OWN_IDS = ("Resource", "Default")
"""The ids of constructs that CDK gives to the resource itself."""


@dataclass(frozen=True, slots=True)
class LockedStack:
    """One stack, or nested stack (`<stack>/<logical id>`), with the environment that it is of."""

    environment: str
    name: str
    template: Template

    @property
    def at(self) -> str:
        """Where it is deployed, `<account>/<region>`; empty where that is open."""
        account, region = self.template.account, self.template.region
        return f"{account}/{region}" if account and region else ""

    def lockable(self) -> dict[str, Locked]:
        """Its resources with data, and those that a name stands in the way of replacing, as they are now."""
        return {
            name: self.locked(resource)
            for name, resource in sorted(self.template.resources.items())
            if facts(resource.type).stateful or fixed_name(resource)
        }

    def locked(self, resource: Resource) -> Locked:
        """One of its resources as it is now."""
        named = "" if facts(resource.type).stateful else fixed_name(resource)
        return Locked(resource.type, resource.construct_path, self.at, create_only(resource), named)


def locked(templates: Iterable[Template]) -> Lock:
    """The lock that some templates give: their resources with data or a name. Stacks without any are left out.

    An environment without any is there, and empty: what it had locked is gone.
    """
    lock: Lock = {}
    for stack in stacks_of(templates):
        stacks = lock.setdefault(stack.environment, {})
        if found := stack.lockable():
            stacks[stack.name] = found
    return lock


def stacks_of(templates: Iterable[Template]) -> Iterator[LockedStack]:
    """The stacks among some templates, each with what is nested in it behind it."""
    for template in templates:
        if template.stack_name:
            environment = stack_environment(template)
            yield from (LockedStack(environment, name, one) for name, one in template.with_nested())


def below_stack(path: str, stack: str) -> list[str]:
    """The parts of a construct path below its stack, which may stand in stages: `Stage/prod-rds/Database`.

    A governed stack is called as its construct is; any other is taken for the first part of the path.
    """
    parts = path.split("/")
    name = stack.partition("/")[0]  # of a stack nested in it, `prod-rds/Nested`
    return parts[parts.index(name) + 1 if name in parts else 1 :]
