"""Which environments a project has: those that have a file."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path("environments")
DEFAULT = "prod"
"""The environment of a run that names none."""


def environment_names(folder: Path = FOLDER) -> list[str]:
    """The environments whose files are in a folder (`environments/<name>.yaml`), sorted; none where it is not there."""
    return sorted(path.stem for path in folder.glob("*.yaml"))
