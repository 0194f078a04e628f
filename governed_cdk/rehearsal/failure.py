"""How a rehearsal says that it failed."""

from __future__ import annotations

from typing import Protocol, TypeVar


class Ended(Protocol):
    """A run of the command line that has ended."""

    @property
    def exit_code(self) -> int:
        """0 where it ended well."""

    @property
    def error(self) -> str:
        """The line that says why it did not."""


_Run = TypeVar("_Run", bound=Ended)


class RehearsalError(Exception):
    """The rehearsal failed. Its text is the line that says where and why."""


def require(run: _Run, what: str) -> _Run:
    """The run, if it ended well; else RehearsalError with the line that says why."""
    if run.exit_code != 0:
        raise RehearsalError(f"{what}: {run.error}")
    return run
