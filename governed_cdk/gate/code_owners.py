r"""Who has to approve which file: CODEOWNERS, as GitHub reads it.

Source: GitHub Docs, "About code owners": the last pattern that matches decides; patterns are those of gitignore, but
without `!`, `[ ]` and `\#`; the file is the first of `.github/`, the root and `docs/`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")


@dataclass(frozen=True)
class CodeOwners:
    """The patterns in order, each with its owners: `@user`, `@org/team`, or an address."""

    patterns: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = ()

    def of(self, path: str) -> tuple[str, ...]:
        """The owners of a file; none where nobody is named."""
        return next((owners for pattern, owners in reversed(self.patterns) if pattern.match(path)), ())

    def of_all(self, paths: Iterable[str]) -> frozenset[str]:
        """The owners of some files, together."""
        return frozenset(owner for path in paths for owner in self.of(path))


def parse_code_owners(text: str) -> CodeOwners:
    """The owners in a text; lines that GitHub skips are skipped."""
    found = []
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if words and not set(words[0]) & set("![]"):
            found.append((_pattern(words[0]), tuple(words[1:])))
    return CodeOwners(tuple(found))


def read_code_owners(read: Callable[[str], str | None]) -> CodeOwners:
    """The owners by the first file that is there; nobody where there is none."""
    found = (text for place in PLACES if (text := read(place)) is not None)
    return parse_code_owners(next(found, ""))


def _pattern(given: str) -> re.Pattern[str]:
    anchored = "/" in given.rstrip("/")
    parts = re.split(r"(\*\*/|/\*\*|\*|\?)", given.strip("/"))
    said = {"**/": "(?:.*/)?", "/**": "/.*", "*": "[^/]*", "?": "[^/]"}
    body = "".join(said.get(part) or re.escape(part) for part in parts)
    start = "" if anchored or given.startswith("/") else "(?:.*/)?"
    # `docs/*` is about the files in it, not about what is deeper; a name is about all that is below it.
    end = r"\Z" if given.endswith("/*") else "/.*" if given.endswith("/") else r"(?:/.*)?\Z"
    return re.compile(start + body + end, re.DOTALL)
