"""Which commands there are, here and where the wheel is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from governed_cdk.cli import COMMANDS, missing
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NOT_IN_THE_WHEEL = ("consumers", "prove", "docs", "catalogue")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of the wheel, as they lie in site-packages."""
    folder = tmp_path_factory.mktemp("site-packages")
    for name in ("aspects", "constructs_lib", "governed_cdk"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    start = f"import sys; sys.path.insert(0, {str(place)!r}); from governed_cdk.cli import main; main()"
    command = [sys.executable, "-P", "-c", start, *arguments]
    environment = {"PATH": "/usr/bin:/bin", "COLUMNS": "120", "HOME": str(place)}
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_every_command_is_offered_here() -> None:
    assert [name for name in COMMANDS if missing(name)] == []
    listed = run(ROOT, "--help").stdout
    for name in COMMANDS:
        assert f"│ {name} " in listed, name


@pytest.mark.slow
def test_where_the_wheel_is_installed_what_cannot_work_there_is_not_offered(installed: Path) -> None:
    listed = run(installed, "--help").stdout
    assert [name for name in COMMANDS if f"│ {name} " not in listed] == list(NOT_IN_THE_WHEEL)


@pytest.mark.slow
@pytest.mark.parametrize("name", NOT_IN_THE_WHEEL)
def test_who_asks_for_it_all_the_same_is_told_in_one_line(name: str, installed: Path) -> None:
    done = run(installed, name)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        f"error: {name}: works in the repository of governed-cdk alone, not where its package is installed\n"
    )


def test_what_an_extra_brings_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "ministack" else object())
    assert missing("rehearse") == ('needs ministack; run: pip install "governed-cdk[rehearse]", and here make setup')
    assert missing("catalogue") == ""


@pytest.mark.slow
def test_cdk_takes_everything_behind_it_as_it_is() -> None:
    done = run(ROOT, "cdk", "--version")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("2.")
