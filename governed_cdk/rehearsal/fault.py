"""What a rehearsal lets fail: a type while it is created, or one resource while it is created, changed or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import invalid
from governed_cdk.rehearsal import inventory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Template

VERBS = ("create", "update", "delete")


@dataclass(frozen=True)
class Fault:
    """`what` is a type or `STACK:LOGICAL_ID`; of a type it is the first in each stack."""

    what: str
    verb: str = "create"

    @property
    def order(self) -> str:
        """A line of the emulator's faults file."""
        return f"{self.verb} {self.what}"

    @property
    def stack(self) -> str:
        """The stack of the resource; empty for a type."""
        return self.what.rpartition(":")[0] if "::" not in self.what else ""

    def __str__(self) -> str:
        return self.what if self.verb == "create" else f"{self.what}@{self.verb}"


def parse(text: str, stacks: Iterable[Template]) -> Fault:
    """The fault that `--fail` names. Raises ConfigurationError for what the stacks do not have."""
    known = list(stacks)
    what, _, verb = text.partition("@")
    fault = Fault(what, verb or "create")
    if fault.verb not in VERBS:
        raise invalid("--fail", text, f"STACK:LOGICAL_ID@{' or @'.join(VERBS)}")
    types = inventory.types(known)
    if "::" in what:
        if what not in types or fault.verb != "create":
            example = ", ".join(list(types)[:3])
            raise invalid("--fail", text, f"a type that the stacks hold, such as {example}, or STACK:LOGICAL_ID@update")
    elif what not in {one.what for one in every(known)}:
        raise invalid("--fail", text, "STACK:LOGICAL_ID of a resource that a stack holds, or a type")
    return fault


def every(stacks: Iterable[Template]) -> Iterator[Fault]:
    """Every resource of every stack, each time it can fail; what is nested in a stack fails with it."""
    for stack in stacks:
        for logical_id in stack.resources:
            for verb in VERBS:
                yield Fault(f"{stack.stack_name}:{logical_id}", verb)
