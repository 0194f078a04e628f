"""pip, run for another Python than this program's: that one needs no pip of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from constructs_lib.kernel.errors import ConfigurationError


def pip(python: Path, *arguments: str, what: str, cwd: Path = Path()) -> None:
    """Run pip for a Python. Raises ConfigurationError, `what` and pip's last error, where it fails."""
    done = run_pip(python, *arguments, cwd=cwd)
    if done.returncode:
        said = next((line for line in reversed(done.stderr.splitlines()) if line.startswith("ERROR: ")), "pip failed")
        raise ConfigurationError(f"{what}: {said.removeprefix('ERROR: ')}")


def run_pip(python: Path, *arguments: str, cwd: Path = Path()) -> subprocess.CompletedProcess[str]:
    """How pip ended; it asks nothing."""
    command = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check", *arguments]
    return subprocess.run(  # noqa: S603 - pip
        command, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
