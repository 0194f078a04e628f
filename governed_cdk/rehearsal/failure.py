"""How a rehearsal says that it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from governed_cdk.rehearsal.cdk import Run


class RehearsalError(Exception):
    """The rehearsal failed. Its text is the line that says where and why."""


def require(run: Run, what: str) -> Run:
    """The run, if it ended well; else RehearsalError with the line that says why."""
    if run.exit_code != 0:
        raise RehearsalError(f"{what}: {run.error}")
    return run
