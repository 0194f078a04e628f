"""Where each resource begins in the text of a template."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SECTION = re.compile(r"""^([ \t{]*)["']?Resources["']?[ \t]*:""", re.MULTILINE)
_FIRST = re.compile(r"""^([ \t]+)["']?[A-Za-z0-9&]""", re.MULTILINE)


def lines_in(file: Path) -> dict[str, int]:
    """`resource_lines` of a file, whatever its bytes are."""
    return resource_lines(file.read_text(encoding="utf-8-sig", errors="replace"))


def resource_lines(text: str) -> dict[str, int]:
    """The line, from 1, of each logical id that stands on a line of its own; others are left out.

    By indentation, so that a parameter, an output or a property of the same name is not taken for the resource.
    """
    section = min(_SECTION.finditer(text), key=lambda match: len(match[1]), default=None)
    first = _FIRST.search(text, section.end()) if section else None
    if section is None or first is None:
        return {}
    end = re.compile(rf"^[ \t]{{0,{len(section[1])}}}[^ \t\r\n#]", re.MULTILINE).search(text, section.end())
    key = re.compile(rf"""^{first[1]}(["']?)([^\s"'#]+)\1[ \t]*:""", re.MULTILINE)
    found: dict[str, int] = {}
    line, counted = 1, 0
    for match in key.finditer(text, section.end(), end.start() if end else len(text)):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        found.setdefault(match[2], line)
    return found
