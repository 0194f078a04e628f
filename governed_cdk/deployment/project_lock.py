"""The lock that a deploy is held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.lock import Lock, read_lock

if TYPE_CHECKING:
    from pathlib import Path


def project_lock(file: Path) -> Lock | None:
    """The lock in a file; None where there is none. Raises ConfigurationError as `read_lock`, and where it is lost."""
    lock = read_lock(file)
    return lock if file.is_file() else None
