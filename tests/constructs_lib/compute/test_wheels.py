from __future__ import annotations

import importlib.metadata
import re
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.compute import wheels
from constructs_lib.compute.bundle import bundle
from constructs_lib.platform.monitoring import notifier
from constructs_lib.platform.secrets import rotation
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Comes with the Lambda runtime.
RUNTIME = {"boto3", "botocore"}
# What detect-secrets asks providers and reads its settings with; its patterns need neither (see runtime/secret_scan).
UNUSED = {"requests", "pyyaml"}


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of wheels that a test may spoil."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for file in wheels.FOLDER.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(wheels, "FOLDER", folder)
    wheels.wheel_files.cache_clear()
    yield folder
    wheels.wheel_files.cache_clear()


def test_each_wheel_is_of_the_version_that_the_code_is_tested_with() -> None:
    pins = dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    versions = {wheels.canonical(name): version for name, version in pins.items()}
    for name, file in wheels.PINNED.items():
        fetch = f"pip download --no-deps -d constructs_lib/runtime/wheels {name}=={versions[name]}"
        assert file.split("-")[1] == versions[name], fetch


def test_the_folder_holds_the_wheels_of_the_table_and_no_other() -> None:
    assert {path.name for path in wheels.FOLDER.iterdir()} == set(wheels.WHEELS)
    assert all(wheels.wheel_files(name) for name in wheels.PINNED)


def test_the_wheels_bring_what_they_need() -> None:
    for file in wheels.WHEELS:
        with zipfile.ZipFile(wheels.FOLDER / file) as wheel:
            metadata = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
            lines = re.findall(r"^Requires-Dist: ([\w.-]+)(.*)$", wheel.read(metadata).decode(), re.MULTILINE)
        needed = {wheels.canonical(name) for name, condition in lines if "extra ==" not in condition}
        assert needed <= wheels.PINNED.keys() | RUNTIME | UNUSED, file


@pytest.mark.parametrize(
    "distributions", [notifier.DISTRIBUTIONS, rotation.DISTRIBUTIONS], ids=["notifier", "rotation"]
)
def test_what_the_librarys_functions_ship_is_pinned(distributions: tuple[str, ...]) -> None:
    assert {wheels.canonical(name) for name in distributions} <= wheels.PINNED.keys()


@pytest.mark.parametrize("spelling", ["typing_extensions", "typing-extensions", "Typing.Extensions"])
def test_a_name_is_compared_as_indexes_do(spelling: str) -> None:
    assert wheels.canonical(spelling) in wheels.PINNED


def test_what_is_installed_here_decides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = tmp_path / "code"
    code.mkdir()
    monkeypatch.chdir(tmp_path)
    first = bundle(code, ["PyMySQL"])
    other = tmp_path / "elsewhere"
    (other / "pymysql").mkdir(parents=True)
    (other / "pymysql/__init__.py").write_text("another version\n")
    (other / "pymysql-9.9.9.dist-info").mkdir()
    (other / "pymysql-9.9.9.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: PyMySQL\nVersion: 9.9.9\n")
    (other / "pymysql-9.9.9.dist-info/RECORD").write_text("pymysql/__init__.py,,\n")
    monkeypatch.setattr(sys, "path", [str(other), *sys.path])
    assert importlib.metadata.version("PyMySQL") == "9.9.9"
    assert bundle(code, ["PyMySQL"]) == first
    assert "another version" not in (first / "pymysql/__init__.py").read_text()


def test_a_wheel_that_was_changed_is_refused(copied: Path) -> None:
    path = copied / wheels.PINNED["pymysql"]
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(ConfigurationError, match="not the wheel that governed-cdk was released with"):
        wheels.wheel_files("pymysql")


def test_a_wheel_that_is_gone_is_refused(copied: Path) -> None:
    (copied / wheels.PINNED["pymysql"]).unlink()
    with pytest.raises(ConfigurationError, match="install it anew"):
        wheels.wheel_files("pymysql")
