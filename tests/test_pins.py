"""Every package is pinned with its hashes, and what is installed is what is pinned."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.repository import PROJECT, pinned, version
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# A make of its own, also where these tests are run by one.
ALONE = {name: text for name, text in os.environ.items() if name not in {"MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS"}}


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-lowest.txt"])
def test_every_package_is_pinned_with_its_hashes(file: str) -> None:
    pins = pinned(file)
    assert len(pins) > 30
    assert all(version(requirement) for requirement, _ in pins)
    assert [requirement.name for requirement, hashes in pins if not hashes] == []
    assert all(re.fullmatch("[0-9a-f]{64}", text) for _, hashes in pins for text in hashes)


def dry_run(*arguments: str) -> list[str]:
    """The lines that `make` would run."""
    command = ["make", "--dry-run", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=ALONE, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_the_set_up_installs_what_is_pinned_and_nothing_else() -> None:
    recipe = dry_run("--always-make", "installed")
    (packages,) = (line.split() for line in recipe if "requirements.txt" in line and not line.startswith("echo"))
    assert packages[1:] == ["tools/pip_install.py", "requirements.txt"]
    (project,) = (line.split() for line in recipe if "pip install" in line)
    assert project[-2:] == ["--editable", "."]
    assert {"--no-deps", "--no-build-isolation"} < set(project)
    (cdk,) = (line.split() for line in recipe if "npm" in line and not line.startswith("echo"))
    assert cdk[1:3] == ["ci", "--ignore-scripts"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pin", "said"), [("", "Hashes are required"), (f" --hash=sha256:{'0' * 64}", "DO NOT MATCH THE HASHES")]
)
def test_the_set_up_refuses_a_file_without_its_hash_or_with_another(pin: str, said: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "swapped-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("swapped-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: swapped\nVersion: 1.0\n")
        wheel.writestr("swapped-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
    (tmp_path / "requirements.txt").write_text(f"swapped==1.0{pin}\n")
    done = subprocess.run(
        [sys.executable, ROOT / "tools/pip_install.py", "requirements.txt"],
        cwd=tmp_path, env={**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert said in done.stderr


def test_what_is_installed_here_is_what_is_pinned() -> None:
    here = [
        requirement
        for requirement, _ in pinned("requirements.txt")
        if not requirement.marker or requirement.marker.evaluate()
    ]
    installed = {requirement.name: importlib.metadata.version(requirement.name) for requirement in here}
    assert installed == {requirement.name: version(requirement) for requirement in here}


def test_every_pin_is_within_every_range_that_names_it() -> None:
    extras = PROJECT["optional-dependencies"].values()
    ranges = [Requirement(text) for texts in (PROJECT["dependencies"], *extras) for text in texts]
    pins = {requirement.name: version(requirement) for requirement, _ in pinned("requirements.txt")}
    outside = [str(asked) for asked in ranges if pins[canonicalize_name(asked.name)] not in asked.specifier]
    assert outside == [], "run make lock"


def test_the_lowest_versions_that_are_tried_are_the_floors_of_the_ranges() -> None:
    extras = PROJECT["optional-dependencies"]
    ranges = [Requirement(text) for text in (*PROJECT["dependencies"], *extras["aws"], *extras["node"])]
    pins = {requirement.name: Version(version(requirement)) for requirement, _ in pinned("requirements-lowest.txt")}
    for asked in ranges:
        (floor,) = (part.version for part in asked.specifier if part.operator in (">=", "=="))
        assert pins[canonicalize_name(asked.name)] == Version(floor), "run make lock"


def test_the_lock_is_resolved_for_every_python_and_machine_and_by_a_command_that_renovate_can_repeat() -> None:
    header = (ROOT / "requirements.txt").read_text().splitlines()[1].split()
    assert header[1:4] == ["uv", "pip", "compile"]
    assert {"--universal", "--python-version=3.11", "--all-extras", "--generate-hashes"} < set(header)
    assert PROJECT["requires-python"] == ">=3.11"


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-lowest.txt"])
def test_make_lock_would_write_the_command_that_stands_in_the_lock(file: str) -> None:
    recipe = dry_run("--assume-old=setup", "lock")
    (command,) = (line for line in recipe if f"--output-file={file} " in line)
    written = (ROOT / file).read_text().splitlines()[1].removeprefix("#").split()
    assert command.replace("--quiet ", "").split()[2:] == written[1:]
