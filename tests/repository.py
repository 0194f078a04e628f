"""What stands at the top of the repository: the project, its pins, its workflows."""

from __future__ import annotations

import tomllib

from packaging.requirements import Requirement

from tests.support import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


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
