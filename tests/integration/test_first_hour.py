"""A newcomer on a bare machine types what the pages say, and has a plan within ten minutes.

From the wheel alone: what `docs/service-repositories.md` has below "Start", then what the README below "The first
hour" has that `new service` wrote. Minutes, all of them downloads and set-ups from nothing; the registries are needed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.integration.bare_machine import BareMachine
from tests.integration.installed_wheel import built_wheel
from tests.markdown import tokens
from tests.support import ROOT
from tests.tutorial import PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

wheel = pytest.fixture(scope="module")(built_wheel)
MINUTES = 10
SECONDS_OF_NOTHING_TO_DO = 3.0
RELEASE = re.compile(r"https://github\.com/\S+\.whl")
SETUP = "make setup"


def blocks(page: Path, heading: str) -> list[list[str]]:
    """The commands below a heading, block by block and line by line, without what is said beside them."""
    found, here = list[list[str]](), False
    for token in tokens(page):
        if token.type == "heading_open":
            here = False
        elif token.type == "inline" and token.content == heading:
            here = True
        elif here and token.type == "fence" and token.info == "sh":
            found.append([line.partition(" #")[0].strip() for line in token.content.splitlines()])
    return found


class Newcomer:
    """What was typed, what it said, and how long all of it took."""

    def __init__(self, machine: BareMachine) -> None:
        self.machine = machine
        self.said = dict[str, str]()
        self.took = dict[str, float]()

    @property
    def seconds(self) -> float:
        """All of it."""
        return sum(self.took.values())

    def type(self, commands: list[str]) -> None:
        """Type the commands of a block, each of which must end well."""
        for command in commands:
            begun = time.monotonic()
            self.said[command] = self.machine.does(command)
            self.took[command] = self.took.get(command, 0.0) + time.monotonic() - begun

    @property
    def infra(self) -> Path:
        return self.machine.folder / "infra"

    def make(self, arguments: str) -> tuple[int, list[str]]:
        """How `make` ended, and what it said but for the progress of a synth, and make's and CDK's own last words."""
        done = self.machine.run(f"make {arguments}")
        own = ("make: ", "make[1]: ", "synth ", 'eval "exec $GOVERNED_CDK_BESIDE"')
        return done.returncode, [line for line in done.stdout.splitlines() if not line.startswith(own)]


@pytest.fixture(scope="module")
def newcomer(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newcomer]:
    """One who has done the first hour, up to the pull request."""
    folder = tmp_path_factory.mktemp("newcomer")
    made = Newcomer(BareMachine(folder))
    (start,) = blocks(PAGE, "Start")
    assert RELEASE.search("\n".join(start))
    made.type([RELEASE.sub(wheel.as_uri(), line) for line in start])
    first, repository, account = blocks(made.machine.folder / "README.md", "The first hour")
    made.type(first)
    made.type(repository)
    ids = made.said[repository[-1]].strip()
    for file in (made.infra / "environments").glob("*.yaml"):
        text = file.read_text().replace("connectly", "acme").replace("set-of.com", "acme.example")
        file.write_text(text.replace("    tasks: 0", f"    {ids}\n    tasks: 0"))
    made.type(account)
    yield made
    shutil.rmtree(folder)


@pytest.fixture
def other(newcomer: Newcomer, tmp_path: Path) -> Iterator[Newcomer]:
    """The same repository in another folder, where nothing is set up."""
    there = newcomer.machine.folder
    ignored = shutil.ignore_patterns(".venv", "node_modules", "cdk.out", ".git")
    newcomer.machine.folder = shutil.copytree(there, tmp_path / "orders", ignore=ignored)
    yield newcomer
    newcomer.machine.folder = there


def test_the_first_hour_ends_with_a_plan_within_ten_minutes(newcomer: Newcomer) -> None:
    # Where others are at work as well, a newcomer gets a share of the processors, and takes as much longer.
    busy = max(1.0, os.getloadavg()[2] / (os.cpu_count() or 1))
    assert newcomer.seconds < MINUTES * 60 * busy, newcomer.took
    said = newcomer.said
    assert "0 findings" in said["make synth env=dev"]
    assert "6 passed" in said["make test"]
    assert "rules set" in said["sh .github/ruleset.sh example-org/orders"]
    assert "github_ids: [1, 2]" in (newcomer.infra / "environments/prod.yaml").read_text()
    assert "acme" in said["make gate"]
    assert newcomer.machine.gh_called.read_text().splitlines()[-1] == "pr create --fill"
    traces = [command for command, text in said.items() if "Traceback" in text or "Error:" in text]
    assert traces == []


def test_all_that_was_fetched_stands_in_the_folder_and_is_not_fetched_again(newcomer: Newcomer) -> None:
    assert (newcomer.infra / ".venv/npm-cache").is_dir()
    assert (newcomer.infra / ".venv/jsii-cache").is_dir()
    assert newcomer.machine.does("git status --porcelain") == ""
    begun = time.monotonic()
    assert newcomer.make("setup") == (0, [])
    assert time.monotonic() - begun < SECONDS_OF_NOTHING_TO_DO


NONE, MISSPELT = ("$^", ""), ("tasks: 0", "taks: 0")
# As where `platform.json` has all of it, which is not there.
NO_PLATFORM = (r"(?m)^(account|\w*region|availability_zones|organization|domain|github_owner|runbook_url): .*\n", "")


@pytest.mark.parametrize(
    ("slip", "target", "says"),
    [
        (MISSPELT, "synth env=dev", r"error: environments/dev\.yaml:\d+: .*taks.*tasks.*"),
        (MISSPELT, "accept", r"error: environments/dev\.yaml:\d+: .*taks.*tasks.*"),
        (MISSPELT, "gate", r"error: environments/dev\.yaml:\d+: .*taks.*tasks.*"),
        (NO_PLATFORM, "synth env=dev", r"error: environments/dev\.yaml: it has nothing of the platform; .*"),
        (NONE, "synth env=prd", r"error: .*prd.*allowed: dev, prod, stg.*"),
        (NONE, "rehearse platform=nowhere.tar.gz", r"error: --platform: given '.*nowhere\.tar\.gz'; allowed: .*"),
    ],
)
def test_what_is_wrong_is_one_line_and_exit_code_2(
    newcomer: Newcomer, slip: tuple[str, str], target: str, says: str
) -> None:
    file = newcomer.infra / "environments/dev.yaml"
    text = file.read_text()
    file.write_text(re.sub(*slip, text))
    code, said = newcomer.make(target)
    file.write_text(text)
    assert code == 2
    assert len(said) == 1, said
    assert re.fullmatch(says, said[0]), said


def test_a_python_that_is_too_old_or_missing_is_told_before_anything_is_made(other: Newcomer) -> None:
    old = other.machine.install("old python", "#!/bin/sh\nexit 1\n")
    begins = "error: make needs Python 3.11 or later"
    assert other.make(f"setup PYTHON='{old.name}'") == (2, [f"{begins}; given PYTHON={old.name}"])
    assert not (other.infra / ".venv").exists()


def test_a_wheel_that_is_not_there_is_told_in_one_line(other: Newcomer, wheel: Path, tmp_path: Path) -> None:
    pins = other.infra / "requirements.txt"
    text = pins.read_text()
    gone = tmp_path / wheel.name
    pins.write_text(text.replace(wheel.as_uri(), gone.as_uri()))
    code, said = other.make("setup")
    pins.write_text(text)
    assert code == 2
    assert said[0].startswith("set-up 1/2: ")
    (line,) = filter(None, said[1:])
    assert line == f"ERROR: Could not install packages due to an OSError: [Errno 2] No such file or directory: '{gone}'"


def test_the_deploy_is_rehearsed_with_the_platform_of_the_release(newcomer: Newcomer, tmp_path: Path) -> None:
    command = [sys.executable, "tools/platform_assemblies.py", str(tmp_path), "dev"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    code, said = newcomer.make(f"rehearse platform='{tmp_path / 'platform-dev.tar.gz'}'")
    assert code == 0, said
