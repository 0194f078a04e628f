"""A release as it would be deployed: its own tree, its own pinned packages, its own assembly; made once."""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import MANIFEST
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.app_run import synthesised_by
from governed_cdk.pip_run import pip

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from governed_cdk.git import Git

_PINS = "requirements.txt"


@dataclass(frozen=True, slots=True)
class OldRelease:
    """A tag, the day it was committed, and the assembly of one environment that it makes."""

    tag: str
    commit: str
    day: datetime.date
    assembly: Path


def release_of(git: Git, tag: str, environment: str, *, work: Path, tell: Callable[[str], None]) -> OldRelease:
    """The release, synthesised in a tree of its own with the packages that it pins.

    What was made before is taken again: a rollback that was interrupted goes on where it was. Raises ConfigurationError
    for what is no tag, for a release without pinned packages, and for an app that makes no assembly.
    """
    commit = git.commit(tag)
    out = work.absolute() / f"{environment}-{commit[:12]}"
    if not (out / MANIFEST).is_file():
        with git.tree(commit) as tree:
            bin_folder = packages_of(tree / _PINS, work.absolute() / "packages", tell)
            tell(f"synth {environment} of {tag} ...")
            synthesised_by(bin_folder, environment, out, whose=tag, project=tree)
    return OldRelease(tag, commit, git.day(commit), out)


def packages_of(pins: Path, cache: Path, tell: Callable[[str], None]) -> Path:
    """A Python with the packages of a requirements.txt, its folder `bin`; made once for each content of that file.

    Raises ConfigurationError where the file is missing, or pip cannot install what it says.
    """
    if not pins.is_file():
        raise ConfigurationError(f"{pins.name}: this release has none; nobody knows which packages it was made with")
    text = pins.read_text(encoding="utf-8")
    target = cache / hashlib.sha256(f"{sys.version_info[:2]} {text}".encode()).hexdigest()[:16]
    if not target.is_dir():
        tell("packages of that release ...")
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix="new-") as folder:
            venv.create(folder, with_pip=False, symlinks=True)
            by_hash = ["--require-hashes"] if "--hash=" in text else []
            install = ["install", "--quiet", *by_hash, "-r", pins.name]
            pip(Path(folder) / "bin" / "python", *install, cwd=pins.parent, what=f"{pins.name} of that release")
            shutil.move(folder, target)
            Path(folder).mkdir()  # the context takes it away
    return target / "bin"
