"""Files that a command writes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from constructs_lib.kernel.errors import ConfigurationError


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises ConfigurationError where that cannot be done."""
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - what mkstemp has opened
                file.write(text)
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be written: {error.strerror}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
