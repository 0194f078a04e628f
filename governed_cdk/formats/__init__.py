"""What `governed-cdk check` found, for people and for machines: one module a format, each with `render`."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from governed_cdk.formats.report import CheckReport

FORMATS = tuple(name.removeprefix("as_") for _, name, _ in pkgutil.iter_modules(__path__) if name.startswith("as_"))
"""The formats: each is a file here."""


def render(report: CheckReport, format_: str) -> str:
    """The report in one of `FORMATS`, without colour. Only the module of that format is loaded."""
    text: str = importlib.import_module(f"{__name__}.as_{format_}").render(report)
    return text
