"""What `governed-cdk check` found, for people and for machines: one module a format, each with `render`."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from governed_cdk.formats.report import CheckReport

# In the order in which help and errors tell them; each is the module `as_<name>`.
FORMATS = ("text", "json", "sarif", "junit", "markdown")


def render(report: CheckReport, format_: str) -> str:
    """The report in one of `FORMATS`, without colour. Only the module of that format is loaded."""
    text: str = importlib.import_module(f"{__name__}.as_{format_}").render(report)
    return text
