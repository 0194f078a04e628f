"""An app starts on a machine whose user has no home, and says in one line where it cannot."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.support import ROOT

NO_HOME = "/dev/null/home"
APP = "from constructs_lib import start\nstart()\nimport os\nprint(os.environ.get('JSII_RUNTIME_PACKAGE_CACHE_ROOT'))"


def app(code: str = APP, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JSII_", "CDK_"))}
    # -I -S: without the .pth file of this repository, which sets jsii up for everything that runs here.
    packages = [str(ROOT), *(one for one in sys.path if "site-packages" in one)]
    code = f"import sys; sys.path[:0] = {packages}; sys.prefix = {sys.prefix!r}\n{code}"
    return subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", code], env={**kept, **variables}, cwd=ROOT, text=True,
        capture_output=True, check=False,
    )  # fmt: skip


def test_without_a_home_the_cache_of_jsii_stands_beside_the_packages() -> None:
    done = app(HOME=NO_HOME)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{sys.prefix}/jsii-cache\n"


def test_a_cache_that_is_named_is_left_alone_and_one_that_cannot_be_used_is_told_in_one_line() -> None:
    done = app(HOME=NO_HOME, JSII_RUNTIME_PACKAGE_CACHE_ROOT=f"{NO_HOME}/jsii")
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: Cannot use the jsii package cache in {NO_HOME}/jsii: ")
    assert done.stderr.count("\n") == 1
