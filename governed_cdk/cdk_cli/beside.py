"""Run the app of the CDK command line beside its assembly, and put what it made in place whole.

The command line starts this file as its app, in a Python that need know nothing of us. It says in CDK_OUTDIR where the
assembly shall be; nobody else writes there meanwhile. How the app ended is written down for who started the command
line, which itself ends with 1 whatever it was.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

APP = "GOVERNED_CDK_APP"
"""The variable with the command of the app."""
ENDED = "GOVERNED_CDK_APP_ENDED"
"""The variable with the file that the app's exit code is written to."""
BESIDE = "GOVERNED_CDK_BESIDE"
"""The variable with the command that runs this file."""

_MANIFEST = "manifest.json"
# Those of the command line itself, which works in that folder before and after.
_KEPT = ("synth.lock", "read.*.lock", "error.txt", "performance-counters.json")
# 3: findings; the assembly is whole, with the report that holds them.
_WITH_ASSEMBLY = (0, 3)


def main() -> int:
    """Run the app; the exit code is its own."""
    out = Path(os.environ["CDK_OUTDIR"]).absolute()  # as tempfile names what it makes, from Python 3.12 on
    with tempfile.TemporaryDirectory(dir=out, prefix=".synth-", ignore_cleanup_errors=True) as name:
        # Called as the assembly is: CDK leaves what is called so out of an image made from the whole project.
        beside = Path(name, out.resolve().name)
        beside.mkdir()
        code = _run(os.environ[APP], {**os.environ, "CDK_OUTDIR": str(beside)})
        whole = code in _WITH_ASSEMBLY and (beside / _MANIFEST).is_file()
        if code == 0 and not whole:
            sys.stderr.write("error: the app ended without an assembly; does it call app.synth()?\n")
            code = 2
        if code >= 0:  # a killed synth leaves what was there
            _empty(out, but=Path(name))
        if whole:
            _move(beside, out)
    with contextlib.suppress(OSError):  # nobody waits for it any more
        Path(os.environ[ENDED]).write_text(str(code), encoding="utf-8")
    return code if code >= 0 else 128 - code


def _run(command: str, environment: dict[str, str]) -> int:
    """Run the app to its end, or until the command line is gone."""
    # Ctrl-C reaches the app by itself; here it must not interrupt the tidying up.
    signal.signal(signal.SIGINT, lambda *_: None)
    parent = os.getppid()
    with subprocess.Popen(command, shell=True, env=environment) as app:  # noqa: S602 - as the command line itself does
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return app.wait(1)
            if os.getppid() != parent:
                app.terminate()


def _empty(out: Path, *, but: Path) -> None:
    """Take away the assembly that is there, its manifest first: without one, nobody takes the rest for an assembly."""
    (out / _MANIFEST).unlink(missing_ok=True)
    for path in out.iterdir():
        if path == but or any(path.match(name) for name in _KEPT):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _move(beside: Path, out: Path) -> None:
    """Put the new assembly in place, its manifest last."""
    for path in sorted(beside.iterdir(), key=lambda path: path.name == _MANIFEST):
        path.rename(out / path.name)


if __name__ == "__main__":
    raise SystemExit(main())
