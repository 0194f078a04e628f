"""What a repository of this kind has besides its code: licence, owners, and what others publish held by its digest."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.repository import PROJECT, WORKFLOWS
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path


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


PINNED_ACTION = r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\./\.github/workflows/[\w-]+\.yml"
# Nobody has published its digest where it could be looked up and compared: Renovate adds it.
BY_TAG = {"ghcr.io/runatlantis/atlantis:v0.47.1-debian"}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_held_by_its_commit_with_the_version_beside_it(workflow: Path) -> None:
    used = re.findall(r"^\s*(?:- )?uses: *(.+)$", workflow.read_text(), re.MULTILINE)
    assert used
    assert [line for line in used if not re.fullmatch(PINNED_ACTION, line)] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_every_container_of_a_workflow_is_held_by_its_digest(workflow: Path) -> None:
    jobs = yaml.safe_load(workflow.read_text())["jobs"].values()
    images = [job["container"] for job in jobs if "container" in job]
    assert [image for image in images if not re.search(r":[\w.-]+@sha256:[0-9a-f]{64}$", str(image))] == []


def test_every_image_that_is_built_upon_is_held_by_its_digest() -> None:
    for dockerfile in sorted((ROOT / "docker").glob("*/Dockerfile")):
        text = dockerfile.read_text()
        images = re.findall(r"^(?:FROM(?: --\S+)*|# syntax=) ?(\S+)", text, re.MULTILINE)
        by_tag = {image for image in images if not re.search(r"@sha256:[0-9a-f]{64}$", image)}
        assert len(images) >= 3
        assert by_tag - {"scratch"} <= BY_TAG
