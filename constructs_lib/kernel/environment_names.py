"""Which environments a project has: those that have a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def environment_names(folder: Path) -> list[str]:
    """The environments whose files are in a folder (`environments/<name>.yaml`), sorted; none where it is not there."""
    return sorted(path.stem for path in folder.glob("*.yaml"))
