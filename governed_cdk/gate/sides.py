"""The two sides that the gate compares: assemblies that are given, or made of two commits in trees of their own."""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import MANIFEST, no_assembly
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.app_run import has_made, run_app
from governed_cdk.terminal import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from governed_cdk.git import Git


@dataclass(frozen=True, slots=True)
class Sides:
    """The assemblies before and after; None before a first commit that has any."""

    base: Path | None
    head: Path


def given(folder: Path, environment: str) -> Path:
    """The assembly of an environment: `<folder>/<environment>`, or the folder itself. Raises ConfigurationError."""
    own = folder / environment
    found = own if (own / MANIFEST).is_file() else folder
    if not (found / MANIFEST).is_file():
        raise no_assembly(folder)
    return found


@contextlib.contextmanager
def synthesised(git: Git, commit: str, environments: Sequence[str], kept: Path | None = None) -> Iterator[Path]:
    """A folder with an assembly for each environment, of a commit; `kept` is where they stay, else they go again.

    What the rules say against it fails nothing here: the gate judges. An app that cannot be synthesised is bad input.
    """
    with git.tree(commit) as tree, tempfile.TemporaryDirectory(prefix="governed-cdk-gate-") as temporary:
        out = kept or Path(temporary)
        for name in environments:
            if not (tree / "environments" / f"{name}.yaml").is_file():
                continue
            say(f"synth {name} of {commit[:12]} ...", stderr=True)
            folder = out / name
            shutil.rmtree(folder, ignore_errors=True)
            done = run_app(name, folder, tree)
            if not has_made(done, folder):
                sys.stderr.write(f"{done.stdout}{done.stderr}")
                raise ConfigurationError(f"{commit[:12]}: the app of {name} cannot be synthesised; its own words above")
        yield out
