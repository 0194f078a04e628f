"""Templates of files: `<name>.in`, with `@word@` where an answer stands. What is no known word is left as it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEMPLATES = Path(__file__).with_name("templates")
_SUFFIX = ".in"
_WORD = re.compile(r"@([A-Za-z_0-9]+)@")


def rendered(template: str, words: Mapping[str, str]) -> dict[str, str]:
    """The files of one folder of templates: each text by its path, in which words stand as well."""
    folder = _TEMPLATES / template
    paths = sorted(path for path in folder.rglob(f"*{_SUFFIX}") if path.is_file())
    return {
        _filled(str(path.relative_to(folder)).removesuffix(_SUFFIX), words): _filled(
            path.read_text(encoding="utf-8"), words
        )
        for path in paths
    }


def _filled(text: str, words: Mapping[str, str]) -> str:
    return _WORD.sub(lambda found: words.get(found[1], found[0]), text)
