"""The other engines: how each is fetched, at a version that is pinned here, and how it is asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.iam.truth import Truth
from tests.integration.access_engine.cases import Case
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_HERE = Path(__file__).parent
_PROGRAMS = ROOT / ".venv/bin"


@dataclass(frozen=True)
class Engine:
    """One engine: its name and version, its question, and what its words mean; another word is no answer."""

    name: str
    asks: Callable[[Case], dict[str, Any]]
    words: Mapping[str, Truth]
    install: Callable[[Path, str], Sequence[str | Path]]
    """Put it into a folder; returns the command that answers cases."""


def _npm(folder: Path, name: str) -> Sequence[str | Path]:
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    shutil.copy(_HERE / "simulate.mjs", folder)
    path = f"{_PROGRAMS}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        [_PROGRAMS / "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", name],
        cwd=folder, env={**os.environ, "PATH": path}, check=True, capture_output=True,
    )  # fmt: skip
    return (_PROGRAMS / "node", "simulate.mjs")


def _pip(folder: Path, _name: str) -> Sequence[str | Path]:
    python = folder / "venv/bin/python"
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True, capture_output=True)
    options = ("--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps", "--only-binary=:all:")
    subprocess.run(
        [python, "-m", "pip", "install", *options, "--requirement", _HERE / "reach.txt"],
        check=True, capture_output=True,
    )  # fmt: skip
    shutil.copy(_HERE / "prove.py", folder)
    return (python, "-I", "prove.py")


SIMULATE = Engine(
    "@cloud-copilot/iam-simulate@0.1.173",
    Case.theirs,
    {"Allowed": Truth.YES, "ImplicitlyDenied": Truth.NO, "ExplicitlyDenied": Truth.NO},
    _npm,
)
REACH = Engine("reach-security==0.2.1", Case.proven, {"allowed": Truth.YES, "denied": Truth.NO}, _pip)
ENGINES = (SIMULATE, REACH)
