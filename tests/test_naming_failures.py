from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CONFTEST = """
from tests.naming_failures import NamingFailures

def pytest_configure(config):
    config.pluginmanager.register(NamingFailures(config))
"""
TESTS = """
import pytest

@pytest.fixture
def broken():
    raise OSError("no such thing")

def test_wrong():
    assert 1 == 2, "the stack reports has no snapshot"

def test_without(broken):
    pass

def test_right():
    assert True
"""


# Without the other plugins, which take longer to load than these tests to run.
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_failing_test_is_named_when_it_fails(workers: str, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_some.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "--quiet", "-p", "xdist", "-n", workers, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    begin = done.stdout.partition("= FAILURES =")[0].partition("= ERRORS =")[0]
    assert "FAILED " in begin, done.stdout
    assert "test_some.py::test_wrong: AssertionError: the stack reports has no snapshot" in begin
    assert "test_some.py::test_without: OSError: no such thing" in begin
    assert "test_right" not in begin
