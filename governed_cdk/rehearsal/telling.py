"""What a rehearsal says while it goes on, and how it ends when somebody ends it."""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING

from governed_cdk.rehearsal.session import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from rich.console import Console

    from governed_cdk.rehearsal.report import RehearsalReport

_EXIT_TERMINATED = 128 + signal.SIGTERM


class Telling:
    """Says what is done now: in the spinner, or where there is no terminal as a line. `what` begins each."""

    def __init__(self, what: str, progress: Console) -> None:
        self._what, self._progress = what, progress
        self._status = progress.status(what)

    def phase(self, name: str) -> None:
        """What begins now."""
        self._status.update(f"{self._what}: {name}")
        if not self._progress.is_terminal:
            self._progress.print(f"{self._what}: {name} ...", highlight=False)

    def stop(self) -> None:
        """Let the spinner be."""
        self._status.stop()

    @contextlib.contextmanager
    def recorder(self, report: RehearsalReport) -> Iterator[Recorder]:
        """A record of the phases, each of which is told, as is each stack when it begins and ends."""
        with self._status:
            yield Recorder(
                report,
                tell=self.phase,
                hear=lambda step: self._progress.print(
                    f"{step.seconds:6.1f} s  {step.stack}: {step.state}", highlight=False
                ),
            )


def end_on_sigterm() -> None:
    """Let SIGTERM end the process as Ctrl-C does: whatever was started is stopped on the way out."""
    handler: Callable[[int, FrameType | None], None] = _terminated
    signal.signal(signal.SIGTERM, handler)


def _terminated(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(_EXIT_TERMINATED)
