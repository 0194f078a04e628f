"""The repository: its own files, and what stands at its top: the project, its pins, its workflows."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

from tests.support import ROOT

_MADE_BY_TOOLS = {"build", "cdk.out", "dist", "node_modules"}

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def own_files(ending: str) -> list[Path]:
    """Every file of the repository with an ending, but for what is hidden and what tools make."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in _MADE_BY_TOOLS and not name.startswith(".")]
        found += [Path(folder, name) for name in names if name.endswith(ending)]
    return sorted(found)


def pinned(file: str) -> list[tuple[Requirement, list[str]]]:
    """What `pip --require-hashes` reads in a requirements file: each package, and the hashes of its files."""
    return pins_of((ROOT / file).read_text())


def pins_of(text: str) -> list[tuple[Requirement, list[str]]]:
    """The same, of a text."""
    logical = text.replace("\\\n", " ")
    lines = [line.split("--hash=sha256:") for line in logical.splitlines() if line.strip() and line[0] not in " #"]
    return [(Requirement(first), [text.strip() for text in rest]) for first, *rest in lines]


def version(requirement: Requirement) -> str:
    """The one version that a pin takes."""
    (only,) = requirement.specifier
    assert only.operator == "==", requirement
    return only.version


WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
