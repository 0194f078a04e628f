"""What assets hold. Their names are hashes that CDK makes; what tells two of them apart is what is inside."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
"""The name of an asset in a template."""

_EXECUTABLE = 0o100


class Assets:
    """The assets of an assembly by their hash, stages included: `asset.<hash>`, a folder or a file of any ending."""

    def __init__(self, assembly: Path) -> None:
        self._paths = {
            found[0]: path for path in sorted(assembly.rglob("asset.*")) if (found := HASH.search(path.name))
        }
        self._contents: dict[str, str] = {}

    @property
    def hashes(self) -> list[str]:
        """Their hashes, sorted."""
        return sorted(self._paths)

    def content(self, name: str) -> str:
        """The digest of what an asset holds; its name itself where it is not in the assembly, as of an image."""
        if name not in self._contents:
            self._contents[name] = content_digest(self._paths[name]) if name in self._paths else name
        return self._contents[name]

    def by_content(self, text: str) -> str:
        """A text in which each asset is called by what it holds."""
        return HASH.sub(lambda found: self.content(found[0]), text) if len(text) >= 64 else text


def content_digest(path: Path) -> str:
    """The SHA-256 of a file, or of a folder: names, what each file holds and whether it may be run, links as such."""
    digest = hashlib.sha256()
    for name, what in _entries(path):
        digest.update(f"{len(name)}:{name}{len(what)}:{what}".encode())
    return digest.hexdigest()


def _entries(path: Path) -> Iterator[tuple[str, str]]:
    for one in sorted(path.rglob("*")) if path.is_dir() else [path]:
        name = one.relative_to(path).as_posix()
        if one.is_symlink():
            yield name, f"link {one.readlink()}"
        elif one.is_file():
            with one.open("rb") as file:
                kind = "program" if one.stat().st_mode & _EXECUTABLE else "file"
                yield name, f"{kind} {hashlib.file_digest(file, 'sha256').hexdigest()}"
