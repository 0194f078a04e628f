"""A word of what goes on, for whoever waits longer than two seconds."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

from governed_cdk.terminal import say

if TYPE_CHECKING:
    from types import TracebackType

PATIENCE = 2.0  # seconds


class Progress:
    """Says on stderr what is being done, once it has taken two seconds, and from then on each time something else is.

    with Progress() as progress:
        progress.phase("reading")
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._phase = self._told = ""
        self._slow = False
        self._timer = threading.Timer(PATIENCE, self._lose_patience)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        """Begin to wait."""
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say nothing any more."""
        self._timer.cancel()

    def phase(self, what: str) -> None:
        """What begins now: `judging 100,000 resources of 3 templates`."""
        with self._lock:
            self._phase = what
            self._tell()

    def _lose_patience(self) -> None:
        with self._lock:
            self._slow = True
            self._tell()

    def _tell(self) -> None:
        if self._slow and self._phase and self._phase != self._told:
            self._told = self._phase
            say(f"{self._phase} ...", stderr=True)
