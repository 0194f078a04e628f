"""What commands print on: a terminal as wide as it is, a file, and neither with escape codes where NO_COLOR is set."""

from __future__ import annotations

import os
import sys

from rich.console import Console
from rich.text import Text

from constructs_lib.kernel.errors import printable

# A table in a log is read in an editor: wide enough for every column.
_WIDE = 160


def console(*, stderr: bool = False) -> Console:
    """Where to print. With NO_COLOR set (no-color.org) there is no escape code at all, not even for bold."""
    stream = sys.stderr if stderr else sys.stdout
    plain = bool(os.environ.get("NO_COLOR"))
    return Console(
        stderr=stderr,
        emoji=False,
        width=None if stream.isatty() else _WIDE,
        color_system=None if plain else "auto",
        force_terminal=False if plain else None,
    )


def plain(text: str) -> Text:
    """Text of a template in a table or a tree: neither mark-up nor a command to the terminal."""
    return Text(printable(text))


def say(text: str, style: str = "", *, stderr: bool = False) -> None:
    """One line as it is: not wrapped, nothing in it taken for mark-up or for a command to the terminal."""
    console(stderr=stderr).print(printable(text), style=style, markup=False, highlight=False, soft_wrap=True)
