"""What `governed-cdk check` found, for people and for machines: one module a format, each with `pieces`.

A report of many thousand findings is written piece by piece: as one text it would take more memory than all that was
judged.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.formats.report import CheckReport

# In the order in which help and errors tell them; each is the module `as_<name>`.
FORMATS = ("text", "json", "sarif", "junit", "markdown")


def pieces(report: CheckReport, format_: str) -> Iterator[str]:
    """The report in one of `FORMATS`, without colour, piece by piece. Only the module of that format is loaded."""
    found: Iterator[str] = importlib.import_module(f"{__name__}.as_{format_}").pieces(report)
    return found


def render(report: CheckReport, format_: str) -> str:
    """The report in one of `FORMATS` as one text."""
    return "".join(pieces(report, format_))
