"""Logs of a build, as files: what speaks of an error, and the last lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis.evidence import Evidence
from governed_cdk.diagnosis.sources.lines import weighed

if TYPE_CHECKING:
    from pathlib import Path

NAME = "build"
_MOST_BYTES = 4_000_000  # the end of a log that is longer


def collect(path: Path) -> list[Evidence]:
    """The lines of one file. Raises ConfigurationError for one that cannot be read."""
    return [Evidence(NAME, text, weight) for text, weight in weighed(read_end(path).splitlines())]


def read_end(path: Path) -> str:
    """The text of a file, of a long one its end. Raises ConfigurationError where it cannot be read."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _MOST_BYTES))
            return file.read().decode("utf-8", errors="replace")
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}") from None
