"""The Makefile of a service repository, with programs that only say how they are called."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from governed_cdk.scaffold.writing import write_files
from tests.governed_cdk.scaffold.services import service

if TYPE_CHECKING:
    from pathlib import Path

STAND_IN = '#!/bin/sh\necho "$(basename "$0") $*" "${npm_config_cache:-}"\n'


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """One that is set up, in a folder that is hard to quote."""
    made = tmp_path / "내 폴더" / "orders"
    write_files(made, service().files())
    for name in ("python", "governed-cdk", "npm"):
        program = made / "infra/.venv/bin" / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(STAND_IN)
        program.chmod(0o755)
    (made / "infra/node_modules").mkdir()
    said = make(made, "--print-data-base", "--question", "help")[1]
    for stamp in re.findall(r"^(?:PACKAGES|CDK) := (\S+)$", said, re.MULTILINE):
        (made / stamp).touch()
    return made


def make(folder: Path, *arguments: str) -> tuple[int, str]:
    """The exit code, and all that was said."""
    shell = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "GIT_"))}
    done = subprocess.run(
        ["make", *arguments], cwd=folder, env={**shell, "GIT_CEILING_DIRECTORIES": str(folder.parent)}, check=False,
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.slow
def test_what_is_set_up_is_not_set_up_again_and_what_was_moved_or_lost_its_python_is(repository: Path) -> None:
    assert make(repository, "--question", "setup")[0] == 0
    moved = repository.rename(repository.with_name("moved"))
    assert make(moved, "--question", "setup")[0] == 1
    moved.rename(repository)
    assert make(repository, "--question", "setup")[0] == 0
    (repository / "infra/.venv/bin/python").unlink()
    assert make(repository, "--question", "setup")[0] == 1


def test_a_rehearsal_is_told_which_platform_if_one_is_named(repository: Path) -> None:
    cache = f"{repository}/infra/.venv/npm-cache"
    assert make(repository, "rehearse", "env=stg") == (0, f"governed-cdk rehearse --env stg {cache}\n")
    given = f"--platform {repository}/platform-dev.tar.gz"
    assert make(repository, "rehearse", "platform=platform-dev.tar.gz") == (
        0, f"governed-cdk rehearse --env dev {given} {cache}\n"
    )  # fmt: skip


def test_outside_of_git_the_gate_says_what_it_did_not_compare_and_git_says_nothing(repository: Path) -> None:
    code, said = make(repository, "gate")
    assert code == 0
    assert said.splitlines()[-1].startswith("no origin/main here: ")
    assert "fatal" not in said


def test_a_step_that_was_done_is_not_done_again_when_the_other_has_failed(repository: Path) -> None:
    shutil.rmtree(repository / "infra/node_modules")
    (repository / "infra/node_modules").mkdir()  # which npm makes
    code, said = make(repository, "setup")
    assert (code, said.startswith("set-up 2/2: ")) == (0, True)
    assert make(repository, "--question", "setup")[0] == 0


@pytest.mark.parametrize(("python", "said"), [("./old", "; given PYTHON=./old"), ("", ", and none is on the PATH")])
def test_a_python_that_is_too_old_or_not_there_is_told_before_anything_is_made(
    python: str, said: str, repository: Path
) -> None:
    shutil.rmtree(repository / "infra/.venv")
    (repository / "old").write_text("#!/bin/sh\nexit 1\n")
    (repository / "old").chmod(0o755)
    code, output = make(repository, "setup", f"PYTHON={python}")
    assert code == 2
    assert output.startswith(f"error: make needs Python 3.11 or later{said}\nmake: *** ")
    assert not (repository / "infra/.venv").exists()
