"""Files that we write: whole, or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

from constructs_lib.kernel.errors import ConfigurationError


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all, and nothing else that git would see, whenever the process is killed.

    What is no regular file, such as `/dev/stdout`, is written to; a link is followed.

    Raises ConfigurationError where that cannot be done.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")
            return
        target = path.resolve()
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as name:
            folder = Path(name)
            # A folder that ignores itself: killed before the end, it stays, and git says nothing of it.
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
            (folder / target.name).write_text(text, encoding="utf-8")
            (folder / target.name).replace(target)
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be written: {error.strerror}") from None
