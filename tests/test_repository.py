"""What a repository of this kind has besides its code: licence, owners, pins, updates."""

from __future__ import annotations

import json
import tomllib

import pytest

from tests.support import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


# --- licence and owners


def test_the_licence_is_the_one_that_both_packages_name() -> None:
    words = " ".join((ROOT / "LICENSE").read_text().split())
    assert words.startswith("Apache License Version 2.0, January 2004 http://www.apache.org/licenses/ TERMS AND")
    assert "Copyright 2026 The governed-cdk authors" in words
    assert PROJECT["license"] == json.loads((ROOT / "package.json").read_text())["license"] == "Apache-2.0"


def owners() -> list[tuple[str, str]]:
    """(path, owner) of each line of CODEOWNERS, in order. All paths there are whole files or folders."""
    lines = (ROOT / ".github/CODEOWNERS").read_text().splitlines()
    return [(path, owner) for path, owner in (line.split() for line in lines if line and not line.startswith("#"))]


def owner_of(file: str) -> str:
    """As GitHub decides: the last line that matches."""
    return [owner for path, owner in owners() if path == "*" or f"/{file}".startswith(path)][-1]


def test_every_path_that_has_an_owner_exists() -> None:
    named = [path for path, _ in owners() if path != "*"]
    assert named
    assert [path for path in named if not (ROOT / path.strip("/")).exists()] == []


@pytest.mark.parametrize(
    "file",
    [
        ".github/CODEOWNERS", ".github/workflows/ci.yml", ".ci/run", "aspects/judge/rules/__init__.py", "cdk.json",
        "docker/atlantis/repos.yaml", "environments/prod.yaml", "stateful.lock.json",
    ],
)  # fmt: skip
def test_what_can_weaken_governance_is_approved_by_security(file: str) -> None:
    assert (ROOT / file).is_file()
    assert owner_of(file) == "@example-org/security"
    assert owner_of("stacks/network.py") == "@example-org/platform-team"
