"""Copies of the project, to be broken."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def app_project(folder: Path, *stacks: str) -> Path:
    """What `app.py` needs, with all stacks or with a few that read from no other; the lock holds what is of them."""
    for name in ("environments", "stacks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", "cdk.json", "stateful.lock.json"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "docker").symlink_to(ROOT / "docker")
    if stacks:
        for path in (folder / "stacks").glob("[a-z]*.py"):
            if path.stem not in stacks:
                path.unlink()
        lock = folder / "stateful.lock.json"
        locked = json.loads(lock.read_text())
        kept = {env: {name: of[name] for name in of if name.partition("-")[2] in stacks} for env, of in locked.items()}
        lock.write_text(json.dumps(kept))
    return folder


def edit(project: Path, old: str, new: str, file: str = "environments/prod.yaml") -> None:
    """Put something else for a text that stands in a file of a copy."""
    path = project / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
