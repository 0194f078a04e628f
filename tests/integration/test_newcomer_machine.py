"""The machine of a newcomer, who has read README only: no home, an odd folder, old programs, another Python.

Each test sets everything up from nothing in a copy of the repository: minutes. The Pythons that are not the first to be
found are tried where GOVERNED_CDK_NIGHTLY says so (`make nightly`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.integration.bare_machine import NO_HOME, OURS
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

NIGHTLY = os.environ.get("GOVERNED_CDK_NIGHTLY") == "1"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# What stands first on the PATH of a machine that has been used for years.
OLD = ("cdk", "node", "npm", "npx", "python3", "python", "pip")


def python(version: str) -> str | None:
    """A Python of this machine: on the PATH, or one that pyenv keeps."""
    kept = sorted(Path("~/.pyenv/versions").expanduser().glob(f"{version}.*/bin/python{version}"))
    for candidate in (shutil.which(f"python{version}"), *map(str, kept)):
        if candidate and _works(candidate):
            return candidate
    return None


def _works(python: str) -> bool:
    """Whether it runs (pyenv has a stand-in for what is not chosen), with what a venv needs."""
    return not subprocess.run([python, "-c", "import ensurepip"], capture_output=True, check=False).returncode


class Machine:
    """A copy of the repository in a folder, on a machine where little is as it should be."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "내 폴더" / "governed cdk"
        self._log = folder / "called"
        programs = folder / "old programs"
        programs.mkdir(parents=True)
        for name in OLD:
            (programs / name).write_text(f'#!/bin/sh\necho {name} "$@" >> "{self._log}"\nexit 99\n')
            (programs / name).chmod(0o755)
        # The rest says how this machine reaches the registries.
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self._environment = {**kept, "PATH": f"{programs}:{os.environ['PATH']}", "HOME": NO_HOME}
        _copy(self.project)

    def make(self, *arguments: str) -> subprocess.Popen[str]:
        """`make`, started."""
        return subprocess.Popen(
            ["make", *arguments], cwd=self.project, env=self._environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def made(self, *arguments: str) -> str:
        """What `make` said, having ended well."""
        with self.make(*arguments) as process:
            said, _ = process.communicate()
        assert process.returncode == 0, said
        return said

    @property
    def called(self) -> str:
        """The old programs that were called."""
        return self._log.read_text() if self._log.exists() else ""


def _copy(folder: Path) -> None:
    """What git has or would take, as it is now."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        source = ROOT / name
        if source.is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / name)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Set up from nothing, once for the tests of this file."""
    made = Machine(tmp_path_factory.mktemp("machine"))
    said = made.made("synth", "env=dev")
    assert "set-up 1/3" in said
    assert "0 findings" in said
    yield made
    shutil.rmtree(made.project)


def test_without_a_home_and_with_old_programs_first_on_the_path_all_is_set_up_in_the_folder(machine: Machine) -> None:
    assert machine.called == ""
    assert (machine.project / ".venv/npm-cache").is_dir()
    assert (machine.project / ".venv/jsii-cache").is_dir()


def test_two_synths_at_once_never_mix(machine: Machine) -> None:
    both = {name: machine.make("synth", f"env={name}") for name in ("dev", "stg")}
    said = {name: process.communicate()[0] for name, process in both.items()}
    codes = {name: process.returncode for name, process in both.items()}
    assert 0 in codes.values(), said
    for name, code in codes.items():
        if code:
            assert "another synth is running here" in said[name]
            assert "exit 2: bad input" in said[name]
        else:
            assert f" {name}-kms " in said[name], said[name]
            assert not [other for other in both if other != name and f" {other}-kms " in said[name]]
    folder = machine.project / "cdk.out"
    named = json.loads((folder / "manifest.json").read_text())["artifacts"]
    assert len({path.name.partition("-")[0] for path in folder.glob("*.template.json")}) == 1
    assert {path.name.removesuffix(".template.json") for path in folder.glob("*.template.json")} <= set(named)
    machine.made("check")


def test_the_tests_of_the_command_line_pass_in_such_a_folder(machine: Machine) -> None:
    machine.made("test", "args=tests/governed_cdk tests/test_makefile.py tests/test_naming_failures.py")
    assert [line for line in machine.called.splitlines() if not line.startswith(("python3", "python "))] == []


@pytest.mark.skipif(not NIGHTLY, reason="make nightly")
@pytest.mark.parametrize("version", PYTHONS)
def test_it_works_with_every_python_of_this_machine(version: str, tmp_path: Path) -> None:
    found = python(version)
    if found is None:
        pytest.skip(f"no Python {version} here")
    if found == python(f"{sys.version_info[0]}.{sys.version_info[1]}"):
        pytest.skip("the Python that all other tests run with")
    machine = Machine(tmp_path)
    machine.made("synth", "env=dev", f"PYTHON={found}")
    machine.made("test", "args=tests/governed_cdk tests/test_templates.py tests/integration/test_slips.py")
    assert (machine.project / f".venv/lib/python{version}").is_dir()
    shutil.rmtree(machine.project)
