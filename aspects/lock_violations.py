"""What the lock on stateful resources says to a synth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
import constructs
import jsii

from aspects.judge.lock import (
    ENDED,
    UPDATE,
    advice,
    broken,
    gone_environments,
    has_key,
    is_nameless,
    locked,
    read_lock,
    replacements,
)
from aspects.violations import fatal, told
from constructs_lib.kernel.accepted import NO_DAY
from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator
    from pathlib import Path

    from aspects.judge.lock import BrokenLock, Lock
    from aspects.judge.template import Template

_LOCKED = "stateful-resources-are-locked"


@dataclass(frozen=True)
class StatefulLock:
    """The lock of an app, for one environment: its file, None where it has none on purpose, and what it holds."""

    file: Path | None
    lock: Lock
    environment: str
    today: datetime.date | None = None

    @classmethod
    def read(cls, file: Path | None, environment: str, today: datetime.date | None = None) -> StatefulLock:
        """Read it, for a day. Raises ConfigurationError where it is unreadable, or missing though cdk.json names it."""
        return cls(file, read_lock(file) if file else {}, environment, today)

    def has_without_key(self, stack: str, logical_id: str) -> bool:
        """Whether a resource is locked, and so deployed, and no key came with it that would replace it."""
        was = self.lock.get(self.environment, {}).get(stack, {}).get(logical_id)
        return was is not None and not was.named and not has_key(was)

    def has_without_name(self, stack: str, logical_id: str) -> bool:
        """Whether a resource is locked, and so deployed, under a name that CloudFormation made up."""
        was = self.lock.get(self.environment, {}).get(stack, {}).get(logical_id)
        return was is not None and is_nameless(was)

    def violations(self, templates: list[Template], stacks: list[str]) -> Iterator[cdk.PolicyViolation]:
        """What is lost or would be replaced, each fatal; and, in one line, what is not locked yet.

        `stacks` are the construct paths of the stacks. An environment that is locked and has no file any more is lost.
        """
        if self.file is None:
            return
        lost = broken(self.lock, templates, self.environment)
        for gone in gone_environments(self.lock, self.file):
            if gone != self.environment:
                lost += broken(self.lock, [], gone)
        for one in lost:
            yield fatal(one.rule, advice(one), _place(one, stacks))
        yield from self._ended(stacks)
        new = sum(
            name not in self.lock.get(environment, {}).get(stack, {})
            for environment, found in locked(templates).items()
            for stack, resources in found.items()
            for name in resources
        )
        if new and not lost:
            text = (
                f"{new} resources with data or a name are not in {self.file.name}: nothing says when a change would"
                " replace them."
            )
            yield told(_LOCKED, f"{text} Lock them: {UPDATE}", stacks[0])

    def _ended(self, stacks: list[str]) -> Iterator[cdk.PolicyViolation]:
        """Replacements whose time is over. Raises ConfigurationError without a day, or for one of too long a time."""
        for place, one in replacements(self.lock.get(self.environment, {})):
            where = f"{self.file}: {place}: replacement"
            if self.today is None:
                raise ConfigurationError(f"{where}: {NO_DAY}")
            one.check(where, self.today)
            if one.ended(self.today):
                text = f"{place} was to be replaced until {one.until} ({one.owner})."
                yield fatal(ENDED, f"{text} Take that out of {self.file}: {UPDATE}", stacks[0])


@jsii.implements(constructs.IValidation)
class StacksAreMade:
    """Refuses an app without stacks where some are locked: CDK asks no plugin then."""

    def __init__(self, app: cdk.App, lock: StatefulLock) -> None:
        self._app = app
        self._lock = lock

    def validate(self) -> list[str]:
        """The mistakes, as CDK asks for them before it writes anything."""
        stacks = self._lock.lock.get(self._lock.environment, {}).values()
        lost = sum(not one.named for resources in stacks for one in resources.values())
        if not lost or any(cdk.Stack.is_stack(node) for node in self._app.node.find_all()):
            return []
        return [f"the app makes no stack, and {self._lock.file} has {lost} resources of {self._lock.environment}"]


def _place(one: BrokenLock, stacks: list[str]) -> str:
    """The stack that it was in, or is now; else the first."""
    names = {one.stack.partition("/")[0], one.to_stack.partition("/")[0]}
    return next((path for path in stacks if path.rpartition("/")[2] in names), stacks[0])
