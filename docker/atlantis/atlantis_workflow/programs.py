"""Programs that a task runs: whatever they say goes into the task's log as they say it."""

from __future__ import annotations

import subprocess
import threading
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_CREDENTIALS = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
_KEPT = ("PATH", "LANG", "AWS_REGION", "AWS_ENDPOINT_URL", "AWS_EC2_METADATA_DISABLED")
_QUIET = {"NO_COLOR": "1", "CDK_DISABLE_VERSION_CHECK": "1", "CDK_DISABLE_CLI_TELEMETRY": "true"}
_MOST_KEPT = 5 * 1024 * 1024  # bytes
_LEFT_SECONDS = 10  # for what a program that has ended left in the pipe; a child of its own may hold it for ever


def variables(given: Mapping[str, str], home: Path, *, credentials: bool) -> dict[str, str]:
    """The whole environment of a program, named here variable by variable, of what the task was given."""
    names = (*_KEPT, *_CREDENTIALS) if credentials else _KEPT
    found = {name: given[name] for name in names if name in given}
    if credentials and "AWS_REGION" in found:
        found["AWS_DEFAULT_REGION"] = found["AWS_REGION"]  # which boto3 asks for
    return {**found, **_QUIET, "HOME": str(home)}


def follow(command: Sequence[str], folder: Path, variables: Mapping[str, str], *, keep: Path | None = None) -> int:
    """Run a program and return its exit code; `keep` gets a copy of what it said, at most 5 MiB of it."""
    if keep is None:
        return subprocess.run(  # noqa: S603 - the named programs
            command, cwd=folder, env=variables, stdin=subprocess.DEVNULL, check=False
        ).returncode
    with subprocess.Popen(  # noqa: S603 - the named programs
        command, cwd=folder, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        said = cast("IO[bytes]", process.stdout)
        copying = threading.Thread(target=_copy, args=(said, keep), daemon=True)
        copying.start()
        code = process.wait()
        copying.join(_LEFT_SECONDS)
        if copying.is_alive():
            process.stdout = None  # closing it would wait for whoever holds its other end
    return code


def ask(command: Sequence[str], folder: Path, variables: Mapping[str, str], *, seconds: float) -> tuple[int, str, str]:
    """Run a program for so long at most; its exit code, and what it said on standard output and error.

    Raises OSError and SubprocessError.
    """
    done = subprocess.run(  # noqa: S603 - the named programs
        command, cwd=folder, env=variables, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
    )
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def _copy(said: IO[bytes], keep: Path) -> None:
    kept = 0
    with said, keep.open("wb") as file:
        for line in said:
            print(line.decode(errors="replace"), end="", flush=True)
            if kept < _MOST_KEPT:
                kept += file.write(line)
                file.flush()
