"""The lines of files, bounded: what is no text is passed over, and what is too large is told."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LARGEST = 20 * 1_048_576  # bytes of a file


def lines_of(paths: Sequence[Path], left_out: list[str]) -> Iterator[tuple[str, int, str]]:
    """Each line of some files, and of what git knows below folders. Raises ConfigurationError for what is not there."""
    for path in paths:
        if path.is_dir():
            for file in _known(path):
                yield from _lines(file, left_out)
        elif path.is_file():
            yield from _lines(path, left_out)
        else:
            raise ConfigurationError(f"{path}: no such file or folder")


def _known(folder: Path) -> Iterator[Path]:
    """The files of a folder that git has or would take; all of them where there is no repository."""
    command = ["git", "-C", str(folder), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no revision, one path
    except FileNotFoundError:
        done = None
    if done is not None and done.returncode == 0:
        yield from (folder / name for name in done.stdout.split("\0") if name and (folder / name).is_file())
    else:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and ".git" not in path.parts)


def _lines(path: Path, left_out: list[str]) -> Iterator[tuple[str, int, str]]:
    if path.is_symlink():
        return
    size = path.stat().st_size
    if size > LARGEST:
        left_out.append(f"{path}: {size} bytes; more than {LARGEST} are not read")
        return
    content = path.read_bytes()
    if b"\0" not in content[:8_192]:
        for number, line in enumerate(content.decode(errors="replace").splitlines(), 1):
            yield str(path), number, line
