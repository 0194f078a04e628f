"""A full disk is told as such, and not at the line of a stack that happened to write then."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support import ROOT

JAVASCRIPT = """
class JavaScriptError(Exception): pass
raise RuntimeError({text!r}) from JavaScriptError()
"""
COPY = "Error: ENOSPC: no space left on device, copyfile '/app/a.js' -> '/out/asset.1/a.js'"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (JAVASCRIPT.format(text=COPY), "copyfile '/app/a.js' -> '/out/asset.1/a.js'"),
        (JAVASCRIPT.format(text="ENOSPC: no space left on device, write"), "no space left on device, write"),
        (JAVASCRIPT.format(text="EDQUOT: disk quota exceeded, write"), "disk quota exceeded, write"),
        ("open('/dev/full', 'w').write('x' * 100000)", "No space left on device"),
    ],
)
def test_a_full_disk_is_told_in_one_line(code: str, said: str) -> None:
    start = f"from constructs_lib.kernel.report import report_in_one_line\nreport_in_one_line()\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", start], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("error: the disk is full: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
