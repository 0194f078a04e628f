"""A release as it would be deployed: its own tree, its own pinned packages, its own assembly; made once."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import MANIFEST
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.app_run import has_made, run_app

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
            _synthesise(tree, environment, out, bin_folder=bin_folder, tag=tag)
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
            _install(Path(folder), pins, by_hash="--hash=" in text)
            shutil.move(folder, target)
            Path(folder).mkdir()  # the context takes it away
    return target / "bin"


def _install(folder: Path, pins: Path, *, by_hash: bool) -> None:
    options = ["--require-hashes"] if by_hash else []
    command = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "--disable-pip-version-check"]
    done = subprocess.run(  # noqa: S603 - pip
        [*command, "install", "--quiet", *options, "-r", str(pins)],
        cwd=pins.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = next((line for line in reversed(done.stderr.splitlines()) if line.startswith("ERROR: ")), "pip failed")
        raise ConfigurationError(f"{pins.name} of that release: {said.removeprefix('ERROR: ')}")


def _synthesise(tree: Path, environment: str, out: Path, *, bin_folder: Path, tag: str) -> None:
    # A PYTHONPATH would hide that release's library behind today's.
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = run_app(environment, out, tree, bin_folder=bin_folder, variables=variables)
    if not has_made(done, out):
        shutil.rmtree(out, ignore_errors=True)
        said = (done.stderr or done.stdout).splitlines()[-1:] or [f"exit code {done.returncode}"]
        raise ConfigurationError(f"{environment}, by {tag}: {said[0]}")
