"""Faults on order: while the faults file names a type or a resource, making, changing or deleting it fails.

Each line of the file is a verb, create, update or delete, and either a type or `STACK:LOGICAL_ID`. The verb rollback is
for whatever is done with it while its stack is rolled back. It is read anew each time, so that a rehearsal can turn a
fault on and off while the emulator runs. A resource that an update leaves as it is fails as well, as if it had changed
with its stack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ministack.services import cloudformation

if TYPE_CHECKING:
    from pathlib import Path

    from governed_cdk.rehearsal.extension.lifecycle import Operation


class Faults:
    """The guard that obeys the faults file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def before(self, step: Operation) -> None:
        """Fail the step where an order names it."""
        if not self._file.is_file():
            return
        orders = self._file.read_text(encoding="utf-8").splitlines()
        verbs = (step.verb, *(["rollback"] if _rolling_back(step) else []))
        for order in (f"{verb} {what}" for verb in verbs for what in (step.type, step.place)):
            if order in orders:
                raise ValueError(f"the rehearsal was told to fail: {order}")

    def after(self, step: Operation) -> None:
        """Nothing is left to fail."""


def _rolling_back(step: Operation) -> bool:
    stack = cloudformation._stacks.get(step.place.partition(":")[0])  # noqa: SLF001 - see handler.py
    return "ROLLBACK" in (stack or {}).get("StackStatus", "")
