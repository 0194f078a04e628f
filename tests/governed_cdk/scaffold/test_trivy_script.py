"""Trivy that is missing or has failed is no success where it counts."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.governed_cdk.scaffold.services import service

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = service().files()[".github/trivy.sh"]


@dataclass(frozen=True)
class Case:
    docker: int | None
    """What it ends with; None where there is none."""
    ci: str
    code: int
    said: str


def run(folder: Path, case: Case, *arguments: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """How the script ended, and what Docker was asked."""
    asked = folder / "asked"
    if case.docker is not None:
        docker = folder / "docker"
        docker.write_text(f'#!/bin/sh\n[ "$1" = info ] || echo "$@" > {asked}\n[ "$1" = info ] || exit {case.docker}\n')
        docker.chmod(0o755)
    for program in ("sh", "mkdir"):
        (folder / program).symlink_to(f"/bin/{program}")
    variables = {"PATH": str(folder), "CI": case.ci}
    command = ["/bin/sh", "-s", *arguments]
    done = subprocess.run(command, input=SCRIPT, cwd=folder, capture_output=True, text=True, check=False, env=variables)
    return done, asked.read_text() if asked.is_file() else ""


@pytest.mark.parametrize(
    "case",
    [
        Case(None, "", 0, "SKIPPED, no Docker on this machine"),
        Case(None, "true", 2, "no Docker here, so nothing was scanned"),
        Case(0, "true", 0, ""),
        Case(3, "true", 3, ""),
        Case(1, "true", 2, "ended with 1, so nothing is known"),
        Case(125, "", 2, "ended with 125"),
    ],
)
def test_trivy_that_is_missing_or_fails_is_no_success_in_ci(case: Case, tmp_path: Path) -> None:
    done, asked = run(tmp_path, case, "sources")
    assert (done.returncode, case.said in done.stderr) == (case.code, True), done.stderr
    if case.docker is not None:
        assert " fs --scanners vuln,secret " in asked
        assert asked.rstrip().endswith("--severity CRITICAL,HIGH --ignore-unfixed --exit-code 3 --no-progress")


def test_an_image_is_read_from_the_file_that_was_built(tmp_path: Path) -> None:
    done, asked = run(tmp_path, Case(0, "true", 0, ""), "image", "build/image.tar")
    assert done.returncode == 0
    assert " image --scanners vuln,secret --input /scanned/build/image.tar " in asked


@pytest.mark.parametrize("arguments", [[], ["images"], ["image"]])
def test_anything_else_is_bad_input(arguments: list[str], tmp_path: Path) -> None:
    done, asked = run(tmp_path, Case(0, "true", 0, ""), *arguments)
    assert (done.returncode, asked) == (2, "")
