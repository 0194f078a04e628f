"""The life of a stack in which one resource fails: while it is created, changed and deleted, and each time the way on.

A stack is made as `governed-cdk deploy` makes a new one, without protection, and changed into its protected self. What
prod retains goes with its stack here, as in dev, so that the deletion of these types is tried too. A creation that is
rolled back deletes them in prod as well, but for a log stream, which goes with its group.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.facts.refusals import protections
from governed_cdk.rehearsal.fault import VERBS, Fault
from tests.integration.account import GONE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from aspects.judge.template import Template
    from tests.integration.account import Account

Body = dict[str, Any]
"""A template."""

ENDS = (
    "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED", "DELETE_FAILED",
)  # fmt: skip
"""Where a stack ends up when something fails: docs/operations.md tells the way on from each, and a life goes it."""


def needed(body: Mapping[str, Any], logical_id: str) -> list[str]:
    """A resource and what it depends on, also through others."""
    found: set[str] = set()
    left = [logical_id]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            resource = body["Resources"][name]
            on = resource.get("DependsOn", [])
            left += body["Resources"].keys() & {*_named(resource), *([on] if isinstance(on, str) else on)}
    return sorted(found)


def _named(value: Any) -> Iterator[str]:
    match value:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), *_]}:
            yield name
        case {"Fn::Sub": str(text) | [str(text), _]}:
            yield from re.findall(r"\$\{(\w+)", text)
        case _:
            pass
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _named(one)


def version(body: Mapping[str, Any], names: Collection[str], *, changed: str = "") -> Body:
    """The template with some of its resources, which go with their stack.

    It is as a first deploy makes it; with `changed`, protected as a second one does, and with other metadata of that
    resource: a stack of which nothing changes is not updated.
    """
    resources = {name: dict(one) for name, one in body["Resources"].items() if name in names}
    for name, one in resources.items():
        row = protections().get(one["Type"])
        if row and not changed and row.protects(one["Properties"]):
            one["Properties"] = row.lifted(one["Properties"])
        if one.pop("DeletionPolicy", None):
            one["DeletionPolicy"] = "Delete"
        if name == changed:
            one["Metadata"] = {**one.get("Metadata", {}), "changed": True}
    return {**body, "Resources": resources, "Outputs": {}}


class Life:
    """One stack from its creation to its end; each step returns the status that a fault led to, and went on from.

    `also` is a resource that fails while its stack is rolled back from that.
    """

    def __init__(
        self, account: Account, stack: Template, *, versions: tuple[Body, Body], what: str, also: str = ""
    ) -> None:
        self._account = account
        self._stack = stack
        self._first, self._changed = versions
        self._what = what
        self._also = also

    @property
    def steps(self) -> tuple[tuple[str, Callable[[], str]], ...]:
        """By the verb that fails."""
        return tuple(zip(VERBS, (self.creation, self.change, self.deletion), strict=True))

    def creation(self) -> str:
        """It fails while it is created; what is left goes, and the stack is made, as the next deploy does."""
        status = self._failing(VERBS[0], lambda: self._account.create(self._stack, self._first))
        _is(status, "ROLLBACK_FAILED" if self._also else "ROLLBACK_COMPLETE")
        _is(self._account.delete(self._stack), GONE)
        _is(self._account.create(self._stack, self._first), "CREATE_COMPLETE")
        return status

    def change(self) -> str:
        """It fails while it is changed; all is as it was, and the next deploy changes it."""
        before = self._account.resources(self._stack)
        status = self._failing(VERBS[1], lambda: self._account.update(self._stack, self._changed))
        if status == "UPDATE_ROLLBACK_FAILED":
            _is(self._account.go_on_rolling_back(self._stack), "UPDATE_ROLLBACK_COMPLETE")
        else:
            _is(status, "UPDATE_ROLLBACK_COMPLETE")
        assert self._account.resources(self._stack) == before
        _is(self._account.update(self._stack, self._changed), "UPDATE_COMPLETE")
        return status

    def deletion(self) -> str:
        """It fails while it is deleted by an operator who means it; it stays, and the next deletion takes it along."""
        self._account.lift(self._stack, self._changed)
        status = self._failing(VERBS[2], lambda: self._account.delete(self._stack))
        _is(status, "DELETE_FAILED")
        assert self._what in self._account.resources(self._stack)
        _is(self._account.delete(self._stack), GONE)
        return status

    def _failing(self, verb: str, work: Callable[[], str]) -> str:
        """Work while the resource fails, and nothing else does."""
        known = set() if verb == VERBS[0] else self._account.failures(self._stack)
        name = self._stack.stack_name
        orders = {self._what: Fault(f"{name}:{self._what}", verb).order}
        if self._also and verb != VERBS[2]:
            orders[self._also] = f"rollback {name}:{self._also}"
        self._account.fresh.emulator.fail(*orders.values())
        try:
            status = work()
        finally:
            self._account.fresh.emulator.fail()
        failed = self._account.failures(self._stack) - known
        assert failed == {(one, f"the rehearsal was told to fail: {order}") for one, order in orders.items()}, failed
        return status


def _is(status: str, wanted: str) -> None:
    assert status == wanted, status
