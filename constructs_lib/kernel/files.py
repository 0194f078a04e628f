"""Files that we read: regular ones, up to a size; and that we write: whole, or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable

_AT_ONCE = 1 << 20  # bytes


def read_regular(path: Path, most: int, too_large: str) -> bytes:
    """A whole file of at most so many bytes. Neither a FIFO that nobody writes to nor an endless device is waited for.

    Raises ConfigurationError for what is no regular file, cannot be read, or is larger: `too_large` says then what was
    given and what is allowed, `{given}` in it standing for the size in bytes.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise ConfigurationError(f"{path}: no regular file; allowed: a file, or a link to one")
            # What the kernel makes while it is read, below /proc, says that it is empty.
            parts, size = [], 0
            while size <= most and about.st_size <= most and (part := os.read(handle, _AT_ONCE)):
                parts.append(part)
                size += len(part)
        finally:
            os.close(handle)
    except ConfigurationError:
        raise
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError:
        raise ConfigurationError(f"{path}: cannot be read: no path holds a NUL character") from None
    if (given := max(size, about.st_size)) > most:
        raise ConfigurationError(f"{path}: {too_large.format(given=f'{given:,}')}")
    return b"".join(parts)


def below(folder: Path, path: Path) -> Path | None:
    """The file that a path leads to, all links followed, where it is a regular one below a folder; None otherwise."""
    try:
        real = path.resolve()
        return real if real.is_relative_to(folder.resolve()) and real.is_file() else None
    except (OSError, ValueError, RuntimeError):  # too long a name; a NUL in it; links that go round in circles
        return None


def leads_out(folder: Path, path: Path) -> bool:
    """Whether a path, all links followed, lies outside of a folder; whether anything is there is not looked at."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # as above: nothing is there
        return False


def write_whole(path: Path, text: str | bytes | Iterable[str]) -> None:
    """Write a file whole or not at all, and nothing else that git would see, whenever the process is killed.

    A text that is long comes in pieces, which are made as they are written.

    What is no regular file, such as `/dev/stdout`, is written to; a link is followed.

    Raises ConfigurationError where that cannot be done.
    """
    try:
        if path.exists() and not path.is_file():
            _write(path, text)
            return
        target = path.resolve()
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as name:
            folder = Path(name)
            # A folder that ignores itself: killed before the end, it stays, and git says nothing of it.
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
            _write(folder / target.name, text)
            (folder / target.name).replace(target)
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be written: {error.strerror}") from None


def _write(path: Path, text: str | bytes | Iterable[str]) -> None:
    if isinstance(text, str):
        path.write_text(text, encoding="utf-8")
        return
    if isinstance(text, bytes):
        path.write_bytes(text)
        return
    with path.open("w", encoding="utf-8") as file:
        file.writelines(text)
