"""Which of the running code is the user's: neither this library nor an installed package."""

from __future__ import annotations

import functools
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

_ROOT = Path(__file__).parents[2]
_STANDARD_LIBRARY = sysconfig.get_paths()["stdlib"]
_LIBRARY = tuple(f"{_ROOT / folder}/" for folder in ("constructs_lib", "aspects", "governed_cdk"))


def is_library(file: str) -> bool:
    """Whether a file is of this library, installed or in its own repository."""
    return file.startswith(_LIBRARY)


@functools.cache
def is_installed(file: str) -> bool:
    """Whether a file came with Python or a package, or is none at all, such as the `__init__` of a dataclass."""
    return file.startswith(("<", _STANDARD_LIBRARY)) or "site-packages" in file


def user_frame(trace: TracebackType | None) -> TracebackType | None:
    """The innermost step of a trace in the user's own files."""
    found = None
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if not is_installed(file) and not is_library(file):
            found = trace
        trace = trace.tb_next
    return found


@functools.cache
def shown_file(file: str) -> str:
    """A file as the user calls it: relative to the working directory where it is inside."""
    path = Path(file)
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.name


def place_of(file: str, line: int) -> str:
    """`stacks/rds.py:86`."""
    return f"{shown_file(file)}:{line}"


def library_place(file: str, line: int) -> str:
    """`constructs_lib/storage/bucket.py:117`, wherever the library is installed; nothing for another file."""
    return f"{Path(file).relative_to(_ROOT).as_posix()}:{line}" if is_library(file) else ""
