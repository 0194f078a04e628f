"""Faults on order: while the faults file names a type or a resource, making, changing or deleting it fails.

Each line of the file is a verb, create, update or delete, and either a type or `STACK:LOGICAL_ID`. It is read anew each
time, so that a rehearsal can turn a fault on and off while the emulator runs. A resource that an update leaves as it is
fails as well, as if it had changed with its stack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        for what in (step.type, step.place):
            if f"{step.verb} {what}" in orders:
                raise ValueError(f"the rehearsal was told to fail: {step.verb} {what}")

    def after(self, step: Operation) -> None:
        """Nothing is left to fail."""
