from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.kernel.own_packages import PACKAGES, refuse_namesakes
from tests.support import ROOT, refusal

if TYPE_CHECKING:
    from pathlib import Path


def test_the_names_are_those_of_the_wheel() -> None:
    built = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"][
        "packages"
    ]
    assert list(PACKAGES) == built


@pytest.mark.parametrize("name", PACKAGES)
@pytest.mark.parametrize("file", ["{}/__init__.py", "{}.py"])
def test_what_hides_a_package_is_named(name: str, file: str, tmp_path: Path) -> None:
    path = tmp_path / file.format(name)
    path.parent.mkdir(exist_ok=True)
    path.touch()
    with pytest.raises(ConfigurationError) as caught:
        refuse_namesakes(tmp_path)
    assert str(caught.value) == f"{file.format(name)}: hides the package {name} of governed-cdk; rename it"


def test_what_hides_nothing_is_let_be(tmp_path: Path) -> None:
    (tmp_path / "aspects").mkdir()  # without __init__.py Python prefers the installed package
    (tmp_path / "aspects/notes.md").touch()
    (tmp_path / "my_aspects.py").touch()
    (tmp_path / "governed_cdk").symlink_to(ROOT / "governed_cdk")
    assert refusal(refuse_namesakes, tmp_path) is None
    assert refusal(refuse_namesakes, ROOT) is None


def test_an_app_beside_a_namesake_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "aspects.py").touch()
    (tmp_path / "app.py").write_text("from constructs_lib import start\n\nstart()\n\nfrom aspects import govern\n")
    done = subprocess.run(
        [sys.executable, "app.py"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (
        2, "error: aspects.py: hides the package aspects of governed-cdk; rename it\n",
    )  # fmt: skip


def test_the_command_line_says_its_version_and_what_hides_its_packages_here(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from governed_cdk.cli import main; main()", "--version"]
    outside = {**os.environ, "PYTHONPATH": str(ROOT)}
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    fine = subprocess.run(command, cwd=ROOT, env=outside, capture_output=True, text=True, check=False)
    assert (fine.returncode, fine.stdout) == (0, f"governed-cdk {version}\n"), fine.stderr
    (tmp_path / "governed_cdk.txt").touch()
    (tmp_path / "aspects").mkdir()
    (tmp_path / "aspects/__init__.py").touch()
    hidden = subprocess.run(command, cwd=tmp_path, env=outside, capture_output=True, text=True, check=False)
    assert (hidden.returncode, hidden.stdout) == (2, f"governed-cdk {version}\n")
    assert hidden.stderr == "error: aspects/__init__.py: hides the package aspects of governed-cdk; rename it\n"
